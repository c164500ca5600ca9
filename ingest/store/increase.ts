import { type Accumulator, bucketWidth } from './buckets.ts'
import type { SeriesQuery } from './store.ts'

/** How far back the reading is looked for from which the first step is taken. */
export const baselineReachMs = 400 * 86_400_000

/**
 * Sums the steps of a total, each in the bucket of its later reading. The first step is taken from `baseline`, the last reading before the
 * range; without one the first reading makes no step. A drop is a reset: the meter started again from zero, so the step is the new value.
 */
export function increaseOfEach(query: SeriesQuery, baseline: number | undefined): Accumulator {
  const sums = new Map<number, number>()
  const width = bucketWidth(query)
  let previous = baseline
  return {
    add(ts, value) {
      if (typeof value !== 'number') return
      if (previous !== undefined) {
        const bucket = Math.floor((ts - query.from) / width)
        const step = value < previous ? value : value - previous
        sums.set(bucket, (sums.get(bucket) ?? 0) + step)
      }
      previous = value
    },
    points: () => [...sums].map(([bucket, value]) => ({ ts: query.from + bucket * width, value })),
  }
}
