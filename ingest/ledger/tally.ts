import { hourOf } from '../deduplicate/seen-runs.ts'

interface Count {
  received: number
  stored: number
  duplicate: number
  quarantined: number
}

export interface TallyRow extends Count {
  readonly device: string
  readonly kind: string
  readonly hour: number
}

export type Outcome = 'stored' | 'duplicate' | 'quarantined'

/**
 * What a batch adds to the ledger. What comes in is counted when it is decoded, what became of it at the end: a step that loses an element
 * leaves the two sides unequal, and the ledger says so.
 */
export class Tally {
  private readonly byDevice = new Map<string, TallyRow>()
  private last: TallyRow | undefined

  received(device: string, kind: string, at: number): void {
    this.row(device, kind, at).received++
  }

  became(device: string, kind: string, at: number, outcome: Outcome): void {
    this.row(device, kind, at)[outcome]++
  }

  /** Several at once; what is taken back is negative. */
  add(device: string, kind: string, at: number, change: Count): void {
    const row = this.row(device, kind, at)
    row.received += change.received
    row.stored += change.stored
    row.duplicate += change.duplicate
    row.quarantined += change.quarantined
  }

  rows(): Iterable<TallyRow> {
    return this.byDevice.values()
  }

  private row(device: string, kind: string, at: number): TallyRow {
    const hour = hourOf(at)
    const { last } = this
    if (last && last.device === device && last.hour === hour) return last
    const key = `${device} ${hour}`
    let row = this.byDevice.get(key)
    if (!row) {
      row = { device, kind, hour, received: 0, stored: 0, duplicate: 0, quarantined: 0 }
      this.byDevice.set(key, row)
    }
    this.last = row
    return row
  }
}
