import { z } from 'zod'
import { iso, listOf, time } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, instant, limitUpTo } from '../query-values.ts'
import { payloadShown, shownPayload } from '../shown-payload.ts'
import { rangeOf } from '../time-range.ts'

/** Shown of each payload; one that was refused is whole in quarantine. */
const shownBytes = 16_384

const message = z.object({ offset: z.int().describe('Its place in the journal'), received: time, topic: z.string(), ...shownPayload })

const query = z.strictObject({
  from: instant.optional().describe('Received at or after; the last 24 hours when not given'),
  to: instant.optional(),
  cursor,
  limit: limitUpTo(1_000, 100),
})

export function capturedRoutes(api: Api, parts: ApiParts): void {
  const { captured, now = Date.now } = parts
  const refuseUnknown = knownValues(parts)

  api.get(
    '/devices/:id/messages',
    {
      config: { access: 'engineer', problems: ['device-not-found'] },
      schema: {
        summary: 'What a device sent, as it came, oldest first; as far as the journal reaches back',
        description:
          'The journal is in the order of receipt, not by device: where little of much is looked for, a page may hold fewer messages than asked for, or none, and still have a `next`.',
        tags: ['devices'],
        params: z.object({ id: z.string().max(48) }),
        querystring: query,
        response: { 200: listOf(message) },
      },
    },
    async ({ params: { id }, query: { cursor: given, limit, ...asked } }) => {
      refuseUnknown({ device: id })
      const offset = placeOf(given, z.int().min(0))
      const range = rangeOf(asked, now())
      const { entries, next } = await captured({ device: id, ...range, limit, ...(offset !== undefined && { offset }) })
      return {
        items: entries.map((entry) => ({
          offset: entry.offset,
          received: iso(entry.at),
          topic: entry.topic,
          ...payloadShown(entry.payload.slice(0, shownBytes), entry.payload.length),
        })),
        ...(next !== undefined && { next: cursorOf(next) }),
      }
    },
  )
}
