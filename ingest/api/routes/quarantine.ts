import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { selectionOf } from '../../quarantine/selection.ts'
import { iso, listOf, time, words } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, instant, limitUpTo } from '../query-values.ts'
import { fieldOfGroup, refusedMessages } from '../refused-messages.ts'
import { payloadShown, shownPayload } from '../shown-payload.ts'
import { checkedOrder } from '../time-range.ts'

/** A list shows this much of a payload; the single item has all of it. */
const shownBytes = 4_096

const item = z
  .object({
    id: z.string(),
    device: z.string(),
    kind: z.string(),
    received: time,
    topic: z.string(),
    ...shownPayload,
    truncated: z.boolean().describe(`Lists show the first ${shownBytes} bytes`),
    code: z.string(),
    path: z.string().optional(),
    expected: z.string().optional(),
    found: z.string().optional(),
    message: words,
    suggestion: words.optional(),
    replayed: z
      .object({ at: time, outcome: z.enum(['stored', 'duplicate']) })
      .optional()
      .describe('A replay took it out of quarantine'),
    attempts: z.int().optional().describe('How often a replay tried it'),
  })
  .meta({ id: 'Quarantined' })

const query = z.strictObject({
  ...refusedMessages(instant),
  path: fieldOfGroup,
  state: z.enum(['open', 'replayed', 'all']).default('open').describe('open: still refused; replayed: a replay took it out'),
  cursor,
  limit: limitUpTo(1_000, 100),
})

const placeSchema = z.tuple([z.number(), z.string()])

interface Row {
  id: string
  seq: number
  device: string
  kind: string
  received: number
  topic: string
  payload: Uint8Array
  size: number
  code: string
  path: string | null
  expected: string | null
  found: string | null
  message: string
  suggestion: string | null
  replayed: number | null
  outcome: 'stored' | 'duplicate' | null
  attempts: number
}

export function quarantineRoutes(api: Api, parts: ApiParts): void {
  const { ingestDatabase } = parts
  const refuseUnknown = knownValues(parts)
  const tags = ['quarantine']
  const one = ingestDatabase.prepare('SELECT *, length(payload) AS size FROM quarantine WHERE id = ?')

  api.get(
    '/quarantine',
    { schema: { summary: 'Refused messages, newest first', tags, querystring: query, response: { 200: listOf(item) } } },
    (request) => {
      checkedOrder(request.query)
      refuseUnknown(request.query)
      const { limit } = request.query
      const rows = select(ingestDatabase, request.query)
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return { items: rows.slice(0, limit).map(itemOf), ...(last && { next: cursorOf([last.seq, last.id]) }) }
    },
  )

  api.get(
    '/quarantine/:id',
    {
      config: { problems: ['quarantine-not-found'] },
      schema: {
        summary: 'Why a message was refused, with all its bytes',
        tags,
        params: z.object({ id: z.string() }),
        response: { 200: item },
      },
    },
    ({ params: { id } }) => {
      const row = one.get(id) as Row | undefined
      if (!row) throw new Problem('quarantine-not-found', { words: { id } })
      return itemOf(row)
    },
  )
}

function select(database: DatabaseSync, { cursor: given, limit, state, ...filter }: z.output<typeof query>): Row[] {
  const place = placeOf(given, placeSchema)
  const { sql, values } = selectionOf(filter, state)
  const where = place ? `${sql} AND (seq, id) < (?, ?)` : sql
  const columns = `id, seq, device, kind, received, topic, coalesce(substr(payload, 1, ${shownBytes}), x'') AS payload, length(payload) AS size, code, path, expected, found, message, suggestion, replayed, outcome, attempts`
  const statement = database.prepare(`SELECT ${columns} FROM quarantine WHERE ${where} ORDER BY seq DESC, id DESC LIMIT ?`)
  return statement.all(...values, ...(place ?? []), limit + 1) as unknown as Row[]
}

function itemOf(row: Row): z.output<typeof item> {
  const { id, device, kind, received, topic, size, code, path, expected, found, message, suggestion, replayed, outcome, attempts } = row
  return {
    id,
    device,
    kind,
    received: iso(received),
    topic,
    ...payloadShown(row.payload, size),
    code,
    ...(path !== null && { path }),
    ...(expected !== null && { expected }),
    ...(found !== null && { found }),
    message: JSON.parse(message) as z.output<typeof words>,
    ...(suggestion !== null && { suggestion: JSON.parse(suggestion) as z.output<typeof words> }),
    ...(replayed !== null && { replayed: { at: iso(replayed), outcome: outcome ?? 'stored' } }),
    ...(attempts > 0 && { attempts }),
  }
}
