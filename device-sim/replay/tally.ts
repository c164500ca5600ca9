import { type Exact, exact, plus, times, zero } from '../../facilities/mapping/decimal.ts'

interface Reason {
  count: number
  readonly firstRow: number
}

/** What a replay found in its file; the numbers are those that are sent. */
export class Tally {
  rows = 0
  repaired = 0
  messages = 0
  firstTs = Number.POSITIVE_INFINITY
  lastTs = Number.NEGATIVE_INFINITY
  readonly skipped = new Map<string, Reason>()
  /** What the platform will not take as it is. */
  readonly refused = new Map<string, Reason>()
  readonly devices = new Set<string>()
  readonly sums = new Map<string, Exact>()
  /** Of totals: last minus first, over all devices. */
  readonly increases = new Map<string, Exact>()
  readonly #lastOfTotal = new Map<string, Exact>()

  skip(reason: string, row: number): void {
    count(this.skipped, reason, row)
  }

  refuse(reason: string, row: number): void {
    count(this.refused, reason, row)
  }

  message(device: string, ts: number, values: Readonly<Record<string, unknown>>, totals: ReadonlySet<string>): void {
    this.messages++
    this.devices.add(device)
    this.firstTs = Math.min(this.firstTs, ts)
    this.lastTs = Math.max(this.lastTs, ts)
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== 'number') continue
      const number = exact(String(value)) ?? zero
      if (totals.has(name)) this.#grow(device, name, number)
      else this.sums.set(name, plus(this.sums.get(name) ?? zero, number))
    }
  }

  get skippedRows(): number {
    return [...this.skipped.values()].reduce((sum, reason) => sum + reason.count, 0)
  }

  #grow(device: string, name: string, now: Exact): void {
    const key = `${device}/${name}`
    const last = this.#lastOfTotal.get(key) ?? now
    this.#lastOfTotal.set(key, now)
    this.increases.set(name, plus(this.increases.get(name) ?? zero, plus(now, times(last, { over: -1n, under: 1n }))))
  }
}

function count(reasons: Map<string, Reason>, reason: string, row: number): void {
  const known = reasons.get(reason)
  if (known) known.count++
  else reasons.set(reason, { count: 1, firstRow: row })
}
