import { columns } from '../../../facilities/columns.ts'
import type { FacilityKind } from '../../../facilities/define.ts'
import { storedName } from '../field-names.ts'
import type { EventsQuery, RowsQuery, StatesQuery, StoredEvent, StoredReading, StoredRow } from '../store.ts'
import { measurementOf } from './line-protocol.ts'
import { reading } from './list.ts'
import { atMost, pagesOf, type Row } from './rows.ts'
import { type InfluxSettings, identifier, text } from './server.ts'

const qualityCode: Readonly<Record<string, 0 | 1 | 2>> = { good: 0, uncertain: 1, bad: 2 }

/** The first rows of the range. */
export async function rowsOnward(settings: InfluxSettings, query: RowsQuery, kind: FacilityKind): Promise<StoredRow[]> {
  const known = new Set(columns(kind).map(({ name }) => name))
  const names = query.fields.map(storedName)
  const selected = [...query.fields.filter((field) => known.has(field)).map(storedName), 'received', 'quality', 'reason'].map(identifier)
  const { after } = query
  const selection = { columns: selected.join(', '), measurement: measurementOf('telemetry', query.kind) }
  return onward(settings, query, selection, isLater(after), ({ ts, n, values }) => [
    ts,
    n,
    Number(values.received ?? ts),
    qualityCode[String(values.quality)] ?? 0,
    values.reason ? String(values.reason) : null,
    ...names.map((name) => (values[name] as number | string | undefined) ?? null),
  ])
}

export async function eventsOnward(settings: InfluxSettings, query: EventsQuery): Promise<StoredEvent[]> {
  const { after } = query
  const selection = { columns: '*::field, "event"::tag', measurement: measurementOf('event', query.kind) }
  const isAfter = ({ ts, n, values }: Row): boolean =>
    !after || ts > after.ts || (ts === after.ts && (n > after.n || (n === after.n && String(values.event) > after.event)))
  return onward(settings, query, selection, isAfter, (row) => ({ ...reading(row), event: String(row.values.event) }))
}

export async function statesOnward(settings: InfluxSettings, query: StatesQuery): Promise<StoredReading[]> {
  const selection = { columns: '*::field', measurement: measurementOf('state', query.kind), only: `"kind" = ${text(query.kind)}` }
  return onward(settings, query, selection, isLater(query.after), reading)
}

const isLater =
  (after: StatesQuery['after']) =>
  ({ ts, n }: Row): boolean =>
    !after || ts > after.ts || (ts === after.ts && n > after.n)

async function onward<Found>(
  settings: InfluxSettings,
  { device, from, to, limit, after }: RowsQuery | EventsQuery | StatesQuery,
  { only, ...selection }: { readonly columns: string; readonly measurement: string; readonly only?: string },
  isAfter: (row: Row) => boolean,
  make: (row: Row) => Found,
): Promise<Found[]> {
  const found: Found[] = []
  if (limit < 1) return found
  const pages = pagesOf(settings, {
    ...selection,
    where: [`"device" = ${text(device)}`, ...(only ? [only] : [])].join(' AND '),
    from: Math.max(from, after?.ts ?? from),
    to: { ts: to, n: 0 },
    newestFirst: false,
    pageSize: Math.min(limit + 1, atMost),
  })
  for await (const page of pages) {
    for (const row of page) {
      if (!isAfter(row)) continue
      found.push(make(row))
      if (found.length >= limit) return found
    }
  }
  return found
}
