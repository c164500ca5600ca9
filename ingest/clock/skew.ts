/** Highest line below which no point lies lower than need be. */
export interface SkewLine {
  /** Offset in ms at `at`, and ms an hour. */
  readonly at: number
  readonly offset: number
  readonly rate: number
  /** Points that lie close below it, how far apart the first and the last of them are, and how far below it they lie on average. */
  readonly near: number
  readonly spanMs: number
  readonly scatterMs: number
}

const nearMs = 1_500
const minuteMs = 60_000
const minutesPerHour = 60

/**
 * The line that lies above all points with the least room beneath: delays only ever push points down, so it follows the messages that came
 * without one (Moon, Skelly, Towsley: Estimation and removal of clock skew, 1999). It is the edge of the upper hull over the mean time.
 * `points`: pairs of minutes after `from`, and offset in ms, ascending; at least two.
 */
export function skewLine(points: readonly number[], from: number): SkewLine {
  const hull = upperHull(points)
  const count = points.length / 2
  let sum = 0
  for (let i = 0; i < points.length; i += 2) sum += at(points, i)
  const mean = sum / count
  let edge = 0
  while (edge + 4 < hull.length && at(hull, edge + 2) < mean) edge += 2
  const [x0, y0, x1, y1] = [at(hull, edge), at(hull, edge + 1), at(hull, edge + 2), at(hull, edge + 3)]
  const slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0
  const line = (x: number) => y0 + slope * (x - x0)
  const lastX = at(points, points.length - 2)
  return { at: from + lastX * minuteMs, offset: line(lastX), rate: slope * minutesPerHour, ...closeTo(points, line) }
}

function closeTo(points: readonly number[], line: (x: number) => number): Pick<SkewLine, 'near' | 'spanMs' | 'scatterMs'> {
  let near = 0
  let first = Number.NaN
  let last = Number.NaN
  let squares = 0
  for (let i = 0; i < points.length; i += 2) {
    const below = line(at(points, i)) - at(points, i + 1)
    if (below > nearMs) continue
    near++
    squares += below * below
    if (Number.isNaN(first)) first = at(points, i)
    last = at(points, i)
  }
  return { near, spanMs: near > 0 ? (last - first) * minuteMs : 0, scatterMs: near > 0 ? Math.sqrt(squares / near) : 0 }
}

/** Pairs of points of `points` that no line between two others passes above, from left to right. */
function upperHull(points: readonly number[]): number[] {
  const hull: number[] = []
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [at(points, i), at(points, i + 1)]
    while (hull.length >= 4 && liesBelow(hull, x, y)) hull.length -= 2
    hull.push(x, y)
  }
  return hull
}

/** Whether the last point of the hull lies on or below the line from the one before it to (x, y). */
function liesBelow(hull: readonly number[], x: number, y: number): boolean {
  const end = hull.length
  const [ax, ay, bx, by] = [at(hull, end - 4), at(hull, end - 3), at(hull, end - 2), at(hull, end - 1)]
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0
}

const at = (numbers: readonly number[], index: number): number => numbers[index] as number
