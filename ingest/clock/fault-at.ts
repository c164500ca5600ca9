import type { ClockCause } from './causes.ts'
import { type ClockRecord, hourMs, type Learned, stepMs, toleranceMs } from './clock-record.ts'
import { causeOfRun } from './name-cause.ts'
import { offsetAt } from './run.ts'
import { zoneFault } from './zones.ts'

/** By how much a clock was ahead at a moment, ms, and why. */
export interface ClockFault {
  readonly cause: Exclude<ClockCause, 'unknown' | 'right'>
  readonly offset: number
}

type Local = (at: number) => number

/** How the clock was wrong when a message came; undefined: it was right, or it cannot be told. A unit is none of it: that each time tells itself. */
export function faultAt(learned: Learned | undefined, at: number, local: Local): ClockFault | undefined {
  const { run, past = [], steps } = learned ?? {}
  if (!run) return undefined
  const before = past.findLast(({ from, until }) => at >= from && at < until)
  if (before)
    return { cause: before.cause as ClockFault['cause'], offset: before.offset + ((at - before.until) * (before.rate ?? 0)) / hourMs }
  // What came before the first message learned from: as it was then, as far as we know.
  if (at < run.from && steps) return undefined
  const cause = causeOfRun(run, Math.max(at, learned?.at ?? at), local)
  if (cause === undefined || cause === 'right' || cause === 'unknown') return undefined
  const offset = offsetAt(run, at)
  return { cause, offset: zoneFault(offset, local(at))?.offsetMs ?? offset }
}

/** Known to jump, as of now: then nothing else that is known of it holds. */
export const isJumping = ({ cause, learned }: ClockRecord, at: number): boolean => cause === 'jumps' && at >= (learned?.at ?? 0)

/** Set back just now, and right since: what is known of the clock does not hold for such a message. */
export function isRightAgain({ learned }: ClockRecord, ts: number, at: number): boolean {
  return learned?.low?.isBack === true && at >= learned.low.from && Math.abs(ts - at) <= toleranceMs + stepMs
}
