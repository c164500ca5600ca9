/**
 * rollups/rollups.sqlite: what of the readings is rolled up and what is still to be done, beside the rollups themselves. Written by the rollups
 * thread alone. Deleted, it is begun anew: everything that is stored is rolled up again.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { migrateFile, refuseNewer } from '../../journal/file-version.ts'
import type { HourRange } from './ranges.ts'

/** One entry per released version of the file; the position is the version. Never change one that has been released. */
export const bookMigrations: readonly string[] = [
  `
  -- cursor: number of the last change in activity (ingest.sqlite) that is noted in todo. neededFrom: readings since then are still needed, ms.
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  -- Hours of devices that are to be rolled up, those before which something changed among them.
  CREATE TABLE todo (device TEXT NOT NULL, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL, PRIMARY KEY (device, "from")) STRICT, WITHOUT ROWID;
  -- latest: end of the last hour that was rolled up.
  CREATE TABLE device (device TEXT PRIMARY KEY, latest INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
]

export type MetaName = 'cursor' | 'neededFrom'

export interface DeviceChange {
  readonly device: string
  readonly ranges: readonly HourRange[]
  readonly latest?: number
}

/** Nothing in a newer one is changed. */
function openBook(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 10_000 })
  try {
    refuseNewer(database, path, bookMigrations.length)
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=2000')
    migrateFile(database, path, bookMigrations)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

export class Book {
  private readonly database: DatabaseSync
  private readonly drop: StatementSync
  private readonly put: StatementSync
  private readonly putLatest: StatementSync
  private readonly putMeta: StatementSync

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true })
    this.database = openBook(path)
    this.drop = this.database.prepare('DELETE FROM todo WHERE device = ?')
    this.put = this.database.prepare('INSERT INTO todo VALUES (?, ?, ?)')
    this.putLatest = this.database.prepare(
      'INSERT INTO device VALUES (?, ?) ON CONFLICT DO UPDATE SET latest = max(latest, excluded.latest)',
    )
    this.putMeta = this.database.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  }

  close(): void {
    this.database.close()
  }

  meta(name: MetaName): number | undefined {
    return (this.database.prepare('SELECT value FROM meta WHERE name = ?').get(name) as { value: number } | undefined)?.value
  }

  todo(): Map<string, readonly HourRange[]> {
    const rows = this.database.prepare('SELECT device, "from", "to" FROM todo ORDER BY device, "from"').all() as unknown as (HourRange & {
      device: string
    })[]
    const byDevice = Map.groupBy(rows, ({ device }) => device)
    return new Map([...byDevice].map(([device, ranges]) => [device, ranges.map(({ from, to }) => ({ from, to }))]))
  }

  latest(): Map<string, number> {
    const rows = this.database.prepare('SELECT device, latest FROM device').all() as { device: string; latest: number }[]
    return new Map(rows.map(({ device, latest }) => [device, latest]))
  }

  /** All or nothing. */
  write(changes: readonly DeviceChange[], meta: Partial<Record<MetaName, number>>): void {
    this.database.exec('BEGIN IMMEDIATE')
    try {
      for (const { device, ranges, latest } of changes) {
        this.drop.run(device)
        for (const { from, to } of ranges) this.put.run(device, from, to)
        if (latest !== undefined) this.putLatest.run(device, latest)
      }
      for (const [name, value] of Object.entries(meta)) this.putMeta.run(name, value)
      this.database.exec('COMMIT')
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK')
      throw error
    }
  }
}
