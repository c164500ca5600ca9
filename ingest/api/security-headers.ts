import type { FastifyReply, FastifyRequest } from 'fastify'

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const

const nothingRuns = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
// Swagger UI sets styles on its elements and has its icons as data.
const documents =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

export const securityHeaders = (path: string): Record<string, string> => ({
  ...always,
  'content-security-policy': path === '/docs' || path.startsWith('/docs/') ? documents : nothingRuns,
  // What needs credentials is not for caches on the way.
  'cache-control': 'no-store',
})

export async function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(securityHeaders(pathOf(request)))
}

export const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? url
