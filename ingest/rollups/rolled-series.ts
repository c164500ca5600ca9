import { baselineReachMs } from '../store/increase.ts'
import type { Series, SeriesFunction, SeriesQuery, Store } from '../store/store.ts'
import { beforeOf, unsettled } from './first-steps.ts'
import { type Grid, hourMs } from './grid.ts'
import { HourParts } from './hour-parts.ts'
import { clipped, type HourRange, joined, withRange } from './ranges.ts'
import { rolledOf } from './rolled-values.ts'
import type { StaleHours } from './stale-hours.ts'
import { cutAtBuckets, splitHours } from './stretches.ts'

export type SeriesSource = 'readings' | 'rollups' | 'both'

export interface FoundSeries {
  readonly series: Series
  readonly source: SeriesSource
}

export interface RolledSeriesParts {
  readonly store: Pick<Store, 'series' | 'rollups'>
  readonly stale: Pick<StaleHours, 'of'>
  readonly grid: Grid
  readonly readingsDays: number
  readonly now: () => number
}

const dayMs = 86_400_000
/** Readings of two days answer at once, and need nothing else to be true. */
const shortMs = 2 * dayMs
/** More stretches than this are read as one. */
const mostStretches = 40

/**
 * The series of a long or old range out of days and hours that are rolled up, and out of readings where there are none yet: hours that are cut
 * by a bucket, not over, or changed since. The numbers are those of the readings, but for the last bits of sums and means. Where readings are
 * gone, an hour that is cut counts where it begins.
 */
export async function rolledSeries(parts: RolledSeriesParts, query: SeriesQuery): Promise<FoundSeries> {
  const { from, to, device } = query
  const kept = Math.max(0, parts.now() - parts.readingsDays * dayMs)
  const isShort = to - from <= shortMs && from >= kept
  const known = isShort || isOfReadingsAlone(query) ? undefined : parts.stale.of(device, Math.max(0, from - baselineReachMs), to, kept)
  if (!known) return { series: await parts.store.series(query), source: 'readings' }

  const stale = joined(clipped(known, query), mostStretches)
  const raw = joined(clipped(await toBeRead(parts, query, { known, stale, kept }), query), mostStretches)
  const sums = new HourParts(query)
  const rolled = await rolledOf(parts, query, raw)
  for (const one of rolled) sums.addRollup(one)
  for (const range of raw) for (const piece of cutAtBuckets(query, range)) await addReadings(parts, query, piece, [...known, ...raw], sums)
  return { series: sums.series(), source: raw.length === 0 ? 'rollups' : rolled.length === 0 ? 'readings' : 'both' }
}

/** Of buckets within an hour, and of totals in events, nothing is rolled up. */
const isOfReadingsAlone = ({ everyMs = hourMs, event, fn }: SeriesQuery): boolean =>
  everyMs < hourMs || (event !== undefined && fn === 'increase')

interface Known {
  /** All that is stale, also before the range. */
  readonly known: readonly HourRange[]
  readonly stale: readonly HourRange[]
  readonly kept: number
}

async function toBeRead({ store, grid }: RolledSeriesParts, query: SeriesQuery, { known, stale, kept }: Known) {
  let raw = stale
  for (const hour of splitHours(query, grid, kept)) raw = withRange(raw, hour)
  if (query.fn !== 'increase') return raw
  const ends = [...(known.some(({ from }) => from < query.from) ? [query.from] : []), ...stale.map(({ to }) => to)]
  for (const hour of await unsettled(store, query, ends)) raw = withRange(raw, hour)
  return raw
}

type Piece = HourRange & Pick<SeriesQuery, 'everyMs'>

/** A mean with what it weighs; a total from where `doubtful` hours and rollups say that the value before lies. */
async function addReadings(
  { store, grid }: RolledSeriesParts,
  { everyMs: _, ...query }: SeriesQuery,
  piece: Piece,
  doubtful: readonly HourRange[],
  sums: HourParts,
): Promise<void> {
  const before = query.fn === 'increase' ? await beforeOf(store, grid, query, { at: piece.from, doubtful }) : undefined
  const ask = (fn: SeriesFunction): Promise<Series> => store.series({ ...query, ...piece, fn, ...(before && { before }) })
  const [values, counts] = await Promise.all([ask(query.fn), query.fn === 'mean' ? ask('count') : undefined])
  for (const field of query.fields) {
    const weights = new Map(counts?.[field]?.map(({ ts, value }) => [ts, Number(value)]))
    for (const { ts, value } of values[field] ?? []) sums.add(field, ts, value, weights.get(ts) ?? 1)
  }
}
