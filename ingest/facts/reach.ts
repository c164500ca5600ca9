/** How far what is told at one time decides about others. */
import { type DeviceBasis, longestEvery, longestRetention } from './basis.ts'
import { type CountingRules, freshness } from './counting-rules.ts'

export interface Reach {
  /** A slice needs readings and receipts from this long before it, ms, */
  readonly rowsBefore: number
  /** readings up to this long behind it, which fill its last slot, */
  readonly rowsAfter: number
  /** and events from this long before. */
  readonly eventsBefore: number
  /** What changes at a time changes facts from this long before to this long after; besides what the next reading is held against. */
  readonly changesBefore: number
  readonly changesAfter: number
}

export function reachOf(basis: DeviceBasis, rules: CountingRules): Reach {
  const every = longestEvery(basis)
  const held = Math.max(freshness(every, rules), rules.coldMeanMs)
  const retention = longestRetention(basis)
  return { rowsBefore: held, rowsAfter: every, eventsBefore: retention, changesBefore: every, changesAfter: Math.max(held, retention) }
}
