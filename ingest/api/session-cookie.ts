import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookieName as name } from '../../register/accounts.ts'

export const sessionOf = (request: FastifyRequest): string | undefined => request.cookies[name]

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret: string, expires: number): void {
  reply.setCookie(name, secret, { ...attributes(request), expires: new Date(expires) })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(name, attributes(request))
}

/** `Secure` only over https: on plain http the browser would throw the cookie away. */
const attributes = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const
