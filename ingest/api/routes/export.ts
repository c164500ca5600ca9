import { z } from 'zod'
import type { FacilityKind } from '../../../facilities/define.ts'
import type { Register } from '../../../register/register.ts'
import { fieldName } from '../../store/field-names.ts'
import { lines } from '../../store/influx/line-protocol.ts'
import type { Point } from '../../store/store.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { defined } from '../defined.ts'
import { bucketColumns, type ExportColumn, eventColumns, exportColumn, readingColumns, stateColumns } from '../export/columns.ts'
import { type ExportedTable, pointsOf, rowOf } from '../export/stored.ts'
import { type DevicePages, devicesOf, type ExportPlace, exportPlace, walk } from '../export/walk.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, instant, limitUpTo } from '../query-values.ts'
import { rangeOf } from '../time-range.ts'

const name = z.string().max(48).optional()
const query = z.strictObject({
  kind: name.describe('Rows are of one kind: say which, or name a device'),
  device: name,
  facility: name,
  circle: name,
  town: name,
  from: instant.optional().describe('All that is kept when not given'),
  to: instant.optional().describe('Exclusive; now when not given'),
  as: z
    .enum(['rows', 'lines'])
    .default('rows')
    .describe('lines: InfluxDB line protocol with times in ns, the very points that the InfluxDB store writes'),
  cursor,
  limit: limitUpTo(10_000, 5_000),
})

const answer = z.object({
  columns: z.array(exportColumn).optional().describe('Of the rows'),
  rows: z.array(z.array(z.union([z.number(), z.string(), z.null()]))).optional(),
  lines: z.array(z.string()).optional(),
  done: z.number().describe('How many devices are done'),
  devices: z.int().optional().describe('How many there are; on the first page only'),
  next: z.string().optional().describe('Cursor of the next page; absent on the last one. A page may be empty and not the last.'),
})

const tables = { readings: 'telemetry', events: 'event', states: 'state', hours: 'hour', days: 'day' } as const satisfies Record<
  string,
  ExportedTable
>
const columnsOf: Readonly<Record<ExportedTable, (kind: FacilityKind) => readonly ExportColumn[]>> = {
  telemetry: readingColumns,
  event: eventColumns,
  state: () => stateColumns,
  hour: bucketColumns,
  day: bucketColumns,
}

/** Pages that are made at one time: the store is read in the thread that answers everybody else. */
const mostAtOnce = 2
const devicesAtOnce = 1_000

export function exportRoutes(api: Api, parts: ApiParts): void {
  const { register, catalogue, store, now = Date.now } = parts
  const refuseUnknown = knownValues(parts)
  let underWay = 0

  api.get(
    '/export/:what',
    {
      config: { problems: ['kind-needed', 'kind-not-found', 'too-many-exports', 'store-unavailable', 'not-for-you'] },
      schema: {
        summary: 'What is stored of many devices, page after page, oldest first of each device',
        description:
          'Devices come in the order of their ids, those out of service too. Facility, circle and town are those of the time of the row. `kz export` makes files of it.',
        tags: ['readings'],
        params: z.object({ what: z.enum(['readings', 'events', 'states', 'hours', 'days']) }),
        querystring: query,
        response: { 200: answer },
      },
    },
    async ({ params: { what }, query: { as, cursor: given, limit, from, to, device, ...named }, raw }) => {
      refuseUnknown({ device, ...named })
      const table = tables[what]
      if (as === 'lines' && isOfBuckets(table)) throw noLines(what)
      const columns = as === 'rows' ? columnsOf[table](neededKind(parts, table, { device, kind: named.kind })) : undefined
      const devices = devicePages(register, { device, ...named })
      const start = placeOf(given, exportPlace) ?? startOf(rangeOf({ from: from ?? 0, to }, now()).to)
      const range = { from: from ?? 0, to: start.to }
      if (underWay >= mostAtOnce) throw new Problem('too-many-exports', { headers: { 'retry-after': '1' } })
      underWay++
      try {
        register.refresh()
        const known = { store, kinds: catalogue, placeAt: (id: string, ts: number) => register.placeAt(id, ts) }
        const { items, done, next } = await walk<Point>(
          {
            ...{ devices, limit },
            isOver: () => raw.socket?.destroyed === true,
            async take(one, after, most) {
              const points = await pointsOf(known, table, one, { ...range, after, limit: most })
              return { items: points, last: rowOf(points.at(-1)) }
            },
          },
          start,
        )
        return {
          ...(columns
            ? { columns: [...columns], rows: items.map((point) => cells(point, columns, isOfBuckets(table))) }
            : { lines: lines(items) }),
          done,
          ...(given === undefined && { devices: devicesOf(devices) }),
          ...(next && { next: cursorOf(next) }),
        }
      } finally {
        underWay--
      }
    },
  )
}

interface Asked {
  readonly device?: string | undefined
  readonly kind?: string | undefined
  readonly facility?: string | undefined
  readonly circle?: string | undefined
  readonly town?: string | undefined
}

/** Those that are out of service too. */
function devicePages(register: Register, { device, ...asked }: Asked): DevicePages {
  if (device === undefined) {
    return (cursor) => register.devices({ ...defined({ ...asked, cursor }), retired: 'all', limit: devicesAtOnce })
  }
  const one = register.device(device)
  const facility = one && register.facility(one.facility)
  const { kind = one?.kind, facility: at = facility?.id, town = facility?.town, circle } = asked
  const isMeant = one?.kind === kind && facility?.id === at && facility?.town === town
  const isIn = circle === undefined || facility?.circles.includes(circle)
  return () => ({ items: one && isMeant && isIn ? [one] : [] })
}

const isOfBuckets = (table: ExportedTable): boolean => table === 'hour' || table === 'day'

function noLines(what: string): Problem {
  const message = { zh: `${what} 不能导出为行协议`, en: `${what} cannot be had as lines` }
  return new Problem('invalid-query', { faults: [{ path: 'as', message, expected: 'rows', found: 'lines' }] })
}

const startOf = (to: number): ExportPlace => ({ to, device: '', done: 0 })

function neededKind(
  { catalogue, register }: ApiParts,
  table: ExportedTable,
  { kind, device }: { kind?: string | undefined; device?: string | undefined },
): FacilityKind {
  const name = kind ?? (device === undefined ? undefined : register.device(device)?.kind)
  const found = name === undefined ? undefined : catalogue.get(name)
  if (found) return found
  const known = catalogue.all.map((each) => each.kind).join(', ')
  const [any] = catalogue.all
  if (name === undefined && table === 'state' && any) return any // their columns are the same of every kind
  throw name === undefined
    ? new Problem('kind-needed', { words: { known } })
    : new Problem('kind-not-found', { words: { id: name, known } })
}

function cells(point: Point, columns: readonly ExportColumn[], isOfBucket: boolean): (number | string | null)[] {
  const { ts, n, device, kind, place, received, quality, reason, event, fields } = point
  const whose = [device, kind, place.facility, place.circle, place.town]
  const own: (number | string | null)[] = isOfBucket ? [ts, ...whose] : [ts, n, ...whose, received, quality, reason ?? null]
  for (const { name } of columns.slice(own.length)) own.push(cell(name === 'event' ? event : fieldOf(name, event, fields)))
  return own
}

/** `sale.amountFen` is a field of this event or of none. */
function fieldOf(name: string, event: string | undefined, fields: Point['fields']): Point['fields'][string] | undefined {
  if (event === undefined || name === 'id') return fields[fieldName(name) ?? name]
  return name.startsWith(`${event}.`) ? fields[name.slice(event.length + 1)] : undefined
}

const cell = (value: Point['fields'][string] | undefined): number | string | null =>
  typeof value === 'boolean' ? String(value) : (value ?? null)
