/**
 * Who may do what, decided in one place: every route names what it asks for in its config, and one that says nothing asks for a signed-in
 * account. Credentials are a Bearer token or the session cookie.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts, Role } from '../../register/accounts.ts'
import { defined } from './defined.ts'
import { refuseForeignRequests } from './foreign-requests.ts'
import { Problem } from './problem.ts'
import { boundReadsOnly, isBound } from './reading-rights.ts'
import { sessionOf } from './session-cookie.ts'

/**
 * `open`: anybody; `reader`: whoever is signed in; `engineer` changes the register; `reviewer` approves what is the bureau's to approve, and
 * is bound to no unit or town; `bureau`: both of them, for lists that the bureau has first; `admin` hands out tokens.
 */
export type Access = 'open' | 'reader' | 'engineer' | 'reviewer' | 'bureau' | 'admin'

/** Who asks. `stillValid` is asked again while a long answer lasts. */
export interface Caller {
  readonly name: string
  readonly role: Role
  /** A reviewer of this unit or this town, who reads only (reading-rights.ts). */
  readonly unit?: string
  readonly town?: string
  readonly by: 'token' | 'session'
  readonly expires?: number
  stillValid(): boolean
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Undefined only on open routes. */
    caller: Caller | undefined
  }
}

const rolesFor: Readonly<Record<Exclude<Access, 'open' | 'reader'>, readonly Role[]>> = {
  engineer: ['admin', 'engineer'],
  reviewer: ['admin', 'reviewer'],
  bureau: ['admin', 'engineer', 'reviewer'],
  admin: ['admin'],
}

export function checkAccess(accounts: Accounts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (request.is404) return
    const access = request.routeOptions.config.access ?? 'reader'
    request.caller = callerOf(accounts, request)
    if (access === 'open') return
    if (!request.caller) {
      reply.header('www-authenticate', 'Bearer realm="kezhong"')
      throw new Problem('not-signed-in')
    }
    if (request.caller.by === 'session') refuseForeignRequests(request)
    if (access === 'reader') return
    const { role } = request.caller
    if (!rolesFor[access].includes(role)) throw new Problem('not-allowed', { words: { role, needed: rolesFor[access].join(', ') } })
    if (isBound(request.caller)) throw boundReadsOnly(request.caller)
  }
}

function callerOf(accounts: Accounts, request: FastifyRequest): Caller | undefined {
  const { authorization } = request.headers
  // A wrong token is refused even where a valid cookie comes along: the sender meant the token.
  if (authorization !== undefined) return byToken(accounts, /^Bearer +([\w.~+/=-]{1,512})$/i.exec(authorization)?.[1])
  const secret = sessionOf(request)
  const session = secret === undefined ? undefined : accounts.session(secret)
  if (!secret || !session) return undefined
  return {
    name: session.user,
    role: session.role,
    by: 'session',
    expires: session.expires,
    stillValid: () => accounts.session(secret) !== undefined,
  }
}

function byToken(accounts: Accounts, secret: string | undefined): Caller | undefined {
  const token = secret === undefined ? undefined : accounts.token(secret)
  if (!secret || !token) return undefined
  const { name, role, unit, town } = token
  return { name, role, ...defined({ unit, town }), by: 'token', stillValid: () => accounts.token(secret) !== undefined }
}
