import type { ClockCause } from './causes.ts'
import { type ClockRecord, enoughMessages, hourMs, type Learned, manyMessages, minuteMs, type Run, toleranceMs } from './clock-record.ts'
import { offsetAt, pointsOf } from './run.ts'
import { zoneFault } from './zones.ts'

const jumpsWithinMs = 24 * hourMs
const jumpingSteps = 3
const jumpingBacks = 6
/** How long messages have to lie behind by the same offset, before the clock and not a delay is blamed: less where a zone explains it. */
const behindByZoneMs = 10 * minuteMs
const behindMs = hourMs
const windowsByZone = 2
const windows = 4
/** A backlog that is slowly worked off comes closer all the time. */
const steadyMs = 5_000

/** Says what is the matter, as soon as enough messages agree; until then what was said before stands. */
export function nameCause(clock: ClockRecord, local: (at: number) => number): void {
  const { learned } = clock
  if (!learned || learned.count < enoughMessages) return
  const cause = causeOf(learned, local)
  if (cause === undefined || cause === clock.cause) return
  clock.cause = cause
  clock.since = learned.at
}

function causeOf(learned: Learned, local: (at: number) => number): ClockCause | undefined {
  const { sort, run, at } = learned
  if (sort === 'never-set') return 'never-set'
  if (isJumping(learned)) return 'jumps'
  if (sort !== 'ms') return 'unit'
  return run && causeOfRun(run, at, local)
}

function isJumping({ steps = [], low, at }: Learned): boolean {
  const third = steps.at(-jumpingSteps)
  return (third !== undefined && at - third <= jumpsWithinMs) || (low?.backs ?? 0) >= jumpingBacks
}

/** What is the matter with a clock that runs like this; undefined: it cannot be told. */
export function causeOfRun(run: Run, at: number, local: (at: number) => number): ClockCause | undefined {
  if (run.count < enoughMessages) return undefined
  const offset = offsetAt(run, at)
  if (Math.abs(offset) <= toleranceMs) return run.rate === undefined ? 'right' : 'drift'
  const fault = zoneFault(offset, local(at))
  if (offset < 0 && !isBehind(run, at, fault !== undefined)) return undefined
  if (fault) return fault.cause
  if (run.rate !== undefined) return 'drift'
  return offset > 0 ? 'ahead' : 'behind'
}

/** Messages that waited look the same as a clock that is behind, except that they do not wait equally long for hours. */
function isBehind(run: Run, at: number, byZone: boolean): boolean {
  const { from, count, isBack, rate } = run
  const points = pointsOf(run)
  const lasted = at - from
  if (points.length / 2 < (byZone ? windowsByZone : windows) && !isBack) return false
  const rises = Math.max(run.top, points.at(-1) ?? run.top) - (points[1] ?? run.top)
  if (rises > steadyMs && !isBack) return false
  if (rate !== undefined && rate > 0 && !isBack) return false
  if (isBack || byZone) return lasted >= behindByZoneMs
  return lasted >= behindMs && count >= manyMessages
}
