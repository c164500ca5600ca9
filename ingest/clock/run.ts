// A stretch in which a clock ran on undisturbed: what is kept of it, and where it says the clock is at a moment.
import { firstWindowMs, hourMs, longestWindowMs, manyMessages, minuteMs, pointsKept, type Run } from './clock-record.ts'
import { skewLine } from './skew.ts'

/** 80 ppm: clocks of less are as good as right. 1 %: nothing that calls itself a clock is worse. Both in ms an hour. */
const slowestDrift = 300
const fastestDrift = 36_000
const driftPoints = 8
const driftSpanMs = 3 * hourMs
/** By how much the clock must have gone astray altogether, at the least, and as a multiple of how far the points scatter. */
const leastDriftMs = 1_000
const scatters = 4

export const newRun = (at: number, offset: number, windowMs = firstWindowMs): Run => ({
  from: at,
  count: 1,
  opened: at,
  topAt: at,
  top: offset,
  points: '',
  windowMs,
})

/** Pairs of minutes after its beginning, and offset in ms. */
export const pointsOf = ({ points }: Run): number[] => (points === '' ? [] : points.split(',').map(Number))

/** How far the clock is ahead at a moment: by the soonest messages of late, led on by the drift. */
export function offsetAt(run: Run, at: number): number {
  const { top, topAt, closed, closedAt, rate = 0 } = run
  const now = top + ((at - topAt) * rate) / hourMs
  return closed === undefined || closedAt === undefined ? now : Math.max(now, closed + ((at - closedAt) * rate) / hourMs)
}

/** Adds a message that lies on it. Returns whether there is something to be learned from it. */
export function extend(run: Run, at: number, offset: number): boolean {
  const isMore = run.count < manyMessages
  if (isMore) run.count++
  if (at - run.opened < run.windowMs) {
    if (offset > run.top) {
      run.top = offset
      run.topAt = at
    }
    return isMore
  }
  closeWindow(run)
  run.opened = at
  run.top = offset
  run.topAt = at
  return true
}

function closeWindow(run: Run): void {
  run.closedAt = run.topAt
  run.closed = Math.round(run.top)
  const points = thinned(run, [...pointsOf(run), Math.round((run.topAt - run.from) / minuteMs), run.closed])
  run.points = points.join(',')
  const rate = rateOf(points, run)
  if (rate === undefined) delete run.rate
  else run.rate = rate
}

/** When there are too many, half as many points of windows twice as long; of the longest ones the oldest goes. */
function thinned(run: Run, points: number[]): number[] {
  if (points.length / 2 <= pointsKept) return points
  if (run.windowMs >= longestWindowMs) return points.slice(2)
  run.windowMs *= 2
  const { rate = 0 } = run
  const kept: number[] = []
  for (let i = 0; i < points.length; i += 4) {
    const [x0, y0, x1, y1] = points.slice(i, i + 4) as [number, number, number?, number?]
    if (x1 === undefined || y1 === undefined || y1 - y0 < (rate * (x1 - x0) * minuteMs) / hourMs) kept.push(x0, y0)
    else kept.push(x1, y1)
  }
  return kept
}

/** Ms an hour, where the points prove it; what is known is not given up for a few that came late. */
function rateOf(points: readonly number[], { from, rate: known }: Run): number | undefined {
  if (points.length / 2 < driftPoints) return undefined
  const { rate, near, spanMs, scatterMs } = skewLine(points, from)
  const size = Math.abs(rate)
  if (near < driftPoints || size > fastestDrift) return undefined
  if (known !== undefined && size >= slowestDrift / 2 && rate * known > 0) return Math.round(rate)
  const astray = (size * spanMs) / hourMs
  const isProved = size >= slowestDrift && spanMs >= driftSpanMs && astray >= Math.max(leastDriftMs, scatters * scatterMs)
  return isProved && near * 4 >= points.length && isInBothHalves(points, from, rate) ? Math.round(rate) : undefined
}

/** A clock drifts all the time: a few late messages at one end tilt the line as well, but not that of the other half. */
function isInBothHalves(points: readonly number[], from: number, rate: number): boolean {
  const middle = Math.floor(points.length / 4) * 2
  return [points.slice(0, middle), points.slice(middle)].every((half) => {
    const share = skewLine(half, from).rate / rate
    return share > 0.5 && share < 2
  })
}
