import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Batch } from './batch.ts'

const insert = 'INSERT INTO activity (device, hour, heard0, heard1, left0, left1, stored, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
const isNews = `excluded.stored = 1 OR (heard0 | excluded.heard0) <> heard0 OR (heard1 | excluded.heard1) <> heard1`

/** In a minute that was heard before, what comes later decides whether the device left. */
const live = `${insert} ON CONFLICT DO UPDATE SET
  heard0 = heard0 | excluded.heard0, left0 = (left0 & ~excluded.heard0) | excluded.left0,
  heard1 = heard1 | excluded.heard1, left1 = (left1 & ~excluded.heard1) | excluded.left1,
  stored = stored | excluded.stored, changed = excluded.changed
  WHERE ${isNews} OR ((left0 & ~excluded.heard0) | excluded.left0) <> left0 OR ((left1 & ~excluded.heard1) | excluded.left1) <> left1`

/** What is replayed was heard when it came, and overrides nothing that was accepted then. */
const replayed = `${insert} ON CONFLICT DO UPDATE SET
  heard0 = heard0 | excluded.heard0, left0 = left0 | (excluded.left0 & ~heard0),
  heard1 = heard1 | excluded.heard1, left1 = left1 | (excluded.left1 & ~heard1),
  stored = stored | excluded.stored, changed = excluded.changed
  WHERE ${isNews}`

/** The tables `activity` and `reporting`: one row for each device and hour of a batch, in its transaction. */
export class ActivityTable {
  private readonly live: StatementSync
  private readonly replayed: StatementSync
  private readonly interval: StatementSync
  private readonly last: StatementSync

  constructor(database: DatabaseSync) {
    this.live = database.prepare(live)
    this.replayed = database.prepare(replayed)
    // Said again it is no news.
    this.interval = database.prepare(`
      INSERT OR IGNORE INTO reporting SELECT ?1, ?2, ?3
      WHERE ?3 IS NOT (SELECT seconds FROM reporting WHERE device = ?1 AND since <= ?2 ORDER BY since DESC LIMIT 1)`)
    this.last = database.prepare('SELECT max(changed) AS changed FROM activity')
  }

  write({ active, intervals, replay }: Batch): void {
    if (active.length === 0) return
    const changed = ((this.last.get() as { changed: number | null }).changed ?? 0) + 1
    const statement = replay ? this.replayed : this.live
    for (const device of active) {
      for (const { hour, heard, left, stored } of device.active)
        statement.run(device.id, hour, heard[0], heard[1], left[0], left[1], stored ? 1 : 0, changed)
    }
    for (const { device, since, seconds } of intervals) this.interval.run(device, since, seconds)
  }
}
