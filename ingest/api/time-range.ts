import { iso } from './answers.ts'
import { Problem } from './problem.ts'

const dayMs = 86_400_000
/** A reading may carry a time so far ahead of ours, and is the newest then. */
const aheadMs = 5 * 60_000

interface Asked {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Half-open. Not given: until now, the newest included, and the 24 hours before. */
export function rangeOf({ from, to }: Asked, now: number): { from: number; to: number } {
  const range = { from: from ?? (to ?? now) - dayMs, to: to ?? Math.max(now + aheadMs, from ?? 0) }
  checkedOrder(range)
  return range
}

export function checkedOrder({ from, to }: Asked): void {
  if (from === undefined || to === undefined || from <= to) return
  const message = { zh: 'from 晚于 to', en: 'from is later than to' }
  throw new Problem('invalid-query', { faults: [{ path: 'from', message, expected: `before ${iso(to)}`, found: iso(from) }] })
}
