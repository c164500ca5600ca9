import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Hours of devices whose readings changed, as the pipeline notes them (table `activity` of ingest.sqlite). */
export class ChangedHours {
  private readonly newest: StatementSync
  private readonly since: StatementSync

  constructor(database: DatabaseSync) {
    this.newest = database.prepare('SELECT max(changed) AS changed FROM activity')
    this.since = database.prepare('SELECT device, hour FROM activity WHERE changed > ? AND changed <= ? AND stored = 1')
  }

  last(): number {
    return (this.newest.get() as { changed: number | null }).changed ?? 0
  }

  between(after: number, upTo: number): Iterable<{ readonly device: string; readonly hour: number }> {
    return this.since.iterate(after, upTo) as Iterable<unknown> as Iterable<{ device: string; hour: number }>
  }
}
