import type { DatabaseSync, StatementSync } from 'node:sqlite'

export interface ChangedHour {
  readonly device: string
  readonly hour: number
}

/** What the pipeline has noted since it was asked last (table `activity` of ingest.sqlite). */
export class ChangedHours {
  private readonly newest: StatementSync
  private readonly since: StatementSync

  constructor(database: DatabaseSync) {
    this.newest = database.prepare('SELECT max(changed) AS changed FROM activity')
    this.since = database.prepare('SELECT device, hour FROM activity WHERE changed > ? AND changed <= ?')
  }

  /** The number to go on from, and the hours that changed after `last`; of a file that was made anew, all. */
  after(last: number): { readonly number: number; readonly hours: readonly ChangedHour[] } {
    const { changed } = this.newest.get() as { changed: number | null }
    const number = changed ?? 0
    if (number === last) return { number, hours: [] }
    return { number, hours: this.since.all(number < last ? 0 : last, number) as unknown as ChangedHour[] }
  }
}
