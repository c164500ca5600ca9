// An hour of a simulated fleet as our own store writes it, and what is made of it: hours, days, points for walls.

import { builtIn } from '../../facilities/catalogue.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import { kinds } from '../../facilities/kinds.ts'
import { simulation } from '../../facilities/simulation.ts'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import type { Place, Point } from '../../ingest/store/store.ts'
import { demoRegister } from '../../seeds/demo.ts'
import { indicatorTitles } from '../../seeds/indicators.ts'
import { randomOf } from '../../seeds/random.ts'
import type { InfluxServer } from '../support/influx-server.ts'
import { day, from, minute, type SimulatedDevice, to } from './simulated-hour.ts'
import { rollupPoints } from './simulated-rollups.ts'

const devicesOfAKind = 6

export function simulatedFleet(): SimulatedDevice[] {
  const register = demoRegister()
  const fleet = kinds.flatMap((kind) =>
    register.devices
      .filter((device) => device.kind === kind.kind)
      // Some from all over the city: of those in circles and of those in none.
      .filter((_, index, all) => index % Math.max(1, Math.floor(all.length / devicesOfAKind)) === 0)
      .slice(0, devicesOfAKind)
      .map(({ id, facility }) => {
        const { town, circles } = register.facilities.find((one) => one.id === facility)!
        const place = { facility, town, circle: circles.join(',') }
        return { id, kind, place, points: pointsOf(id, kind, place) }
      }),
  )
  return fleet.map((device, index) => (device.kind === fleet[index - 1]?.kind ? device : withAllEvents(device, fleet)))
}

/** What did not happen in this hour, as an outage, happens to the first device of the kind. */
function withAllEvents(device: SimulatedDevice, fleet: readonly SimulatedDevice[]): SimulatedDevice {
  const { id, kind, place, points } = device
  const happened = new Set(fleet.filter((other) => other.kind === kind).flatMap((other) => other.points.map(({ event }) => event)))
  const ts = from + 30 * minute
  const common = { table: 'event', kind: kind.kind, device: id, ts, received: ts, quality: 'good', fields: {}, place } as const
  const missing = Object.keys(kind.events).filter((event) => !happened.has(event))
  return { ...device, points: [...points, ...missing.map((event, n) => ({ ...common, event, n }))] }
}

function pointsOf(device: string, kind: FacilityKind, place: Place): Point[] {
  const points: Point[] = []
  const common = { kind: kind.kind, device, n: 0, quality: 'good', place } as const
  let values: Point['fields'] = {}
  for (const reading of simulation(kind, { random: randomOf(device), from })) {
    if (reading.ts >= to) break
    values = { ...values, ...reading.values }
    points.push({ ...common, table: 'telemetry', ts: reading.ts, received: reading.ts + 20, fields: values })
    for (const [n, { event, fields }] of reading.events.entries()) {
      points.push({ ...common, table: 'event', event, n, ts: reading.ts, received: reading.ts + 20, fields: flat(fields) })
    }
  }
  return points
}

/** Lists become JSON text before they are stored; an event without fields is stored with a mark, as the pipeline does. */
function flat(fields: Readonly<Record<string, unknown>>): Point['fields'] {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean)]),
  )
}

/** Databases `readings` and `rollups` with everything dashboards ask for, written by our own store. */
export async function fill(server: InfluxServer, fleet: readonly SimulatedDevice[]): Promise<void> {
  const store = new InfluxStore({ url: server.url, org: '', bucket: 'readings', rollupBucket: 'rollups', kinds: builtIn })
  const indicators = indicatorPoints()
  const refused = await store.write([...fleet.flatMap(({ points }) => points), ...indicators])
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused[0])}`)
  await store.writeRollups(fleet.flatMap(rollupPoints))
  await store.keepIndicators(indicators)
  await store.stop()
  await write(server, 'readings', wallLines(fleet))
}

async function write(server: InfluxServer, database: string, all: readonly string[]): Promise<void> {
  for (let start = 0; start < all.length; start += 5_000) {
    const body = all.slice(start, start + 5_000).join('\n')
    const response = await fetch(`${server.url}/write?db=${database}&precision=ns`, { method: 'POST', body })
    if (!response.ok) throw new Error(`${database}: ${await response.text()}`)
  }
}

/** The points of ingest/fleet/, once a minute. */
function wallLines(fleet: readonly SimulatedDevice[]): string[] {
  const counts = 'registered=6,online=4,sleeping=0,offline=1,faulty=1,unknown=0,used=3'
  const platform =
    'gatewayUp=1,journalUp=1,pipelineUp=1,storeUp=1,noderedUp=1,factsUp=1,lagSeconds=0.2,lagMessages=3,rate=12.5,connections=36,received=900,stored=890,duplicate=4,quarantined=3,pending=3,balanced=1,version="0.1.0"'
  const places = new Map(fleet.map(({ kind, place }) => [`${kind.kind} ${place.town} ${place.circle}`, { kind, place }]))
  const facilities = new Map(fleet.map(({ place }) => [place.facility, place]))
  const down = kinds.flatMap(({ kind }) => fleet.filter((device) => device.kind.kind === kind).slice(0, 1))
  const all: string[] = []
  for (let ts = from; ts <= to; ts += minute) {
    all.push(`kezhong_platform ${platform} ${ts}000000`)
    for (const { kind, place } of places.values())
      all.push(`kezhong_fleet,${tags({ circle: place.circle, kind: kind.kind, town: place.town })} ${counts} ${ts}000000`)
    for (const { facility, circle, town } of facilities.values())
      all.push(
        `kezhong_facility,${tags({ circle, facility, town })} name="${facility}",latitude=31.5,longitude=121.1,devices=6,online=4,offline=1,faulty=1,unknown=0,level=1 ${ts}000000`,
      )
    for (const { id, kind, place } of down)
      all.push(
        `kezhong_device,${tags({ circle: place.circle, device: id, facility: place.facility, kind: kind.kind, town: place.town })} state="offline",cause="silent",causeZh="无消息",causeEn="silent",whose="device",facilityName="${place.facility}",sinceMs=${from} ${ts}000000`,
      )
  }
  return all
}

const tags = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value.replace(/[,= ]/g, '\\$&')}`)
    .join(',')

/** Each indicator: a value a day for the city and each of two towns, and one a month with what it is held against. */
function indicatorPoints(): Point[] {
  const fields = { value: 96.4, numerator: 241, denominator: 250, coverage: 0.975, gap: 1.4, status: 'met', revision: 1 }
  const point = (device: string, event: string, ts: number, town: string, lines: Point['fields']): Point => ({
    ...{ table: 'indicator', device, kind: '', event, ts, n: 0, received: ts, quality: 'good', fields: { ...fields, ...lines } },
    place: { facility: '', circle: '', town },
  })
  const starts = Array.from({ length: 120 }, (_, index) => to - (to % day) - (index + 1) * day)
  const months = [5, 6, 7, 8].map((month) => Date.UTC(2026, month, 1))
  return indicatorTitles.flatMap(({ id, direction }) => {
    const lines: Point['fields'] = direction === 'band' ? { targetLow: 90, targetHigh: 99 } : { target: 95, warning: 90 }
    return ['', 'shaxi', 'chengxiang'].flatMap((town) => [
      ...starts.map((ts) => point(id, 'day', ts, town, {})),
      ...months.map((ts) => point(id, 'month', ts, town, lines)),
    ])
  })
}
