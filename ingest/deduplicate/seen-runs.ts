/**
 * Which sequence numbers of one boot of one device have come. Numbers grow by one, so they are kept as runs; each run remembers the hour
 * in which its numbers came, because only repeats within 48 hours count as repeats.
 */
export interface Run {
  /** ms since 1970 UTC of the start of the hour of receipt. */
  readonly hour: number
  low: number
  high: number
}

export interface RunChange {
  readonly boot: string
  readonly run: Run
  /** The lowest number under which the run was kept before, when that has changed. */
  readonly formerLow?: number
  readonly removed?: true
}

export const hourMs = 3_600_000
export const repeatWindowMs = 48 * hourMs

export const hourOf = (time: number): number => time - (time % hourMs)

/** Runs of one boot, ascending and disjoint. */
export class SeenRuns {
  private readonly runs: Run[] = []

  constructor(runs: readonly Run[] = []) {
    this.runs = runs.map((run) => ({ ...run })).sort((one, other) => one.low - other.low)
  }

  /** The highest number seen, or −1. */
  get highest(): number {
    return this.runs.at(-1)?.high ?? -1
  }

  /** Whether this number came in or after the hour `since`, and not after the hour `until`. */
  has(seq: number, since: number, until = Number.POSITIVE_INFINITY): boolean {
    const run = this.runs[this.position(seq)]
    return run !== undefined && run.low <= seq && seq <= run.high && run.hour >= since && run.hour <= until
  }

  /** Remembers a number, and says which rows of the table have to follow. */
  add(boot: string, seq: number, hour: number): readonly RunChange[] {
    const at = this.position(seq)
    const found = this.runs[at]
    // What came last is what the next repeat is held against.
    if (found && seq <= found.high) return hour < found.hour ? [] : this.refresh(boot, at, seq, hour)
    const next = this.runs[at + 1]
    const extends_ = found?.hour === hour && found.high === seq - 1
    const precedes = next?.hour === hour && next.low === seq + 1
    if (extends_ && precedes) {
      found.high = next.high
      this.runs.splice(at + 1, 1)
      return [
        { boot, run: found },
        { boot, run: next, removed: true },
      ]
    }
    if (extends_) {
      found.high = seq
      return [{ boot, run: found }]
    }
    if (precedes) {
      next.low = seq
      return [{ boot, run: next, formerLow: seq + 1 }]
    }
    const run = { hour, low: seq, high: seq }
    this.runs.splice(at + 1, 0, run)
    return [{ boot, run }]
  }

  /** Forgets a number that came and could not be kept. */
  forget(boot: string, seq: number): readonly RunChange[] {
    const at = this.position(seq)
    const run = this.runs[at]
    return run && seq <= run.high ? this.replace(boot, at, seq, []) : []
  }

  forgetBefore(hour: number): void {
    for (let index = this.runs.length - 1; index >= 0; index--) if ((this.runs[index] as Run).hour < hour) this.runs.splice(index, 1)
  }

  /** The number was seen, but too long ago to be a repeat: its run gives it up, and it gets one of its own. */
  private refresh(boot: string, at: number, seq: number, hour: number): readonly RunChange[] {
    return this.replace(boot, at, seq, [{ hour, low: seq, high: seq }])
  }

  private replace(boot: string, at: number, seq: number, instead: readonly Run[]): readonly RunChange[] {
    const run = this.runs[at] as Run
    const before = { hour: run.hour, low: run.low, high: seq - 1 }
    const after = { hour: run.hour, low: seq + 1, high: run.high }
    const parts = [before, ...instead, after].filter((part) => part.low <= part.high)
    this.runs.splice(at, 1, ...parts)
    return [{ boot, run, removed: true }, ...parts.map((part) => ({ boot, run: part }))]
  }

  /** Index of the last run that begins at or below this number; −1 if none does. */
  private position(seq: number): number {
    let low = 0
    let high = this.runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.runs[middle] as Run).low <= seq) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
