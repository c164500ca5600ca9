import type { FacilityKind } from '../../facilities/define.ts'
import { baselineReachMs } from '../store/increase.ts'
import type { Store, StoredEvent, StoredRow } from '../store/store.ts'
import { type Grid, hourMs } from './grid.ts'

const rowsAtOnce = 20_000
const eventsAtOnce = 5_000

export interface Asked {
  readonly kind: FacilityKind
  readonly device: string
  readonly from: number
  readonly to: number
  /** Rows of so long before are wanted too. */
  readonly beforeMs: number
}

export interface Gathered {
  readonly rows: readonly StoredRow[]
  readonly events: readonly StoredEvent[]
  /** All of the hours before this is there; it may be less than was asked for. */
  readonly to: number
}

/** What hours are made of: as many whole hours from the first on as fit into a page, however long the range. */
export async function gather(store: Pick<Store, 'rows' | 'eventsOnward'>, grid: Grid, asked: Asked): Promise<Gathered> {
  const { kind, device, from, beforeMs } = asked
  const range = { kind: kind.kind, device }
  const rows: StoredRow[] = []
  let to = asked.to
  const query = { ...range, from: from - beforeMs, to, fields: Object.keys(kind.telemetry), limit: rowsAtOnce }
  for (;;) {
    const last = rows.at(-1)
    const page = await store.rows({ ...query, ...(last && { after: { ts: last[0], n: last[1] } }) })
    for (const row of page) rows.push(row)
    if (page.length < rowsAtOnce) break
    const started = grid.hour((rows.at(-1) as StoredRow)[0])
    if (started <= from) continue // an hour with more than a page
    to = started
    break
  }
  const events = Object.keys(kind.events).length === 0 ? { events: [], to } : await eventsOf(store, grid, { ...range, from, to })
  return { rows, ...events }
}

async function eventsOf(store: Pick<Store, 'eventsOnward'>, grid: Grid, range: Omit<Asked, 'kind' | 'beforeMs'> & { kind: string }) {
  const events: StoredEvent[] = []
  for (;;) {
    const after = events.at(-1)
    const page = await store.eventsOnward({ ...range, limit: eventsAtOnce, ...(after && { after }) })
    for (const event of page) events.push(event)
    if (page.length < eventsAtOnce) return { events, to: range.to }
    const started = grid.hour((events.at(-1) as StoredEvent).ts)
    if (started > range.from) return { events: events.filter(({ ts }) => ts < started), to: started }
  }
}

/** The value before that time of each of these totals, out of the hours before: it is known also when its readings are gone. */
export async function lastTotals(
  store: Pick<Store, 'rollups'>,
  { kind, device }: Pick<Asked, 'kind' | 'device'>,
  before: number,
  totals: readonly string[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const field of totals) {
    const having = `${field}_last`
    const range = {
      kind: kind.kind,
      device,
      width: 'hour',
      of: 'readings',
      from: Math.max(0, before - baselineReachMs),
      to: before,
    } as const
    const [latest] = await store.rollups({ ...range, having, order: 'descending', limit: 1 })
    const value = latest?.values[having]
    if (typeof value === 'number') found.set(field, value)
  }
  return found
}

/** The hours in which the next value of each of these totals lies. */
export async function nextOfTotals(
  store: Pick<Store, 'rollups'>,
  { kind, device }: Pick<Asked, 'kind' | 'device'>,
  from: number,
  totals: readonly string[],
): Promise<{ from: number; to: number }[]> {
  const hours: { from: number; to: number }[] = []
  for (const field of totals) {
    const range = { kind: kind.kind, device, width: 'hour', of: 'readings', from, to: from + baselineReachMs } as const
    const [next] = await store.rollups({ ...range, having: `${field}_last`, limit: 1 })
    if (next) hours.push({ from: next.start, to: next.start + hourMs })
  }
  return hours
}

export const totalsOf = ({ telemetry }: FacilityKind): string[] =>
  Object.entries(telemetry).flatMap(([field, { type }]) => (type === 'total' ? [field] : []))
