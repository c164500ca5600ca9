import type { FacilityKind } from '../../facilities/define.ts'
import type { Place, RollupPoint, Store, StoredRollup } from '../store/store.ts'
import { foldDay } from './fold-day.ts'
import { foldEvents } from './fold-events.ts'
import { foldHours } from './fold-hours.ts'
import { gather, lastTotals, nextOfTotals, totalsOf } from './gather.ts'
import { type Grid, hourMs } from './grid.ts'
import type { HourRange } from './ranges.ts'

export interface DeviceWork {
  readonly kind: FacilityKind
  readonly device: string
  readonly range: HourRange
  readonly place: (time: number) => Place
  readonly holdsMs: (time: number) => number
  /** End of the last hour of the device that was rolled up before. */
  readonly latest: number
}

/** Hours of a device, made and not yet written. */
export interface Piece {
  readonly kind: FacilityKind
  readonly device: string
  readonly place: (time: number) => Place
  /** What of the work it is. */
  readonly range: HourRange
  readonly points: readonly RollupPoint[]
  /** Hours whose first step of a total starts at another value now. */
  readonly next: readonly HourRange[]
}

type Reading = Pick<Store, 'rows' | 'eventsOnward' | 'rollups'>

export async function rollUp(store: Reading, grid: Grid, work: DeviceWork): Promise<Piece> {
  const { kind, device, place, holdsMs } = work
  const { from } = work.range
  const { rows, events, to } = await gather(store, grid, { kind, device, ...work.range, beforeMs: from === 0 ? 0 : holdsMs(from) })
  const totals = totalsOf(kind)
  const before = from === 0 ? new Map<string, number>() : await lastTotals(store, work, from, totals)
  const { hours, last } = foldHours(rows, { kind, grid, from, to, holdsMs: keeping(holdsMs), before })
  const made = Date.now()
  const point = (start: number, values: RollupPoint['values']): RollupPoint => ({
    ...{ width: 'hour', kind: kind.kind, device, start, made, place: place(start), values },
    ...(start < work.latest && { isAgain: true }),
  })
  const points = [
    ...[...hours].map(([start, values]) => point(start, values)),
    ...foldEvents(events, grid).map(({ start, event, values }) => ({ ...point(start, values), event })),
  ]
  const next = to < work.latest ? await following(store, work, to, totals, last) : []
  return { kind, device, place, range: { from, to }, points, next }
}

/** Late readings that change the last value of a total make another first step of what follows. */
async function following(store: Reading, work: DeviceWork, to: number, totals: readonly string[], last: ReadonlyMap<string, number>) {
  const former = await lastTotals(store, work, to, totals)
  const moved = totals.filter((field) => former.get(field) !== last.get(field))
  return nextOfTotals(store, work, to, moved)
}

/** Asked for every word of every row. */
function keeping(holdsMs: (time: number) => number): (time: number) => number {
  let [hour, held] = [-1, 0]
  return (time) => {
    const now = Math.floor(time / hourMs)
    if (now !== hour) [hour, held] = [now, holdsMs(time)]
    return held
  }
}

/** The days in which these hours lie, of what is written by now. */
export async function daysOf(store: Pick<Store, 'rollups'>, grid: Grid, { kind, device, place, points }: Piece): Promise<RollupPoint[]> {
  const days: RollupPoint[] = []
  for (const sort of ['readings', 'events'] as const) {
    const starts = points.filter(({ event }) => (event === undefined) === (sort === 'readings')).map(({ start }) => start)
    const [first, last] = [starts[0], starts.at(-1)]
    if (first === undefined || last === undefined) continue
    const touched = new Set(starts.map((start) => grid.day(start)))
    const again = new Set(points.filter(({ isAgain }) => isAgain).map(({ start }) => grid.day(start)))
    const range = { from: grid.day(first), to: grid.dayAfter(last) }
    const hours = await everyHour(store, { kind: kind.kind, device, width: 'hour', of: sort, ...range })
    for (const [key, ofDay] of Map.groupBy(hours, ({ start, event }) => `${grid.day(start)} ${event ?? ''}`)) {
      const start = Number(key.split(' ', 1)[0])
      if (!touched.has(start)) continue
      const event = ofDay[0]?.event
      days.push({
        ...{ width: 'day', kind: kind.kind, device, start, made: Date.now(), place: place(start) },
        ...(event !== undefined && { event }),
        ...(again.has(start) && { isAgain: true }),
        values: foldDay(ofDay.map(({ values }) => values)),
      })
    }
  }
  return days
}

const hoursAtOnce = 10_000

/** A page may end within an hour of events, which the next one begins with again. */
async function everyHour(store: Pick<Store, 'rollups'>, query: Omit<Parameters<Store['rollups']>[0], 'limit'>): Promise<StoredRollup[]> {
  const all: StoredRollup[] = []
  for (let from = query.from; ; ) {
    const page = await store.rollups({ ...query, from, limit: hoursAtOnce })
    if (page.length < hoursAtOnce) return [...all, ...page]
    const last = (page.at(-1) as StoredRollup).start
    for (const hour of page) if (hour.start < last) all.push(hour)
    from = last
  }
}
