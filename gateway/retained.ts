import { DatabaseSync } from 'node:sqlite'
import { migrateFile, refuseNewer } from '../journal/file-version.ts'

/** One entry per released version of the file; the position is the version. The first release wrote its table without a version. */
export const retainedMigrations: readonly string[] = [
  'CREATE TABLE IF NOT EXISTS retained (topic TEXT PRIMARY KEY, payload BLOB NOT NULL, qos INTEGER NOT NULL) WITHOUT ROWID',
]

export interface RetainedMessage {
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: 0 | 1 | 2
}

/** The last state and birth of every device and the current values of the indicators, on disk before they are acknowledged, so that they survive a restart of the gateway. */
export class Retained {
  private readonly path: string
  private database: DatabaseSync | undefined

  constructor(path: string) {
    this.path = path
  }

  start(): void {
    const database = new DatabaseSync(this.path, { timeout: 10_000 })
    try {
      refuseNewer(database, this.path, retainedMigrations.length)
      database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
      migrateFile(database, this.path, retainedMigrations)
    } catch (error) {
      database.close()
      throw error
    }
    this.database = database
  }

  stop(): void {
    this.database?.close()
    this.database = undefined
  }

  /** All or none. [MQTT-3.3.1-10] A message without bytes clears its topic. */
  keep(messages: readonly RetainedMessage[]): void {
    const database = this.database
    if (!database) throw new Error('the retained messages are closed')
    const put = database.prepare(
      'INSERT INTO retained VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET payload = excluded.payload, qos = excluded.qos',
    )
    const clear = database.prepare('DELETE FROM retained WHERE topic = ?')
    database.exec('BEGIN IMMEDIATE')
    try {
      for (const { topic, payload, qos } of messages) {
        if (payload.length === 0) clear.run(topic)
        else put.run(topic, payload, qos)
      }
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  all(): Iterable<RetainedMessage> {
    if (!this.database) throw new Error('the retained messages are closed')
    return this.database.prepare('SELECT topic, payload, qos FROM retained').iterate() as Iterable<RetainedMessage & Record<string, never>>
  }
}
