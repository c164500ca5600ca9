/** How a value stands against its lines. */
import type { Direction, Outcome } from './indicator.ts'
import type { Status, Target } from './indicators.ts'

/** Below this share of known time a value says too little. */
const leastCoverage = 0.9

type Judged = Pick<Outcome, 'value' | 'coverage'>
type Line = Target['target']

export function statusOf(
  { value, coverage }: Judged,
  direction: Direction,
  target: Pick<Target, 'target' | 'warning'> | undefined,
): Status {
  if (coverage !== null && coverage < leastCoverage) return 'no-data'
  if (value === null) return 'not-applicable'
  if (!target) return 'no-target'
  if (distance(value, direction, target.target) >= 0) return 'met'
  return distance(value, direction, target.warning) >= 0 ? 'close' : 'missed'
}

/** A month that was missed when it closed and is met after later data is shown as close in its history, not as met. */
export function standing(
  first: Judged,
  latest: Judged,
  direction: Direction,
  target: Target | undefined,
): { status: Status; madeUp: boolean } {
  const status = statusOf(latest, direction, target)
  const madeUp = status === 'met' && statusOf(first, direction, target) === 'missed'
  return { status: madeUp ? 'close' : status, madeUp }
}

/** Positive when met; null without line or value. */
export const gapOf = (value: number | null, direction: Direction, target: Target | undefined): number | null =>
  value === null || !target ? null : distance(value, direction, target.target)

/** How far a value is on the good side of a line; of a band, how far within its nearer end. */
function distance(value: number, direction: Direction, line: Line): number {
  if (typeof line !== 'number') return Math.min(value - line[0], line[1] - value)
  return direction === 'down' ? line - value : value - line
}

/** Whether the lines suit the direction: the warning lies on the worse side of the target, a band's around it. */
export function areInOrder(direction: Direction, { target, warning }: Pick<Target, 'target' | 'warning'>): boolean {
  if (typeof target === 'number' || typeof warning === 'number') {
    return direction !== 'band' && typeof target === 'number' && typeof warning === 'number' && distance(target, direction, warning) >= 0
  }
  return direction === 'band' && warning[0] <= target[0] && target[0] < target[1] && target[1] <= warning[1]
}
