// Clocks that count from 1970 or 2000 on. What they say is the time since the device started, so each boot has an offset of its own.
import { type Boot, type Learned, minuteMs, stepMs } from './clock-record.ts'

interface HeardOfBoot {
  readonly at: number
  readonly ts: number
  readonly boot?: string | undefined
}

/** Returns whether this boot is new. */
export function learnBoot(learned: Learned, { at, ts, boot }: HeardOfBoot, kept: number): boolean {
  const known = latestOf(learned.boots, boot)
  // Without a name, own time that goes back tells of a start.
  if (!known || (boot === undefined && ts < known.ts - stepMs)) {
    learned.boots = [...(learned.boots ?? []), newBoot(at, ts, boot)].slice(-kept)
    return true
  }
  known.offset = Math.max(known.offset, ts - at)
  known.offsetOfSeconds = Math.max(known.offsetOfSeconds, ts * 1_000 - at)
  known.runs = pace(known, ts, at)
  known.ts = Math.max(known.ts, ts)
  return false
}

function newBoot(at: number, ts: number, boot: string | undefined): Boot {
  const start: Boot = { firstTs: ts, firstAt: at, ts, offset: ts - at, offsetOfSeconds: ts * 1_000 - at, runs: 'ms' }
  return boot === undefined ? start : { boot, ...start }
}

const latestOf = (boots: readonly Boot[] | undefined, boot: string | undefined): Boot | undefined =>
  boots?.findLast((other) => other.boot === boot)

/** Time since the start in seconds looks like ms that hardly move. Own time that did not move at all is a clock that stands still. */
function pace({ firstTs, firstAt, runs }: Boot, ts: number, at: number): Boot['runs'] {
  const lasted = at - firstAt
  if (lasted < minuteMs / 2) return runs
  const ratio = (ts - firstTs) / lasted
  if (ratio < 0.0005) return 'stuck'
  return ratio < 0.002 ? 's' : 'ms'
}

/** When it was by our time, as far as the boot is known: never after receipt. */
export function timeOfBoot(boots: readonly Boot[] | undefined, boot: string | undefined, ts: number, at: number): number | undefined {
  const known = boots?.findLast((other) => other.boot === boot && other.firstAt <= at)
  if (!known || known.runs === 'stuck') return undefined
  const time = known.runs === 's' ? ts * 1_000 - known.offsetOfSeconds : ts - known.offset
  return Math.min(time, at)
}

/** Whether a number fits the clock that counts since the start, though it could be a time in another unit, too. */
export function continuesBoot(learned: Learned | undefined, ts: number, at: number): boolean {
  const boot = learned?.sort === 'never-set' ? learned.boots?.at(-1) : undefined
  return boot !== undefined && boot.runs === 'ms' && Math.abs(ts - at - boot.offset) <= minuteMs
}
