import type { SeriesQuery } from './store.ts'

export type SeriesPoint = { readonly ts: number; readonly value: number | string }

/** Width of a bucket in ms: without `everyMs` the whole range is one. */
export const bucketWidth = (query: SeriesQuery): number => query.everyMs ?? Math.max(1, query.to - query.from)

/** Takes the values of one field in ascending order of time and answers with one value for each bucket that got any. */
export interface Accumulator {
  add(ts: number, value: number | string): void
  points(): SeriesPoint[]
}

/** The last value of each bucket. */
export function lastOfEach(query: SeriesQuery): Accumulator {
  const buckets = new Map<number, number | string>()
  const width = bucketWidth(query)
  return {
    add: (ts, value) => void buckets.set(Math.floor((ts - query.from) / width), value),
    points: () => [...buckets].map(([bucket, value]) => ({ ts: query.from + bucket * width, value })),
  }
}
