/** Of whole minutes, so that the caller's division is the only rounding. */

/** Twice the median: of an even number it is the sum of the middle two. */
export function twiceMedian(ascending: readonly number[]): number | undefined {
  const [low, high] = [ascending[(ascending.length - 1) >> 1], ascending[ascending.length >> 1]]
  return low === undefined || high === undefined ? undefined : low + high
}

/** The least of which at least this share is not above it. */
export const nearestRank = (ascending: readonly number[], hundredths: number): number | undefined =>
  ascending[Math.ceil((ascending.length * hundredths) / 100) - 1]
