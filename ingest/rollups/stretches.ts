import { bucketWidth } from '../store/buckets.ts'
import type { SeriesQuery } from '../store/store.ts'
import { type Grid, hourMs } from './grid.ts'
import type { HourRange } from './ranges.ts'

/** Hours that an end of a bucket cuts, as far as their readings are kept. Ascending; neighbours are one. */
export function splitHours(query: SeriesQuery, grid: Pick<Grid, 'hour'>, kept: number): HourRange[] {
  const { from, to } = query
  const width = bucketWidth(query)
  const found: { from: number; to: number }[] = []
  for (let end = from; ; end = Math.min(end + width, to)) {
    const start = grid.hour(end)
    const last = found.at(-1)
    if (start === end || start < kept) {
    } else if (last && start <= last.to) last.to = start + hourMs
    else found.push({ from: start, to: start + hourMs })
    if (end >= to) return found
  }
}

/** The range in up to three: the rest of a bucket, whole buckets of the query, the beginning of one. */
export function cutAtBuckets(query: SeriesQuery, { from, to }: HourRange): (HourRange & Pick<SeriesQuery, 'everyMs'>)[] {
  const width = bucketWidth(query)
  const first = query.from + Math.ceil((from - query.from) / width) * width
  const last = query.from + Math.floor((to - query.from) / width) * width
  if (first >= last) {
    const cut = Math.min(Math.max(first, from), to)
    return [
      { from, to: cut },
      { from: cut, to },
    ].filter((piece) => piece.from < piece.to)
  }
  return [
    { from, to: first },
    { from: first, to: last, everyMs: width },
    { from: last, to },
  ].filter((piece) => piece.from < piece.to)
}
