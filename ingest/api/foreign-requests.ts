import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

const reading = ['GET', 'HEAD', 'OPTIONS']
const withBody = ['POST', 'PUT', 'PATCH']

/**
 * A page of another site can make a browser send a form or a plain fetch along with the cookie, but cannot say it is JSON or CSV without
 * asking us first (and we answer no such question). SameSite=Strict alone would trust every sister domain.
 */
export function refuseForeignRequests({ method, headers }: FastifyRequest): void {
  if (reading.includes(method)) return
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('foreign-request')
  const type = headers['content-type']
  if (!withBody.includes(method) || /^(application\/json|text\/csv)\s*(;|$)/i.test(type ?? '')) return
  if (type === undefined && !hasBody(headers)) throw new Problem('foreign-request')
  throw new Problem('unsupported-media-type', { words: { found: type ?? '-' } })
}

const hasBody = (headers: FastifyRequest['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
