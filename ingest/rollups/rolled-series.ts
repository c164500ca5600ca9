import type { Series, SeriesFunction, SeriesQuery, Store, StoredRollup } from '../store/store.ts'
import { type Grid, hourMs } from './grid.ts'
import { HourParts } from './hour-parts.ts'
import { type HourRange, withRange } from './ranges.ts'
import type { StaleHours } from './stale-hours.ts'

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
const hoursAtOnce = 10_000
/** As far as the reading before the range is looked for (store/increase.ts). */
const reachMs = 400 * dayMs

/**
 * The series of a long or old range out of hours that are rolled up, and out of readings where there are none yet: hours that are not whole,
 * not over, or changed since. The numbers are those of the readings, but for the last bits of sums and means.
 */
export async function rolledSeries(parts: RolledSeriesParts, query: SeriesQuery): Promise<FoundSeries> {
  const kept = parts.now() - parts.readingsDays * dayMs
  const readings = async (): Promise<FoundSeries> => ({ series: await parts.store.series(query), source: 'readings' })
  if (query.to - query.from <= shortMs && query.from >= kept) return readings()
  if (parts.grid.hour(query.from) !== query.from || (query.everyMs ?? hourMs) % hourMs !== 0) return readings()
  const { from, to, device } = query
  const stale = parts.stale.of(device, from, to)
  if (!stale) return readings()
  const isStaleBefore = query.fn === 'increase' && (parts.stale.of(device, Math.max(0, from - reachMs), from)?.length ?? 0) > 0

  const hours = await hoursOf(parts, query)
  const end = parts.grid.hour(to)
  let raw = end < to ? withRange(stale, { from: end, to }) : stale
  if (query.fn === 'increase') for (const hour of unsettled(query, hours, stale, isStaleBefore)) raw = withRange(raw, hour)
  if (raw.length > mostStretches) raw = [{ from: raw[0]?.from ?? from, to: raw.at(-1)?.to ?? to }]
  raw = raw.map((range) => ({ from: range.from, to: Math.min(range.to, to) }))

  const sums = new HourParts(query)
  let rolled = 0
  for (const hour of hours) {
    if (raw.some((range) => range.from <= hour.start && hour.start < range.to)) continue
    sums.addRollup(hour)
    rolled++
  }
  for (const range of raw) await addReadings(parts, query, range, sums)
  return { series: sums.series(), source: rolled === 0 ? 'readings' : raw.length === 0 ? 'rollups' : 'both' }
}

/** The first step after a stretch that changed starts at another reading, so the hour of the next value is read too. */
function unsettled(
  { from, fields }: SeriesQuery,
  hours: readonly StoredRollup[],
  stale: readonly HourRange[],
  isStaleBefore: boolean,
): HourRange[] {
  const ends = [...(isStaleBefore ? [from] : []), ...stale.map(({ to }) => to)]
  const found: HourRange[] = []
  for (const end of ends) {
    for (const field of fields) {
      const next = hours.find(({ start, values }) => start >= end && values[`${field}_count`] !== undefined)
      if (next) found.push({ from: next.start, to: next.start + hourMs })
    }
  }
  return found
}

async function hoursOf({ store, grid }: RolledSeriesParts, query: SeriesQuery): Promise<StoredRollup[]> {
  const { kind, device, event, to } = query
  const base = {
    kind,
    device,
    width: 'hour',
    ...(event === undefined ? { of: 'readings' as const } : { of: 'events' as const, event }),
  } as const
  const all: StoredRollup[] = []
  for (let from = query.from; ; ) {
    const page = await store.rollups({ ...base, from, to: grid.hour(to), limit: hoursAtOnce })
    all.push(...page)
    const last = page.at(-1)
    if (!last || page.length < hoursAtOnce) return all
    from = last.start + 1
  }
}

/** Hour by hour, so that each falls into its bucket; a mean with what it weighs. */
async function addReadings({ store }: RolledSeriesParts, query: SeriesQuery, range: HourRange, sums: HourParts): Promise<void> {
  const ask = (fn: SeriesFunction): Promise<Series> => store.series({ ...query, ...range, everyMs: hourMs, fn })
  const [values, counts] = await Promise.all([ask(query.fn), query.fn === 'mean' ? ask('count') : undefined])
  for (const field of query.fields) {
    const weights = new Map(counts?.[field]?.map(({ ts, value }) => [ts, Number(value)]))
    for (const { ts, value } of values[field] ?? []) sums.add(field, ts, value, weights.get(ts) ?? 1)
  }
}
