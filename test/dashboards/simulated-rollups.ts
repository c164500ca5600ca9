// Hours and days of the simulated fleet under the names the store gives them: every hour is like the one that was simulated.
import { milliseconds } from '../../facilities/define.ts'
import type { Point } from '../../ingest/store/store.ts'
import { day, from, hour, type SimulatedDevice, to } from './simulated-hour.ts'

type Values = Record<string, number | string>

const hoursBack = 8 * 24
const daysBack = 100

export function rollupLines({ id, kind, place, points }: SimulatedDevice): string[] {
  const tags = `circle=${place.circle.replace(/,/g, '\\,')},device=${id}`.replace('circle=,', '')
  const place_ = `facility=${place.facility},kind=${kind.kind},town=${place.town}`
  const values = ofReadings(kind, points)
  const events = ofEvents(points)
  const write = (suffix: string, start: number, factor: number): string[] => [
    `${kind.kind}_${suffix},${tags},${place_} ${fields(values, factor)} ${start}000000`,
    ...[...events].map(
      ([event, counted]) => `${kind.kind}_event_${suffix},${tags},event=${event},${place_} ${fields(counted, factor)} ${start}000000`,
    ),
  ]
  return [
    ...Array.from({ length: hoursBack }, (_, index) => write('hour', from - index * hour, 1)).flat(),
    // Local days of Asia/Shanghai begin at 16:00 UTC.
    ...Array.from({ length: daysBack }, (_, index) => write('day', to - (to % day) - 8 * hour - index * day, 24)).flat(),
  ]
}

function ofReadings(kind: SimulatedDevice['kind'], points: readonly Point[]): Values {
  const readings = points.filter(({ table }) => table === 'telemetry')
  const values: Values = { readings: readings.length }
  for (const [name, field] of Object.entries(kind.telemetry)) {
    const all = readings.flatMap(({ fields }) => (name in fields ? [fields[name] as number | string] : []))
    if (field.type === 'state') {
      Object.assign(values, { [`${name}_last`]: all.at(-1) ?? '', [`${name}_count`]: all.length })
      for (const word of Object.keys(field.values)) {
        values[`${name}_seconds_${word}`] = (all.filter((one) => one === word).length * milliseconds(kind.every)) / 1_000
      }
    } else {
      Object.assign(values, ofNumbers(name, all as number[]))
      if (field.type === 'total') values[`${name}_increase`] = increase(all as number[])
    }
  }
  return values
}

function ofNumbers(name: string, all: readonly number[]): Values {
  const sum = all.reduce((total, one) => total + one, 0)
  const [min, max] = [Math.min(...all), Math.max(...all)]
  return {
    [`${name}_mean`]: sum / all.length,
    [`${name}_min`]: min,
    [`${name}_max`]: max,
    [`${name}_last`]: all.at(-1)!,
    [`${name}_count`]: all.length,
  }
}

export const increase = (all: readonly number[]): number =>
  all.reduce((sum, one, index) => sum + (index === 0 ? 0 : one < all[index - 1]! ? one : one - all[index - 1]!), 0)

function ofEvents(points: readonly Point[]): Map<string, Values> {
  const events = Map.groupBy(
    points.filter(({ table }) => table === 'event'),
    ({ event }) => event ?? '',
  )
  return new Map([...events].map(([event, all]) => [event, { events: all.length }]))
}

/** What adds up is as many times as much in a day; the rest is as it was. */
function fields(values: Values, factor: number): string {
  const adds = /^(?:readings|events)$|_(?:count|increase)$|_seconds_/
  return Object.entries(values)
    .filter(([, value]) => typeof value === 'string' || Number.isFinite(value))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? `"${value}"` : adds.test(name) ? value * factor : value}`)
    .join(',')
}
