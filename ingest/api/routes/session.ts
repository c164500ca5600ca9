import { z } from 'zod'
import { SignInLimit } from '../../../register/sign-in-limit.ts'
import { time } from '../answers.ts'
import { defined } from '../defined.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { clearSessionCookie, sessionOf, setSessionCookie } from '../session-cookie.ts'

const sessionMs = 12 * 3_600_000
const tags = ['session']

const session = z.object({
  user: z.string(),
  role: z.string(),
  unit: z.string().optional().describe('The unit a reviewer is bound to'),
  town: z.string().optional().describe('The town a reviewer is bound to'),
  expires: time.optional().describe('Absent for a token, which lasts until it is revoked'),
})

export function sessionRoutes(api: Api, { accounts, now = Date.now }: ApiParts): void {
  const limit = new SignInLimit(now)

  api.post(
    '/session',
    {
      config: { access: 'open', problems: ['wrong-credentials', 'too-many-attempts'] },
      schema: {
        summary: 'Sign in; sets the session cookie',
        tags,
        body: z.strictObject({ user: z.string().max(100), password: z.string().max(1_000) }),
        response: { 200: session },
      },
    },
    async (request, reply) => {
      const { user, password } = request.body
      const seconds = limit.attempt(request.ip, user)
      if (seconds > 0) throw new Problem('too-many-attempts', { words: { seconds }, headers: { 'retry-after': String(seconds) } })
      const account = await accounts.verify(user, password)
      if (!account) throw new Problem('wrong-credentials')
      limit.succeeded(request.ip, user)
      const expires = now() + sessionMs
      setSessionCookie(request, reply, accounts.createSession(user, sessionMs), expires)
      return { user, role: account.role, expires: new Date(expires).toISOString() }
    },
  )

  api.get('/session', { schema: { summary: 'Who is signed in', tags, response: { 200: session } } }, ({ caller }) => {
    if (!caller) throw new Problem('not-signed-in')
    const { name: user, role, unit, town, expires } = caller
    return { user, role, ...defined({ unit, town }), ...(expires !== undefined && { expires: new Date(expires).toISOString() }) }
  })

  api.delete(
    '/session',
    { schema: { summary: 'Sign out', tags, response: { 204: z.undefined().describe('Signed out') } } },
    (request, reply) => {
      const secret = sessionOf(request)
      if (secret !== undefined) accounts.endSession(secret)
      clearSessionCookie(request, reply)
      return reply.code(204).send(undefined)
    },
  )
}
