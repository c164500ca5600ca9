// The OpenAPI document and its pages, made from the schemas of the routes.
import { STATUS_CODES } from 'node:http'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { plainer } from './document-schemas.ts'
import { problemSchema } from './problem.ts'
import { type ProblemCode, wordsOfProblem } from './problems.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Refusals of this route beyond those that follow from its schema and access. */
    problems?: readonly ProblemCode[]
  }
}

const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'kezhong 刻钟',
    description:
      'Facilities of the 15-minute living circles: register, readings, live state, quarantine, ledger.\n\nTimes are ISO 8601 UTC. Lists are `{items, next?}`; `next` is the cursor of the next page. Errors are RFC 9457 problem documents, in Chinese or English by Accept-Language; programs decide by `code`.',
    version: '1',
  },
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'An API token, made by POST /api/v1/tokens' },
      session: { type: 'apiKey', in: 'cookie', name: 'kz_session', description: 'Set by POST /api/v1/session' },
    },
  },
  security: [{ token: [] }, { session: [] }],
} as const

/** Before any route: what is registered earlier is not in the document. */
export async function addDocuments(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', describeRoute)
  const options = { zodToJsonConfig: { override: plainer } }
  const addComponents = createJsonSchemaTransformObject(options)
  await app.register(swagger, {
    openapi: structuredClone(openapi) as never,
    transform: createJsonSchemaTransform(options),
    transformObject: (document) => tidied(addComponents(document)),
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { url: '/api/v1/openapi.json', docExpansion: 'list', deepLinking: true },
    logLevel: 'warn',
  })
}

/** Adds what follows from the rest of the route: its refusals, its name, whether it needs credentials. */
function describeRoute(route: RouteOptions): void {
  const { schema } = route
  if (!schema || schema.hide) return
  const access = route.config?.access ?? 'reader'
  route.schema = {
    operationId: operationId(route),
    ...(access === 'open' && { security: [] }),
    ...schema,
    response: { ...refusals(route), ...(schema.response as object) },
  }
}

function refusals({ schema, config = {}, method, url }: RouteOptions): Record<string, object> {
  const { access = 'reader', problems: own = [] } = config
  const changes = method !== 'GET' && method !== 'HEAD'
  const codes: ProblemCode[] = [
    ...own,
    ...(schema?.params ? (['invalid-path'] as const) : []),
    ...(schema?.querystring ? (['invalid-query'] as const) : []),
    ...(schema?.body ? (['invalid-body', 'malformed-json', 'reserved-name', 'unsupported-media-type', 'body-too-large'] as const) : []),
    ...(access === 'open' ? [] : (['not-signed-in'] as const)),
    ...(changes ? (['disk-full'] as const) : []),
    ...(access === 'open' || !changes ? [] : (['foreign-request'] as const)),
    ...(access === 'open' || access === 'reader' ? [] : (['not-allowed'] as const)),
    ...(access === 'reviewer' || access === 'bureau' || isOfPlaces(url) ? (['not-for-you'] as const) : []),
    'internal',
  ]
  const byStatus = Map.groupBy(new Set(codes), (code) => wordsOfProblem(code).status)
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => `\`${code}\`: ${wordsOfProblem(code).message.en}`).join('\n\n'),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  )
}

/** Of one town's things: a reader of another town is refused (own-town.ts). */
const isOfPlaces = (url: string): boolean => /\/(devices|facilities|live|clocks|exemptions|ledger|knocks|quarantine)(\/|$)/.test(url)

/** GET /api/v1/devices/:id/latest → getDevicesIdLatest. */
function operationId({ method, url }: RouteOptions): string {
  const words = url
    .replace('/api/v1', '')
    .split(/[^a-zA-Z0-9]+/)
    .filter(Boolean)
  const prefix = url.startsWith('/api/v1') ? '' : 'Root'
  return `${String(method).toLowerCase()}${prefix}${words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')}`
}

export const openApiRoute = {
  schema: {
    summary: 'This document',
    tags: ['documents'],
    response: { 200: z.record(z.string(), z.unknown()) },
  },
} as const

interface Tidied {
  components?: { schemas?: Record<string, unknown> }
  paths?: Record<string, Record<string, { responses?: Record<string, { description?: string; content?: object }> }>>
}

/** Components are what is answered: nothing that is sent refers to one. A success is told in its own words. */
function tidied<Document>(document: Document): Document {
  const { components, paths = {} } = document as Tidied
  for (const name of Object.keys(components?.schemas ?? {})) if (name.endsWith('Input')) delete components?.schemas?.[name]
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (status === '204') delete response.content
      if (response.description === 'Default Response') response.description = STATUS_CODES[status] ?? status
    }
  }
  return document
}
