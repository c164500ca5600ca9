// Where the first step of a total is taken from, when a part of the hours comes from readings and a part does not.
import { baselineReachMs } from '../store/increase.ts'
import type { SeriesQuery, Store } from '../store/store.ts'
import { type Grid, hourMs } from './grid.ts'
import type { HourRange } from './ranges.ts'

type Rollups = Pick<Store, 'rollups'>

/** After hours that changed the first step starts at another reading, so the hour of the next value is read too. */
export async function unsettled(store: Rollups, { kind, device, fields, to }: SeriesQuery, ends: readonly number[]): Promise<HourRange[]> {
  const found: HourRange[] = []
  for (const from of ends) {
    for (const field of fields) {
      const range = { kind, device, width: 'hour', of: 'readings', from, to } as const
      const [next] = from < to ? await store.rollups({ ...range, having: `${field}_last`, limit: 1 }) : []
      if (next) found.push({ from: next.start, to: next.start + hourMs })
    }
  }
  return found
}

/**
 * The last hour before with a value says which it was, unless hours after it may hold another: these alone are looked through, and no file
 * is opened for what is rolled up. `doubtful`: hours whose rollups may be wrong, and those cut by a bucket.
 */
export async function beforeOf(
  store: Rollups,
  grid: Pick<Grid, 'hour'>,
  { kind, device, fields }: Pick<SeriesQuery, 'kind' | 'device' | 'fields'>,
  { at, doubtful }: { readonly at: number; readonly doubtful: readonly HourRange[] },
): Promise<NonNullable<SeriesQuery['before']>> {
  const started = grid.hour(at)
  const earliest = Math.max(0, at - baselineReachMs)
  const before: Record<string, { since: number; value?: number }> = {}
  for (const field of fields) {
    const having = `${field}_last`
    const range = { kind, device, width: 'hour', of: 'readings', from: earliest, to: started } as const
    const [latest] = await store.rollups({ ...range, having, order: 'descending', limit: 1 })
    const known = latest?.start ?? earliest
    const doubts = doubtful.filter(({ from, to }) => to > known && from < at).map(({ from }) => Math.max(from, known))
    const value = latest?.values[having]
    before[field] = { since: Math.min(started, ...doubts), ...(typeof value === 'number' && { value }) }
  }
  return before
}
