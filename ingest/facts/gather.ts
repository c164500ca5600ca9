import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { marksOf } from '../pipeline/activity.ts'
import type { Range, Store, StoredEvent, StoredRow } from '../store/store.ts'
import type { DeviceBasis } from './basis.ts'
import { hourMs, markFrom } from './counting-rules.ts'
import { type Material, Receipts } from './material.ts'
import type { Reach } from './reach.ts'

const rowsAtOnce = 20_000
const eventsAtOnce = 5_000

interface ActivityRow {
  readonly hour: number
  readonly heard0: number
  readonly heard1: number
  readonly left0: number
  readonly left1: number
}

/** Reads what the slices of [from, to) are counted from. */
export class Gatherer {
  private readonly store: Pick<Store, 'rows' | 'eventsOnward'>
  private readonly activity: StatementSync
  /** Receipts of before are those of stored readings and events. */
  private readonly notedSince: number

  /** `database`: ingest.sqlite. */
  constructor(store: Pick<Store, 'rows' | 'eventsOnward'>, database: DatabaseSync) {
    this.store = store
    this.activity = database.prepare(
      'SELECT hour, heard0, heard1, left0, left1 FROM activity WHERE device = ? AND hour >= ? AND hour < ? ORDER BY hour',
    )
    this.notedSince = (database.prepare('SELECT since FROM activity_noted').get() as { since: number } | undefined)?.since ?? 0
  }

  async material({ device, kind }: DeviceBasis, from: number, to: number, reach: Reach): Promise<Material> {
    const range = { kind: kind.kind, device }
    const rows = await this.rows({ ...range, from: from - reach.rowsBefore, to: to + reach.rowsAfter }, Object.keys(kind.telemetry))
    const events = Object.keys(kind.events).length === 0 ? [] : await this.events({ ...range, from: from - reach.eventsBefore, to })
    return { rows, events, receipts: this.receipts(device, from - reach.rowsBefore, to, { rows, events }) }
  }

  private async rows(range: Range, fields: readonly string[]): Promise<readonly StoredRow[]> {
    const query = { ...range, fields, limit: rowsAtOnce }
    let page = await this.store.rows(query)
    if (page.length < rowsAtOnce) return page
    const all = [...page]
    while (page.length === rowsAtOnce) {
      const [ts, n] = page.at(-1) as StoredRow
      page = await this.store.rows({ ...query, after: { ts, n } })
      for (const row of page) all.push(row)
    }
    return all
  }

  private async events(range: Range): Promise<readonly StoredEvent[]> {
    const all: StoredEvent[] = []
    for (;;) {
      const after = all.at(-1)
      const page = await this.store.eventsOnward({ ...range, limit: eventsAtOnce, ...(after && { after }) })
      for (const event of page) all.push(event)
      if (page.length < eventsAtOnce) return all
    }
  }

  private receipts(device: string, from: number, to: number, stored: Pick<Material, 'rows' | 'events'>): Receipts {
    const first = markFrom(from)
    const receipts = new Receipts(first, markFrom(to))
    if (first < this.notedSince) {
      for (const [, , received] of stored.rows) if (received < this.notedSince) receipts.add(markFrom(received), false)
      for (const { received } of stored.events) if (received < this.notedSince) receipts.add(markFrom(received), false)
    }
    const rows = this.activity.all(device, Math.floor(first / hourMs) * hourMs, to) as unknown as ActivityRow[]
    for (const { hour, heard0, heard1, left0, left1 } of rows) {
      for (const mark of marksOf(hour, [heard0, heard1])) receipts.add(mark, false)
      if (left0 !== 0 || left1 !== 0) for (const mark of marksOf(hour, [left0, left1])) receipts.add(mark, true)
    }
    return receipts
  }
}
