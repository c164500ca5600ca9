import { z } from 'zod'
import { iso, time } from '../answers.ts'
import { defined } from '../defined.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'

const role = z.enum(['admin', 'engineer', 'operator', 'reviewer'])

const token = z.object({
  id: z.string(),
  name: z.string(),
  role,
  unit: z.string().optional().describe('A reviewer of this unit only'),
  town: z.string().optional().describe('A reviewer of this town only'),
  created: time,
  expires: time.optional(),
  lastUsed: time.optional().describe('To the minute'),
  revoked: time.optional(),
})

const newToken = z.strictObject({
  name: z.string().min(1).max(100).describe('What it is for'),
  role,
  unit: z
    .string()
    .max(48)
    .optional()
    .describe('Binds a reviewer to a unit, an id of GET /tasks: it reads the indicators of that unit and writes nothing'),
  town: z
    .string()
    .max(48)
    .optional()
    .describe('Binds a reviewer to a town: below the towns it reads only what is of its own, and writes nothing'),
  days: z.number().int().min(1).max(3_650).optional().describe('How long it holds; until it is revoked when not given'),
})

const dayMs = 86_400_000

export function tokenRoutes(api: Api, { accounts }: ApiParts): void {
  const tags = ['tokens']

  api.get(
    '/tokens',
    {
      config: { access: 'admin' },
      schema: { summary: 'API tokens, without their secrets', tags, response: { 200: z.object({ items: z.array(token) }) } },
    },
    () => ({
      items: accounts.tokens().map(({ id, name, role, unit, town, createdAt, expires, usedAt, revokedAt }) => ({
        id,
        name,
        role,
        ...defined({ unit, town }),
        created: iso(createdAt),
        ...(expires !== undefined && { expires: iso(expires) }),
        ...(usedAt !== undefined && { lastUsed: iso(usedAt) }),
        ...(revokedAt !== undefined && { revoked: iso(revokedAt) }),
      })),
    }),
  )

  api.post(
    '/tokens',
    {
      config: { access: 'admin', problems: ['invalid'] },
      schema: {
        summary: 'Make an API token; it is shown once',
        tags,
        body: newToken,
        response: { 201: z.object({ id: z.string(), token: z.string() }) },
      },
    },
    ({ body: { name, role, unit, town, days } }, reply) => {
      reply.code(201)
      return accounts.createToken({ name, role, ...defined({ unit, town }), ...(days !== undefined && { ttlMs: days * dayMs }) })
    },
  )

  api.delete(
    '/tokens/:id',
    {
      config: { access: 'admin', problems: ['token-not-found'] },
      schema: {
        summary: 'Revoke a token',
        tags,
        params: z.object({ id: z.string() }),
        response: { 204: z.undefined().describe('Revoked') },
      },
    },
    ({ params: { id } }, reply) => {
      if (!accounts.revokeToken(id)) throw new Problem('token-not-found', { words: { id } })
      return reply.code(204).send(undefined)
    },
  )
}
