import { z } from 'zod'
import { iso, listOf, time } from '../answers.ts'
import { cursorOf } from '../cursor.ts'
import { afterOf } from '../indicators/after.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, limitUpTo } from '../query-values.ts'

const entry = z
  .object({
    at: time,
    author: z.string(),
    what: z.string().describe('target, parameter, manual, rectification …'),
    subject: z.string().describe('The indicator or entry it is about'),
    change: z.unknown().describe('What was entered'),
  })
  .meta({ id: 'AuditEntry' })

const delivery = z
  .object({
    id: z.string(),
    event: z.string(),
    created: time,
    state: z.enum(['waiting', 'delivered', 'given-up']),
    attempts: z.int(),
    delivered: time.optional(),
    next: time.optional().describe('When it is tried again'),
    answer: z.string().optional().describe('Of the last attempt: what the other side answered, or why it could not be reached'),
  })
  .meta({ id: 'WebhookDelivery' })

const querystring = z.strictObject({ cursor, limit: limitUpTo(1_000, 100) })

/** What people changed, and what was told to others about it. */
export function auditRoutes(api: Api, { indicators }: ApiParts): void {
  api.get(
    '/indicators/audit',
    {
      config: { access: 'reviewer', problems: ['invalid-cursor'] },
      schema: {
        summary: 'Who changed what: targets, parameters, manual values, rectifications; the newest first',
        tags: ['indicators'],
        querystring,
        response: { 200: listOf(entry) },
      },
    },
    ({ query: { cursor: given, limit } }) => {
      const { items, next } = indicators.audit({ limit, ...afterOf(given, 'number') })
      return {
        items: items.map(({ at, author, what, subject, change }) => ({ at: iso(at), author, what, subject, change })),
        ...(next !== undefined && { next: cursorOf(next) }),
      }
    },
  )

  api.get(
    '/webhook/deliveries',
    {
      config: { access: 'admin', problems: ['invalid-cursor'] },
      schema: {
        summary: 'What the webhook sent or still has to send; the newest first',
        tags: ['indicators'],
        querystring,
        response: { 200: listOf(delivery) },
      },
    },
    ({ query: { cursor: given, limit } }) => {
      const { items, next } = indicators.deliveries({ limit, ...afterOf(given, 'number') })
      return {
        items: items.map(({ created, delivered, next: again, ...rest }) => ({
          ...rest,
          created: iso(created),
          ...(delivered !== undefined && { delivered: iso(delivered) }),
          ...(again !== undefined && { next: iso(again) }),
        })),
        ...(next !== undefined && { next: cursorOf(next) }),
      }
    },
  )
}
