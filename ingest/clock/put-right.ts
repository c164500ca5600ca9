import { dayMs, type TimeWindow } from '../quarantine/explain-time.ts'
import type { Rejection } from '../quarantine/rejection.ts'
import { type ClockRecord, toleranceMs } from './clock-record.ts'
import { shortSpan } from './durations.ts'
import { type ClockFault, faultAt, isJumping, isRightAgain } from './fault-at.ts'
import { timeOfBoot } from './never-set.ts'
import type { GivenTime } from './read-time.ts'

/** A time that a reading is kept under in place of the one given; the reason is kept with it, and its quality is uncertain at best. */
export interface KeptTime {
  readonly ts: number
  readonly reason: string
}

export interface Told {
  readonly given: GivenTime
  readonly boot?: string | undefined
  readonly clock: ClockRecord
  readonly window: TimeWindow
  readonly local: (at: number) => number
}

/** The reason by which a time of receipt is told, as ever (interface.md). */
export const receiptReason = 'clock'

/**
 * The policy `correct`: what is known to be the matter is undone. As long as it is not known, what lies ahead is taken as of its receipt,
 * and so is what would otherwise be refused for its time. Undefined: the time given stands.
 */
export function putRight(told: Told): KeptTime | Rejection | undefined {
  const { given, clock, window, local } = told
  const { ts, sort, refused } = given
  if (sort === undefined) return refused
  if (sort === 'never-set') return neverSet(told)
  const at = window.receivedAt
  const unit = sort === 'ms' ? '' : `unit ${sort}`
  const fault = isRightAgain(clock, ts, at) ? undefined : faultAt(clock.learned, at, local)
  // In whole seconds: a little jitter must not tear apart what was measured together.
  const shift = fault && !isJumping(clock, at) ? Math.round(fault.offset / 1_000) * 1_000 : 0
  if (fault && shift !== 0 && isPlausible(ts - shift, window)) return { ts: ts - shift, reason: corrected(unit, wordsOf(fault)) }
  if (unit && isPlausible(ts, window)) return { ts, reason: corrected(unit) }
  if (ts > at + dayMs) return receipt(at, 'ts-future')
  if (ts > at + toleranceMs) return receipt(at)
  if (ts >= at - window.maxAgeMs) return undefined
  // A right clock that tells of a time so long ago is believed, and what it tells is too old.
  return clock.cause === 'right' ? refused : receipt(at, 'ts-too-old')
}

/** The distances between the readings of a boot are kept: each lies as long before the soonest one as its own time says. */
function neverSet({ given: { ts }, boot, clock, window }: Told): KeptTime {
  const right = timeOfBoot(clock.learned?.boots, boot, ts, window.receivedAt)
  if (right === undefined || !isPlausible(right, window)) return receipt(window.receivedAt, 'never-set')
  return { ts: Math.floor(right), reason: corrected('never-set') }
}

const isPlausible = (ts: number, { receivedAt, maxAgeMs }: TimeWindow): boolean =>
  ts <= receivedAt + toleranceMs && ts >= receivedAt - maxAgeMs

const receipt = (at: number, why?: string): KeptTime => ({
  ts: Math.floor(at),
  reason: why === undefined ? receiptReason : `${receiptReason}: ${why}, time of receipt`,
})

const corrected = (...what: string[]): string => `clock: ${what.filter(Boolean).join(', ')} corrected`

const wordsOf = ({ cause, offset }: ClockFault): string => {
  const size = shortSpan(offset)
  return cause === 'ahead' || cause === 'behind' ? `${cause} ${size}` : `${cause} ${offset < 0 ? '-' : '+'}${size}`
}
