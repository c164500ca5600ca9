import { columns } from '../../../facilities/columns.ts'
import type { FacilityKind } from '../../../facilities/define.ts'
import { fieldName, storedName } from '../field-names.ts'
import type { IndicatorValuesQuery, ListQuery, Quality, StoredEvent, StoredReading } from '../store.ts'
import { measurementOf } from './line-protocol.ts'
import { atMost, pagesOf, type Row } from './rows.ts'
import { type InfluxSettings, identifier, text } from './server.ts'

export async function listReadings(settings: InfluxSettings, query: ListQuery, kind: FacilityKind): Promise<StoredReading[]> {
  const fields = [...columns(kind).map(({ name }) => storedName(name)), 'received', 'quality', 'reason'].map(identifier)
  return (await newest(settings, query, { columns: fields.join(', '), measurement: measurementOf('telemetry', query.kind) })).map(reading)
}

export async function listEvents(settings: InfluxSettings, query: ListQuery & { readonly event?: string }): Promise<StoredEvent[]> {
  const only = query.event === undefined ? {} : { only: `"event" = ${text(query.event)}` }
  const rows = await newest(settings, query, {
    columns: '*::field, "event"::tag',
    measurement: measurementOf('event', query.kind),
    ...only,
  })
  return rows.map((row) => ({ ...reading(row), event: String(row.values.event) }))
}

export async function listStates(settings: InfluxSettings, query: ListQuery): Promise<StoredReading[]> {
  const only = `"kind" = ${text(query.kind)}`
  return (await newest(settings, query, { columns: '*::field', measurement: measurementOf('state', query.kind), only })).map(reading)
}

export async function listIndicatorValues(settings: InfluxSettings, query: IndicatorValuesQuery): Promise<StoredReading[]> {
  const { indicator, scope, period, from, to } = query
  const where = `"indicator" = ${text(indicator)} AND "scope" = ${text(scope)} AND "period" = ${text(period)}`
  const selection = {
    columns: '*::field',
    measurement: 'indicator',
    where,
    from,
    to: { ts: to, n: 0 },
    newestFirst: false,
    pageSize: atMost,
  }
  const found: StoredReading[] = []
  for await (const page of pagesOf(settings, selection)) found.push(...page.map(reading))
  return found
}

interface What {
  readonly columns: string
  readonly measurement: string
  readonly only?: string
}

/** The newest rows of the range in ascending order. */
async function newest(settings: InfluxSettings, query: ListQuery, { columns, measurement, only = '' }: What): Promise<Row[]> {
  const { device, from, to, before, limit } = query
  if (limit < 1) return []
  const rows: Row[] = []
  const selection = {
    columns,
    measurement,
    where: [`"device" = ${text(device)}`, ...(only ? [only] : [])].join(' AND '),
    from,
    to: before && before.ts < to ? before : { ts: to, n: 0 },
    newestFirst: true,
    pageSize: Math.min(limit + 1, atMost),
  }
  for await (const page of pagesOf(settings, selection)) {
    rows.push(...page.slice(0, limit - rows.length))
    if (rows.length >= limit) break
  }
  return rows.reverse()
}

export function reading({ ts, n, values }: Row): StoredReading {
  const { received, quality, reason } = values
  const fields: Record<string, number | string | boolean> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = fieldName(name)
    if (field !== undefined) fields[field] = value as number | string | boolean
  }
  const facts = { ts, n, received: Number(received ?? ts), quality: (quality ?? 'good') as Quality }
  return { ...facts, ...(reason ? { reason: String(reason) } : {}), values: fields }
}
