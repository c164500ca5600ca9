// Hours and days of the simulated fleet, made by the code that makes them: every hour is like the one that was simulated.
import { milliseconds } from '../../facilities/define.ts'
import { foldDay } from '../../ingest/rollups/fold-day.ts'
import { foldEvents } from '../../ingest/rollups/fold-events.ts'
import { foldHours, type Values } from '../../ingest/rollups/fold-hours.ts'
import { gridOf } from '../../ingest/rollups/grid.ts'
import type { RollupPoint, StoredRow } from '../../ingest/store/store.ts'
import { day, from, hour, type SimulatedDevice, to } from './simulated-hour.ts'

const hoursBack = 8 * 24
const daysBack = 100
const grid = gridOf('Asia/Shanghai')

export function rollupPoints(device: SimulatedDevice): RollupPoint[] {
  const { id, kind, place } = device
  const of = (width: RollupPoint['width'], start: number, { event, values }: OfAnHour): RollupPoint => ({
    ...{ width, kind: kind.kind, device: id, start, made: to, place, values },
    ...(event !== undefined && { event }),
  })
  return hourOf(device).flatMap((each) => [
    ...Array.from({ length: hoursBack }, (_, index) => of('hour', from - index * hour, each)),
    ...Array.from({ length: daysBack }, (_, index) =>
      of('day', grid.day(to) - index * day, { ...each, values: foldDay(Array.from({ length: 24 }, () => each.values)) }),
    ),
  ])
}

interface OfAnHour {
  readonly event?: string
  readonly values: Values
}

function hourOf({ kind, points }: SimulatedDevice): OfAnHour[] {
  const fields = Object.keys(kind.telemetry)
  const rows = points
    .filter(({ table }) => table === 'telemetry')
    .map((point): StoredRow => [point.ts, point.received, point.n, 0, null, ...fields.map((name) => cell(point.fields[name]))])
  const events = points
    .filter(({ table }) => table === 'event')
    .map((point) => ({ ...point, event: point.event ?? '', values: point.fields }))
  const holdsMs = () => 3 * milliseconds(kind.every)
  const { hours } = foldHours(rows, { kind, grid, from, to, holdsMs, before: new Map() })
  return [...[...hours.values()].map((values) => ({ values })), ...foldEvents(events, grid)]
}

const cell = (value: unknown): number | string | null => (typeof value === 'number' || typeof value === 'string' ? value : null)

export const increase = (all: readonly number[]): number =>
  all.reduce((sum, one, index) => sum + (index === 0 ? 0 : one < all[index - 1]! ? one : one - all[index - 1]!), 0)
