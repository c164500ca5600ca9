import { bucketWidth } from '../store/buckets.ts'
import type { RollupWidth, SeriesQuery, Store, StoredRollup } from '../store/store.ts'
import { type Grid, hourMs } from './grid.ts'
import { type HourRange, withoutRange, withRange } from './ranges.ts'

interface Parts {
  readonly store: Pick<Store, 'rollups'>
  readonly grid: Grid
}

const dayMs = 86_400_000
const rowsAtOnce = 10_000
/** Days are missing one by one where a device is silent now and then: hours are asked for in so many stretches, or in one. */
const mostGaps = 40

const touches = (ranges: readonly HourRange[], { from, to }: HourRange): boolean =>
  ranges.some((range) => range.from < to && from < range.to)

/** What is rolled up of the range and not read: days where they lie within a bucket, and hours between them. */
export async function rolledOf(parts: Parts, query: SeriesQuery, raw: readonly HourRange[]): Promise<StoredRollup[]> {
  const { found, covered } = await wholeDays(parts, query, raw)
  let gaps: readonly HourRange[] = [{ from: query.from, to: query.to }]
  for (const range of [...covered, ...raw]) gaps = withoutRange(gaps, range)
  if (gaps.length > mostGaps) gaps = [{ from: gaps[0]?.from ?? query.from, to: gaps.at(-1)?.to ?? query.to }]
  for (const gap of gaps) {
    for (const hour of await everyRow(parts, query, 'hour', gap)) {
      const range = { from: hour.start, to: hour.start + hourMs }
      if (!touches(raw, range) && !touches(covered, range)) found.push(hour)
    }
  }
  return found
}

/** A day that began at another midnight, before KZ_TIMEZONE was changed, is left to its hours. */
async function wholeDays(parts: Parts, query: SeriesQuery, raw: readonly HourRange[]) {
  const { from, to } = query
  const width = bucketWidth(query)
  const found: StoredRollup[] = []
  let covered: readonly HourRange[] = []
  if (width < dayMs) return { found, covered }
  const bucket = (time: number): number => Math.floor((time - from) / width)
  for (const day of await everyRow(parts, query, 'day', { from, to })) {
    const range = { from: day.start, to: parts.grid.dayAfter(day.start) }
    const isWhole = parts.grid.day(day.start) === day.start && range.to <= to && bucket(range.from) === bucket(range.to - 1)
    if (!isWhole || touches(raw, range)) continue
    found.push(day)
    covered = withRange(covered, range)
  }
  return { found, covered }
}

async function everyRow({ store }: Parts, query: SeriesQuery, width: RollupWidth, { from, to }: HourRange): Promise<StoredRollup[]> {
  const { kind, device, event } = query
  const of = event === undefined ? ({ of: 'readings' } as const) : ({ of: 'events', event } as const)
  const all: StoredRollup[] = []
  for (let start = from; ; ) {
    const page = await store.rollups({ kind, device, width, ...of, from: start, to, names: namesOf(query), limit: rowsAtOnce })
    for (const row of page) all.push(row)
    const last = page.at(-1)
    if (!last || page.length < rowsAtOnce) return all
    start = last.start + 1
  }
}

/** A sum is kept of events, and comes from the mean of readings. */
function namesOf({ fields, fn }: SeriesQuery): string[] {
  const parts = fn === 'mean' ? ['mean', 'count'] : fn === 'sum' ? ['sum', 'mean', 'count'] : [fn]
  return fields.flatMap((field) => parts.map((part) => `${field}_${part}`))
}
