import { columns } from '../../../facilities/columns.ts'
import type { FacilityKind } from '../../../facilities/define.ts'
import type { SeriesPoint } from '../buckets.ts'
import { storedName } from '../field-names.ts'
import { baselineReachMs, increaseOfEach } from '../increase.ts'
import type { Series, SeriesQuery } from '../store.ts'
import { measurementOf } from './line-protocol.ts'
import { atMost, pagesOf, timeOf } from './rows.ts'
import { query as ask, type InfluxSettings, identifier, text } from './server.ts'

export async function seriesOf(settings: InfluxSettings, query: SeriesQuery, kind: FacilityKind): Promise<Series> {
  const types = query.event === undefined ? typesOfKind(kind) : await typesOfEvents(settings, query.kind)
  const takesText = query.fn === 'last' || query.fn === 'count'
  const fields = query.fields.filter((field) => types.get(field) === 'number' || (takesText && types.has(field)))
  const found = fields.length === 0 ? {} : await (query.fn === 'increase' ? increases : aggregates)(settings, { ...query, fields })
  return Object.fromEntries(query.fields.map((field) => [field, found[field] ?? []]))
}

const measurement = ({ event, kind }: SeriesQuery): string => measurementOf(event === undefined ? 'telemetry' : 'event', kind)

function where({ device, event }: SeriesQuery): string {
  const only = event === undefined ? [] : [`"event" = ${text(event)}`]
  return [`"device" = ${text(device)}`, ...only, `"quality" != 'bad'`].join(' AND ')
}

type Types = Map<string, 'number' | 'other'>

const typesOfKind = (kind: FacilityKind): Types =>
  new Map(columns(kind).map(({ name, type }) => [name, type === 'REAL' ? 'number' : 'other']))

/** What the events carry is known to the database alone; asking it for the mean of a text is an error. */
async function typesOfEvents(settings: InfluxSettings, kind: string): Promise<Types> {
  const { rows } = await ask(settings, `SHOW FIELD KEYS FROM ${identifier(measurementOf('event', kind))}`)
  const types = new Map(rows.map(([name, type]) => [String(name), type === 'float' || type === 'integer' ? 'number' : 'other'] as const))
  return { get: (field: string) => types.get(storedName(field)), has: (field: string) => types.has(storedName(field)) } as Types
}

async function aggregates(settings: InfluxSettings, query: SeriesQuery): Promise<Series> {
  const { fn, fields, from, to, everyMs } = query
  const selected = fields.map((field) => `${fn}(${identifier(storedName(field))})`).join(', ')
  const buckets = everyMs === undefined ? '' : ` GROUP BY time(${everyMs}ms, ${from % everyMs}ms) fill(none)`
  const range = `time >= ${timeOf(from)} AND time < ${timeOf(to)}`
  const statement = `SELECT ${selected} FROM ${identifier(measurement(query))} WHERE ${where(query)} AND ${range}${buckets}`
  const { rows } = await ask(settings, statement, { epoch: 'ms' })
  const points = (index: number): SeriesPoint[] =>
    rows.flatMap((row) => {
      const value = row[index + 1]
      if (value === null || value === undefined || (fn === 'count' && value === 0)) return []
      return [
        {
          ts: everyMs === undefined ? from : Number(row[0]),
          value: typeof value === 'boolean' ? Number(value) : (value as number | string),
        },
      ]
    })
  return Object.fromEntries(fields.map((field, index) => [field, points(index)]))
}

/** InfluxQL's own functions know neither resets nor the reading before the range, so the values are streamed. */
async function increases(settings: InfluxSettings, query: SeriesQuery): Promise<Series> {
  const accumulators = new Map<string, ReturnType<typeof increaseOfEach>>()
  for (const field of query.fields) accumulators.set(storedName(field), increaseOfEach(query, await lastBefore(settings, query, field)))
  const selection = {
    columns: [...accumulators.keys()].map(identifier).join(', '),
    measurement: measurement(query),
    where: where(query),
    from: query.from,
    to: { ts: query.to, n: 0 },
    newestFirst: false,
    pageSize: atMost,
  }
  for await (const page of pagesOf(settings, selection)) {
    for (const { ts, values } of page) {
      for (const name in values) accumulators.get(name)?.add(ts, values[name] as number)
    }
  }
  return Object.fromEntries(query.fields.map((field) => [field, accumulators.get(storedName(field))?.points() ?? []]))
}

async function lastBefore(settings: InfluxSettings, query: SeriesQuery, field: string): Promise<number | undefined> {
  const known = query.before?.[field]
  const since = known?.since ?? query.from - baselineReachMs
  if (since >= query.from) return known?.value
  const range = `time >= ${timeOf(since)} AND time < ${timeOf(query.from)}`
  const statement = `SELECT last(${identifier(storedName(field))}) FROM ${identifier(measurement(query))} WHERE ${where(query)} AND ${range}`
  const { rows } = await ask(settings, statement)
  return (rows[0]?.[1] as number | undefined) ?? known?.value
}
