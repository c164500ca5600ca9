import { timeOf } from '../decode/time.ts'
import { dayMs, explainTime, type TimeWindow, timeInOtherUnit } from '../quarantine/explain-time.ts'
import type { Rejection } from '../quarantine/rejection.ts'
import { type Learned, setAfterMs, type TimeSort } from './clock-record.ts'
import { continuesBoot } from './never-set.ts'

/** A time as a device gave it. */
export interface GivenTime {
  /** Ms since 1970 UTC, NaN when it is no time. A number in another unit is converted. */
  readonly ts: number
  /** Undefined: no time at all, from which nothing is learned. */
  readonly sort: TimeSort | undefined
  /** Why it is refused by the rules for times as they come. */
  readonly refused?: Rejection
}

/** The last a date can hold. */
const latestTime = 8.64e15

/** What a device's `ts` says. `learned`: of its clock. */
export function readTime(given: unknown, window: TimeWindow, learned: Learned | undefined): GivenTime {
  const ts = timeOf(given)
  const { receivedAt, maxAgeMs } = window
  if (ts <= receivedAt + dayMs && ts >= receivedAt - maxAgeMs) return { ts, sort: 'ms' }
  const refused = explainTime(given, 'ts', ts, window)
  if (refused.code === 'ts-invalid' || refused.code === 'ts-without-zone') return { ts: Number.NaN, sort: undefined, refused }
  const other = refused.code === 'ts-unit' && !continuesBoot(learned, ts, receivedAt) ? timeInOtherUnit(given, window) : undefined
  if (other) return { ts: other.ms, sort: other.ms < setAfterMs ? 'never-set' : other.unit, refused }
  if (!(Math.abs(ts) <= latestTime)) return { ts: Number.NaN, sort: undefined, refused }
  return { ts, sort: ts < setAfterMs ? 'never-set' : 'ms', refused }
}
