import { z } from 'zod'
import { selectionOf } from '../../quarantine/selection.ts'
import { iso, listOf, time, words } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, instant, limitUpTo } from '../query-values.ts'
import { refusedMessages } from '../refused-messages.ts'
import { checkedOrder } from '../time-range.ts'

const group = z
  .object({
    code: z.string(),
    path: z.string().optional().describe('The field, wherever it stands'),
    kind: z.string().describe('Empty: the device was not registered'),
    count: z.int(),
    devices: z.int().describe('How many sent such messages'),
    first: time,
    last: time,
    message: words.describe('Said of the example'),
    suggestion: words.optional(),
    example: z.string().describe('Id of the latest of them'),
  })
  .meta({ id: 'QuarantineGroup' })

const query = z.strictObject({
  ...refusedMessages(instant),
  cursor,
  limit: limitUpTo(1_000, 100),
})

/** Groups are counted as they stand at the moment: the cursor is how many were shown. */
const place = z.int().min(0)

interface Row {
  readonly code: string
  readonly field: string | null
  readonly kind: string
  readonly count: number
  readonly devices: number
  readonly first: number
  readonly last: number
}

export function quarantineGroupRoutes(api: Api, parts: ApiParts): void {
  const { ingestDatabase: database } = parts
  const refuseUnknown = knownValues(parts)
  const example = database.prepare(`
    SELECT id, message, suggestion FROM quarantine
    WHERE code = ? AND field IS ? AND kind = ? AND received = ? AND replayed IS NULL LIMIT 1`)

  function groupOf({ code, field, kind, count, devices, first, last }: Row): z.output<typeof group> {
    const { id, message, suggestion } = example.get(code, field, kind, last) as { id: string; message: string; suggestion: string | null }
    return {
      code,
      ...(field !== null && { path: field }),
      kind,
      count,
      devices,
      first: iso(first),
      last: iso(last),
      message: JSON.parse(message) as z.output<typeof words>,
      ...(suggestion !== null && { suggestion: JSON.parse(suggestion) as z.output<typeof words> }),
      example: id,
    }
  }

  api.get(
    '/quarantine/groups',
    {
      schema: {
        summary: 'Refused messages by cause, the most frequent first: what to mend next',
        tags: ['quarantine'],
        querystring: query,
        response: { 200: listOf(group) },
      },
    },
    ({ query: { cursor: given, limit, ...filter } }) => {
      checkedOrder(filter)
      refuseUnknown(filter)
      const shown = placeOf(given, place) ?? 0
      const { sql, values } = selectionOf(filter, 'open')
      const rows = database
        .prepare(`
          SELECT code, field, kind, count(*) AS count, count(DISTINCT device) AS devices, min(received) AS first, max(received) AS last
          FROM quarantine WHERE ${sql} GROUP BY code, field, kind ORDER BY count DESC, code, field, kind LIMIT ? OFFSET ?`)
        .all(...values, limit + 1, shown) as unknown as Row[]
      return { items: rows.slice(0, limit).map(groupOf), ...(rows.length > limit && { next: cursorOf(shown + limit) }) }
    },
  )
}
