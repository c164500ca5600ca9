import type { Place, RollupPoint } from '../store.ts'
import { timeOf } from './rows.ts'
import { query as ask, type InfluxSettings, identifier, text } from './server.ts'

export const rollupMeasurement = (kind: string, of: 'readings' | 'events', width: string): string =>
  of === 'events' ? `${kind}_event_${width}` : `${kind}_${width}`

/**
 * Tags are part of a point's identity: an hour that is made again for another place would stand beside what was written for the former one, and
 * a wall would count both. What lies at the same time under another place is deleted, after the new one is there.
 */
export async function dropFormerPlaces(settings: InfluxSettings, points: readonly RollupPoint[]): Promise<void> {
  const groups = Map.groupBy(points, ({ kind, event, width, device }) => {
    const measurement = rollupMeasurement(kind, event === undefined ? 'readings' : 'events', width)
    return JSON.stringify([measurement, device])
  })
  for (const [key, ofDevice] of groups) {
    const [measurement, device] = JSON.parse(key) as [string, string]
    const where = `FROM ${identifier(measurement)} WHERE "device" = ${text(device)}`
    for (const { start, place } of await former(settings, where, ofDevice)) {
      const { facility, circle, town } = place
      const tags = `"facility" = ${text(facility)} AND "circle" = ${text(circle)} AND "town" = ${text(town)}`
      await ask(settings, `DELETE ${where} AND ${tags} AND time = ${timeOf(start)}`)
    }
  }
}

async function former(settings: InfluxSettings, where: string, points: readonly RollupPoint[]) {
  const placeAt = new Map(points.map(({ start, place }) => [start, keyOf(place)]))
  const starts = [...placeAt.keys()].sort((one, other) => one - other)
  const range = `time >= ${timeOf(starts[0] as number)} AND time <= ${timeOf(starts.at(-1) as number)}`
  const tags = '"facility"::tag, "circle"::tag, "town"::tag'
  const { rows } = await ask(settings, `SELECT "received", ${tags} ${where} AND ${range}`, { epoch: 'ms' })
  const found = new Map<string, { start: number; place: Place }>()
  for (const [time, , facility, circle, town] of rows) {
    const place = { facility: String(facility ?? ''), circle: String(circle ?? ''), town: String(town ?? '') }
    const start = Number(time)
    const now = placeAt.get(start)
    if (now !== undefined && now !== keyOf(place)) found.set(`${start} ${keyOf(place)}`, { start, place })
  }
  return found.values()
}

const keyOf = ({ facility, circle, town }: Place): string => JSON.stringify([facility, circle, town])
