import { storedName } from '../field-names.ts'
import { indicatorScopeOf } from '../indicator-scope.ts'
import type { Point } from '../store.ts'

// https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/
const escapedInTag = /[,= ]/g
const escapedInString = /["\\]/g
const lineBreak = /[\r\n]/g

export const measurementOf = (table: Point['table'], kind: string): string =>
  table === 'telemetry' ? kind : table === 'event' ? `${kind}_event` : table === 'state' ? 'device_state' : 'indicator'

/** Time in ns as text: it does not fit into a JavaScript number. */
export const nanoseconds = (ts: number, n: number): string => `${ts}${String(n).padStart(6, '0')}`

/**
 * The points as lines. Numbers are always floats, so that a field never changes its type; `reason` is always there, so that a later write
 * without one takes an earlier one away.
 *
 * Tags are part of a point's identity in InfluxDB: what was written for another facility of the same device merges in reading only.
 */
export function lines(points: readonly Point[]): string[] {
  const heads = new Map<string, Head>()
  const keys = new Map<string, string>()
  return points.map((point) => `${headOf(point, heads)} ${fieldsOf(point, keys)} ${nanoseconds(point.ts, point.n)}`)
}

/** Measurement and tags of the device met last under this key: a batch has many points of few devices. */
interface Head {
  readonly point: Point
  readonly text: string
}

function headOf(point: Point, heads: Map<string, Head>): string {
  const known = heads.get(point.device)
  if (known && isSameSeries(known.point, point)) return known.text
  const text = measurementAndTags(point)
  heads.set(point.device, { point, text })
  return text
}

function isSameSeries(one: Point, other: Point): boolean {
  if (one.table !== other.table || one.kind !== other.kind || one.event !== other.event) return false
  const [place, otherPlace] = [one.place, other.place]
  if (place === otherPlace) return true
  return place.facility === otherPlace.facility && place.circle === otherPlace.circle && place.town === otherPlace.town
}

function measurementAndTags(point: Point): string {
  const { table, kind, device, event, place } = point
  const { circle, facility, town } = place
  // Sorted: costs the server less.
  const tags =
    table === 'indicator'
      ? { circle, indicator: device, kind, period: event, scope: indicatorScopeOf(point), town }
      : { circle, device, event: table === 'event' ? event : undefined, facility, kind, town }
  let text = escaped(measurementOf(table, kind))
  for (const [name, value] of Object.entries(tags)) if (value) text += `,${name}=${escaped(value)}`
  return text
}

export const escaped = (text: string): string => text.replace(lineBreak, ' ').replace(escapedInTag, '\\$&')

function fieldsOf({ fields, quality, reason, received }: Point, keys: Map<string, string>): string {
  let text = ''
  for (const name in fields) text += `${keys.get(name) ?? keyOf(name, keys)}=${fieldValue(fields[name] ?? '')},`
  return `${text}quality="${quality}",reason=${fieldValue(reason ?? '')},received=${received}`
}

/** Escaped once a batch: the same few fields come again and again. */
function keyOf(name: string, keys: Map<string, string>): string {
  const key = escaped(storedName(name))
  keys.set(name, key)
  return key
}

export function fieldValue(value: number | string | boolean): string {
  if (typeof value !== 'string') return String(value)
  return value.includes('"') || value.includes('\\') ? `"${value.replace(escapedInString, '\\$&')}"` : `"${value}"`
}
