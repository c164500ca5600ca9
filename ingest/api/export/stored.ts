// What a store has of a device, as points: rows and lines of an export are made of these.
import { columns } from '../../../facilities/columns.ts'
import type { Device } from '../../../register/devices.ts'
import type { Kinds } from '../../store/kinds.ts'
import type { Place, Point, Store, StoredReading } from '../../store/store.ts'
import type { Row } from './walk.ts'

export type ExportedTable = 'telemetry' | 'event' | 'state' | 'hour' | 'day'
export type ExportStore = Pick<Store, 'rows' | 'eventsOnward' | 'statesOnward' | 'rollups'>

interface Known {
  readonly store: ExportStore
  readonly kinds: Kinds
  /** Where the device was then. */
  placeAt(device: string, ts: number): Place | undefined
}

interface Part {
  readonly from: number
  readonly to: number
  readonly after: Row | undefined
  readonly limit: number
}

const qualities = ['good', 'uncertain', 'bad'] as const
const nowhere: Place = { facility: '', circle: '', town: '' }

/** The points of a table onward, as they were written; an hour or a day is a point at its beginning. */
export async function pointsOf(
  known: Known,
  table: ExportedTable,
  { id: device, kind }: Device,
  { after, ...range }: Part,
): Promise<Point[]> {
  const placeAt = (ts: number) => known.placeAt(device, ts) ?? nowhere
  const query = { ...range, kind, device, ...(after && { after }) }
  if (table === 'telemetry') return telemetry(known, query, placeAt)
  if (table === 'hour' || table === 'day') {
    const from = after ? after.ts + 1 : range.from
    const found = await known.store.rollups({ ...range, kind, device, from, width: table, of: 'readings' })
    const facts = { table: 'telemetry', kind, device, n: 0, quality: 'good' } as const
    return found.map(({ start: ts, values: fields }) => ({ ...facts, ts, received: ts, fields, place: placeAt(ts) }))
  }
  const found: readonly (StoredReading & { readonly event?: string })[] =
    table === 'event' ? await known.store.eventsOnward(query) : await known.store.statesOnward(query)
  return found.map(({ values: fields, ...rest }) => ({ table, kind, device, ...rest, fields, place: placeAt(rest.ts) }))
}

async function telemetry(
  { store, kinds }: Known,
  query: { kind: string; device: string; from: number; to: number; limit: number; after?: Row },
  placeAt: (ts: number) => Place,
): Promise<Point[]> {
  const definition = kinds.get(query.kind)
  if (!definition) return []
  const { kind, device } = query
  const fields = columns(definition).map(({ name }) => name)
  return (await store.rows({ ...query, fields })).map(([ts, n, received, quality, reason, ...values]) => ({
    ...{ table: 'telemetry', kind, device, ts, n, received, quality: qualities[quality], place: placeAt(ts) },
    ...(reason !== null && { reason }),
    fields: present(fields, values),
  }))
}

function present(fields: readonly string[], values: readonly (number | string | null)[]): Point['fields'] {
  const found: Record<string, number | string> = {}
  for (let index = 0; index < fields.length; index++) {
    const [name, value] = [fields[index], values[index]]
    if (name !== undefined && value !== null && value !== undefined) found[name] = value
  }
  return found
}

export const rowOf = (point: Point | undefined): Row | undefined => point && { ts: point.ts, n: point.n, event: point.event ?? '' }
