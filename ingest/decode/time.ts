import { isoTime } from '../../facilities/iso-time.ts'
import { dayMs, explainTime, type TimeWindow } from '../quarantine/explain-time.ts'
import type { Rejection } from '../quarantine/rejection.ts'

/** A time as devices give it, in whole ms since 1970 UTC; refused when it lies more than a day ahead of receipt or too far back. */
export function parseTime(given: unknown, path: string, window: TimeWindow): number | Rejection {
  const ts = timeOf(given)
  if (ts <= window.receivedAt + dayMs && ts >= window.receivedAt - window.maxAgeMs) return ts
  return explainTime(given, path, ts, window)
}

/** NaN when it is no time. Fractions of a millisecond, as many clocks give them, are cut off. */
export function timeOf(given: unknown): number {
  if (typeof given === 'number') return Math.floor(given)
  return typeof given === 'string' ? isoTime(given) : Number.NaN
}
