import { z } from 'zod'
import { type Claim, claimFaults, createClaim, listClaims, mostLiveClaims, revokeClaim } from '../../../register/claims.ts'
import { withFaultsOf } from '../all-faults.ts'
import { iso, listOf, time } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { defined } from '../defined.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, limitUpTo } from '../query-values.ts'

const hourMs = 3_600_000
const states = ['open', 'knocked', 'accepted', 'used', 'rejected', 'revoked', 'expired'] as const
const live = ['open', 'knocked', 'accepted'] as const

const claim = z
  .object({
    id: z.string(),
    state: z
      .enum(states)
      .describe(
        'open: nobody has come; knocked: a device waits; accepted: it may fetch its password; used: it has; the others open nothing any more',
      ),
    device: z.string().optional().describe('The only id that may come by it'),
    kind: z.string().optional(),
    facility: z.string().optional(),
    model: z.string().optional(),
    vendor: z.string().optional(),
    created: time,
    by: z.string().describe('Who made it'),
    expires: time,
    knockedBy: z.string().optional().describe('The id under which a device came'),
    knocked: time.optional(),
    decided: time.optional(),
    delivered: time.optional().describe('When the device acknowledged its password'),
  })
  .meta({ id: 'Claim' })

const newClaim = z.strictObject({
  device: z.string().optional().describe('The id under which the device will come; any when not given'),
  kind: z.string().optional().describe('Taken over on acceptance, like facility, model and vendor'),
  facility: z.string().optional(),
  model: z.string().optional(),
  vendor: z.string().optional(),
  hours: z.number().int().min(1).max(720).default(24).describe('How long a device may come; 24 when not given'),
})

const query = z.strictObject({
  state: z
    .enum([...states, 'all'])
    .optional()
    .describe('Those in this state; open, knocked and accepted when not given'),
  cursor,
  limit: limitUpTo(1_000, 100),
})

const place = z.tuple([z.number(), z.string()])

export function claimRoutes(api: Api, { register }: ApiParts): void {
  const tags = ['claims']

  api.post(
    '/claims',
    {
      config: { access: 'engineer', problems: ['exists', 'retired', 'too-many-claims'] },
      schema: {
        summary: 'Make a one-time code by which one unknown device may knock; it is shown once',
        tags,
        body: withFaultsOf(newClaim, (sent) => claimFaults(register, withoutHours(sent))),
        response: { 201: claim.extend({ code: z.string().describe('Its password until it is accepted, under its own id as user name') }) },
      },
    },
    ({ body: { hours, ...asked }, caller }, reply) => {
      const made = createClaim(register, defined(asked), caller?.name ?? '', hours * hourMs)
      if (!made) throw new Problem('too-many-claims', { words: { most: mostLiveClaims } })
      reply.code(201)
      return { ...claimItem(made.claim), code: made.code }
    },
  )

  api.get(
    '/claims',
    {
      config: { access: 'engineer' },
      schema: { summary: 'Claims without their codes, newest first', tags, querystring: query, response: { 200: listOf(claim) } },
    },
    ({ query: { state, cursor: given, limit } }) => {
      const [createdAt, id] = placeOf(given, place) ?? []
      const asked = state === undefined ? live : state === 'all' ? states : [state]
      const after = createdAt === undefined || id === undefined ? undefined : { createdAt, id }
      const found = listClaims(register, { states: asked, after, limit: limit + 1 })
      const last = found.length > limit ? found[limit - 1] : undefined
      return { items: found.slice(0, limit).map(claimItem), ...(last && { next: cursorOf([last.createdAt, last.id]) }) }
    },
  )

  api.delete(
    '/claims/:id',
    {
      config: { access: 'engineer', problems: ['claim-not-found'] },
      schema: {
        summary: 'Take a code back: it opens nothing any more',
        tags,
        params: z.object({ id: z.string() }),
        response: { 204: z.undefined().describe('Taken back') },
      },
    },
    ({ params: { id } }, reply) => {
      if (!revokeClaim(register, id)) throw new Problem('claim-not-found', { words: { id } })
      return reply.code(204).send(undefined)
    },
  )
}

function withoutHours(sent: object): object {
  const { hours, ...rest } = sent as { hours?: unknown }
  return rest
}

function claimItem({ id, state, device, kind, facility, model, vendor, knockedBy, ...times }: Claim): z.output<typeof claim> {
  const { createdAt, author, expires, knockedAt, decidedAt, deliveredAt } = times
  return {
    id,
    state,
    ...defined({ device, kind, facility, model, vendor, knockedBy }),
    created: iso(createdAt),
    by: author,
    expires: iso(expires),
    ...(knockedAt !== undefined && { knocked: iso(knockedAt) }),
    ...(decidedAt !== undefined && { decided: iso(decidedAt) }),
    ...(deliveredAt !== undefined && { delivered: iso(deliveredAt) }),
  }
}
