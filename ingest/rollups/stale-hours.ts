import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type Grid, hourMs } from './grid.ts'
import { clipped, type HourRange, withRange } from './ranges.ts'

/**
 * Hours whose rollups say nothing, or not yet the truth: what the book has still to do, and what the pipeline has noted since. Ask before the
 * rollups are read: what is made meanwhile is newer than the answer, and never older.
 */
export class StaleHours {
  private readonly path: string
  private readonly ingest: DatabaseSync
  private readonly grid: Grid
  private book: DatabaseSync | undefined

  /** `path`: of the book; `ingest`: ingest.sqlite. */
  constructor(path: string, ingest: DatabaseSync, grid: Grid) {
    this.path = path
    this.ingest = ingest
    this.grid = grid
  }

  close(): void {
    this.book?.close()
    this.book = undefined
  }

  /**
   * Of [from, to), ascending and apart; undefined: nothing is rolled up yet. What is made for the first time has readings from `kept` on: of
   * what was before there may be rollups of former times.
   */
  of(device: string, from: number, to: number, kept: number): readonly HourRange[] | undefined {
    if (!this.book && !existsSync(this.path)) return undefined
    this.book ??= new DatabaseSync(this.path, { readOnly: true, timeout: 10_000 })
    const { user_version: version } = this.book.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version === 0) return undefined
    // In one transaction: an hour is always in one of the two.
    this.book.exec('BEGIN')
    try {
      const cursor = this.book.prepare("SELECT value FROM meta WHERE name = 'cursor'").get() as { value: number } | undefined
      if (!cursor) return undefined
      const todo = this.book
        .prepare('SELECT "from", "to" FROM todo WHERE device = ? AND "from" < ? AND "to" > ?')
        .all(device, to, from) as unknown as HourRange[]
      return this.withChanged(todo, device, { from, to, kept }, cursor.value)
    } finally {
      this.book.exec('COMMIT')
    }
  }

  private withChanged(
    todo: readonly HourRange[],
    device: string,
    { from, to, kept }: HourRange & { kept: number },
    cursor: number,
  ): readonly HourRange[] {
    const last = (this.ingest.prepare('SELECT max(changed) AS changed FROM activity').get() as { changed: number | null }).changed ?? 0
    const changed = this.ingest
      .prepare('SELECT hour FROM activity WHERE device = ? AND hour >= ? AND hour < ? AND stored = 1 AND changed > ?')
      .all(device, from - hourMs, to, last < cursor ? 0 : cursor) as { hour: number }[]
    let stale: readonly HourRange[] = []
    for (const range of todo) stale = withRange(stale, range.from === 0 ? { from: this.grid.hour(kept), to: range.to } : range)
    for (const { hour } of changed) stale = withRange(stale, { from: this.grid.hour(hour), to: this.grid.hour(hour + hourMs - 1) + hourMs })
    return clipped(stale, { from, to })
  }
}
