import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { type Entry, JournalUnavailable, type JournalWriter } from './journal.ts'
import { ConsumerPositions } from './sqlite-consumers.ts'
import { dropOld } from './sqlite-expire.ts'
import { asUnavailable } from './sqlite-faults.ts'
import { headQuery, idOf, type JournalPaths, openEntries, watchReplacement } from './sqlite-files.ts'
import { checksum, joinRows, type Row, rowsOf } from './sqlite-rows.ts'

interface Waiting {
  readonly rows: readonly Row[]
  readonly count: number
  readonly resolve: (first: number) => void
  readonly reject: (error: unknown) => void
}

interface Opened {
  readonly database: DatabaseSync
  readonly consumers: ConsumerPositions
  /** Throws when the file was taken away. */
  readonly assertInPlace: () => void
  readonly head: StatementSync
  readonly insert: StatementSync
  readonly begin: StatementSync
  readonly commit: StatementSync
  /** No offset below this is given again: a consumer may know an entry that a failing disk has forgotten. */
  readonly floor: number
}

/**
 * The journal as SQLite files. The commit runs in the caller's thread, at the end of the event-loop turn: while it waits for the disk the
 * sockets fill, so the slower the disk the larger the groups.
 */
export class SqliteJournalWriter implements JournalWriter {
  private readonly paths: JournalPaths
  private readonly maxPages: number | undefined
  private opened: Opened | undefined
  private waiting: Waiting[] = []

  /** `maxPages` bounds the file, for tests of a full disk. */
  constructor(paths: JournalPaths, options: { readonly maxPages?: number } = {}) {
    this.paths = paths
    this.maxPages = options.maxPages
  }

  async start(): Promise<void> {
    if (this.opened) throw new Error('the journal is started already')
    this.opened = await openEntries(this.paths.entries, (database) => this.prepare(database))
  }

  private async prepare(database: DatabaseSync): Promise<Opened> {
    if (this.maxPages) database.exec(`PRAGMA max_page_count=${this.maxPages}`)
    const statements = {
      head: database.prepare(headQuery),
      insert: database.prepare('INSERT INTO batch (first, count, at, crc, body) VALUES (?, ?, ?, ?, ?)'),
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
    }
    const assertInPlace = watchReplacement(this.paths.entries)
    const consumers = new ConsumerPositions(this.paths.consumers, idOf(database))
    await consumers.start()
    // From here on a lock that somebody else holds would hold up the event loop.
    database.exec('PRAGMA busy_timeout=1000')
    return { database, consumers, assertInPlace, ...statements, floor: consumers.highest() }
  }

  /** What is waiting is written first. */
  async stop(): Promise<void> {
    this.flush()
    this.opened?.consumers.stop()
    this.opened?.database.close()
    this.opened = undefined
  }

  append(entries: readonly Entry[]): Promise<number> {
    return new Promise((resolve, reject) => {
      // An entry that does not fit throws here and rejects this call alone.
      this.waiting.push({ rows: rowsOf(entries), count: entries.length, resolve, reject })
      if (this.waiting.length === 1) setImmediate(() => this.flush())
    })
  }

  private flush(): void {
    const group = this.waiting
    if (group.length === 0) return
    this.waiting = []
    try {
      let first = this.keep(joinRows(group.flatMap(({ rows }) => rows)))
      for (const { resolve, count } of group) {
        resolve(first)
        first += count
      }
    } catch (error) {
      const unavailable = asUnavailable(error, this.paths.entries)
      for (const { reject } of group) reject(unavailable)
    }
  }

  /** All or nothing. Gives the offset of the first entry. */
  private keep(rows: readonly Row[]): number {
    const opened = this.opened
    if (!opened) throw closed()
    opened.assertInPlace()
    opened.begin.run()
    try {
      const first = headOf(opened)
      insertAll(opened.insert, first, rows)
      opened.commit.run()
      return first
    } catch (error) {
      // SQLite may have rolled back by itself (disk full).
      if (opened.database.isTransaction) opened.database.exec('ROLLBACK')
      throw error
    }
  }

  async expire(before: number): Promise<number> {
    let dropped = 0
    try {
      while (this.opened) {
        const { entries, more } = dropOld(this.opened.database, before, this.opened.consumers.lowest())
        dropped += entries
        if (!more) break
        await turn()
      }
      return dropped
    } catch (error) {
      throw asUnavailable(error, this.paths.entries)
    }
  }
}

/** Asked of the file each time: should a second writer have crept in, neither overwrites the other. */
function headOf({ head, floor }: Opened): number {
  const last = head.get() as { head: number } | undefined
  return Math.max(last?.head ?? 0, floor)
}

function insertAll(insert: StatementSync, head: number, rows: readonly Row[]): void {
  let first = head
  for (const { count, at, body } of rows) {
    insert.run(first, count, at, checksum(first, count, body), body)
    first += count
  }
}

const closed = (): JournalUnavailable =>
  new JournalUnavailable('the journal is closed', {
    hint: { zh: '日志已关闭：服务正在停止。', en: 'The journal is closed: the service is stopping.' },
  })
