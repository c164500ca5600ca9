import { z } from 'zod'
import type { FacilityKind } from '../../../facilities/define.ts'
import type { StoredReading } from '../../store/store.ts'
import { iso, quality, time, values } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { itemOf } from '../device-list.ts'
import type { DeviceStates } from '../device-states.ts'
import { fieldsOf } from '../fields.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, instant, limitUpTo } from '../query-values.ts'
import { rangeOf } from '../time-range.ts'
import { latestAnswer, latestOf } from './device-details.ts'
import { neededDevice } from './needed-device.ts'

const reading = z.object({ ts: time, received: time, quality, reason: z.string().optional(), values })
const event = reading.extend({ event: z.string(), values: z.record(z.string(), z.unknown()) })
const next = z.string().optional().describe('Cursor of the page before this one in time; absent when there is none')

const query = z.strictObject({
  from: instant.optional().describe('24 hours before `to` when not given'),
  to: instant.optional().describe('Exclusive; now, the newest included, when not given'),
  cursor,
  limit: limitUpTo(10_000, 1_000),
})

const params = z.object({ id: z.string() })
/** Before which point the next page ends, and where the first page said that the range begins. */
const place = z.tuple([z.number(), z.number(), z.number()])

export function readingRoutes(api: Api, parts: ApiParts, states: DeviceStates): void {
  const { register, catalogue, store, now = Date.now } = parts
  const tags = ['readings']
  const config = { problems: ['device-not-found', 'store-unavailable'] } as const

  function listQuery(id: string, { cursor: given, limit, ...asked }: z.output<typeof query>) {
    const { kind } = neededDevice(register, id)
    const range = rangeOf(asked, now())
    const [ts, n, from] = placeOf(given, place) ?? []
    const before = ts !== undefined && n !== undefined ? { before: { ts, n } } : {}
    return { kind, device: id, ...range, from: asked.from ?? from ?? range.from, ...before, limit: limit + 1 }
  }

  api.get(
    '/devices/:id/latest',
    {
      config: { problems: ['device-not-found'] },
      schema: { summary: 'The newest value of each field, and the state', tags, params, response: { 200: latestAnswer } },
    },
    ({ params: { id } }) => {
      const device = neededDevice(register, id)
      return latestOf(itemOf(device, undefined, states.of([id]).get(id)), parts, states.record(id))
    },
  )

  api.get(
    '/devices/:id/readings',
    {
      config,
      schema: {
        summary: 'Readings as stored, newest last',
        description: 'The newest `limit` ones of the range; `next` leads to those before them.',
        tags,
        params,
        querystring: query,
        response: { 200: z.object({ items: z.array(reading), next }) },
      },
    },
    async (request) => {
      const asked = listQuery(request.params.id, request.query)
      return pageBack(await store.readings(asked), asked, answerOf)
    },
  )

  api.get(
    '/devices/:id/events',
    {
      config: { problems: [...config.problems, 'unknown-field'] },
      schema: {
        summary: 'Events as stored, newest last',
        tags,
        params,
        querystring: query.extend({ event: z.string().max(48).optional().describe('Only events of this name') }),
        response: { 200: z.object({ items: z.array(event), next }) },
      },
    },
    async (request) => {
      const { event: name, ...rest } = request.query
      const asked = listQuery(request.params.id, rest)
      const kind = catalogue.get(asked.kind)
      if (kind && name !== undefined) assertEvent(kind, name)
      const found = await store.events({ ...asked, ...(name !== undefined && { event: name }) })
      return pageBack(found, asked, (stored) => ({
        ...answerOf(stored),
        event: stored.event,
        values: restored(kind, stored.event, stored.values),
      }))
    },
  )
}

/** One more than the page was asked for: it is older than the page, and shows that there is a page before. */
function pageBack<Stored extends StoredReading, Answer>(
  found: readonly Stored[],
  { limit, from }: { limit: number; from: number },
  answer: (stored: Stored) => Answer,
): { items: Answer[]; next?: string } {
  const hasMore = found.length === limit
  const shown = hasMore ? found.slice(1) : found
  const oldest = shown[0]
  return { items: shown.map(answer), ...(hasMore && oldest && { next: cursorOf([oldest.ts, oldest.n, from]) }) }
}

const answerOf = ({ ts, received, quality: known, reason, values: stored }: StoredReading): z.output<typeof reading> => ({
  ts: iso(ts),
  received: iso(received),
  quality: known,
  ...(reason !== undefined && { reason }),
  values: stored,
})

/** Lists and objects of events are stored as JSON text. */
function restored(kind: FacilityKind | undefined, event: string, stored: StoredReading['values']): Record<string, unknown> {
  const fields = kind && fieldsOf(kind)
  return Object.fromEntries(
    Object.entries(stored).map(([name, value]) => [name, fields?.get(`${event}.${name}`)?.type === 'json' ? parsed(value) : value]),
  )
}

function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value
  } catch {
    return value
  }
}

function assertEvent({ kind, events }: FacilityKind, name: string): void {
  if (Object.hasOwn(events, name)) return
  const known = Object.keys(events).join(', ')
  const message = { zh: `${kind} 没有事件 ${name}`, en: `${kind} has no event ${name}` }
  throw new Problem('unknown-field', { words: { kind }, faults: [{ path: 'event', message, expected: known, found: name }] })
}
