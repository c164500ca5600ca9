import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { hourOf } from '../../../ingest/deduplicate/seen-runs.ts'
import { minuteMs } from './device-year.ts'

const half = 30

interface Hour {
  readonly heard: [number, number]
  elements: number
  stored: number
}

/**
 * The rows of ledger and activity that the pipeline would have entered for points that go into the store past it: by them facts and rollups
 * know what there is. A day entered twice is as one entered once.
 */
export class Bookkeeping {
  private readonly database: DatabaseSync
  private readonly activity: StatementSync
  private readonly ledger: StatementSync
  private readonly reporting: StatementSync
  private readonly hours = new Map<string, Map<number, Hour>>()
  private readonly kindOf = new Map<string, string>()
  private changed: number

  constructor(database: DatabaseSync) {
    this.database = database
    this.activity = database.prepare(
      `INSERT INTO activity (device, hour, heard0, heard1, left0, left1, stored, changed) VALUES (?, ?, ?, ?, 0, 0, ?, ?)
       ON CONFLICT DO UPDATE SET heard0 = heard0 | excluded.heard0, heard1 = heard1 | excluded.heard1, stored = stored | excluded.stored,
         changed = excluded.changed`,
    )
    this.ledger = database.prepare(
      `INSERT INTO ledger (hour, device, kind, received, stored, duplicate, quarantined) VALUES (?, ?, ?, ?, ?, 0, 0)
       ON CONFLICT DO UPDATE SET received = excluded.received, stored = excluded.stored`,
    )
    this.reporting = database.prepare('INSERT OR IGNORE INTO reporting (device, since, seconds) VALUES (?, ?, 60)')
    this.changed = (database.prepare('SELECT coalesce(max(changed), 0) AS changed FROM activity').get() as { changed: number }).changed
  }

  /** Every minute, whatever the kind says. */
  reports(device: string, since: number): void {
    this.reporting.run(device, since)
  }

  note(device: string, kind: string, ts: number, received: number, elements: number): void {
    this.kindOf.set(device, kind)
    const mark = Math.ceil(received / minuteMs) * minuteMs
    const minute = (mark - hourOf(mark)) / minuteMs
    this.hour(device, hourOf(mark)).heard[minute < half ? 0 : 1] |= 1 << (minute % half)
    this.hour(device, hourOf(ts)).stored = 1
    this.hour(device, hourOf(received)).elements += elements
  }

  /** Enters what was noted since. */
  commit(): void {
    this.changed++
    this.database.exec('BEGIN IMMEDIATE')
    for (const [device, hours] of this.hours) {
      for (const [hour, { heard, elements, stored }] of hours) {
        this.activity.run(device, hour, heard[0], heard[1], stored, this.changed)
        if (elements > 0) this.ledger.run(hour, device, this.kindOf.get(device) ?? '', elements, elements)
      }
    }
    this.database.exec('COMMIT')
    this.hours.clear()
  }

  private hour(device: string, hour: number): Hour {
    const hours = this.hours.get(device) ?? new Map<number, Hour>()
    this.hours.set(device, hours)
    const known = hours.get(hour) ?? { heard: [0, 0], elements: 0, stored: 0 }
    hours.set(hour, known)
    return known
  }
}
