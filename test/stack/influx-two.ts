import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { whenDone } from '../support/clean-up.ts'

interface Permission {
  readonly action: string
  readonly resource: { readonly type: string; readonly id: string; readonly orgID: string }
}

const id = z.string().min(1)
const rules = z.array(z.strictObject({ type: z.literal('expire'), everySeconds: z.int().min(3_600) }))
const schemas = {
  setup: z.strictObject({ username: id, password: z.string().min(8), org: id, bucket: id, token: id, retentionPeriodSeconds: z.int() }),
  bucket: z.strictObject({ orgID: z.literal('o1'), name: id, retentionRules: rules }),
  change: z.strictObject({ retentionRules: rules }),
  mapping: z.strictObject({ orgID: z.literal('o1'), bucketID: id, database: id, retention_policy: id, default: z.boolean() }),
  authorization: z.strictObject({
    orgID: z.literal('o1'),
    description: id,
    permissions: z.array(
      z.strictObject({
        action: z.enum(['read', 'write']),
        resource: z.strictObject({ type: z.literal('buckets'), id, orgID: z.literal('o1') }),
      }),
    ),
  }),
}

/** The part of InfluxDB 2.x that setting it up needs, as strict as its documentation: no engine of 2.x runs here. */
export async function startInfluxTwo() {
  const made = Math.random().toString(36).slice(2)
  const state = {
    operator: undefined as string | undefined,
    buckets: [] as { id: string; name: string; retentionRules: { everySeconds: number }[] }[],
    mappings: [] as ({ id: string; virtual: boolean } & z.output<typeof schemas.mapping>)[],
    authorizations: [] as { token: string; permissions: readonly Permission[] }[],
  }
  const addBucket = (name: string, retentionRules: { everySeconds: number }[]) => {
    const bucket = { id: `b${state.buckets.length + 1}`, name, retentionRules }
    state.buckets.push(bucket)
    return bucket
  }
  const routes: Record<string, (body: unknown, query: URLSearchParams, token: string | undefined, id: string) => unknown> = {
    'GET /ping': () => ({}),
    'GET /api/v2/setup': () => ({ allowed: state.operator === undefined }),
    'POST /api/v2/setup': (body) => {
      const { token, bucket, retentionPeriodSeconds } = schemas.setup.parse(body)
      state.operator = token
      addBucket(bucket, [{ everySeconds: retentionPeriodSeconds }])
      return {}
    },
    'GET /api/v2/orgs': (_, query) => ({ orgs: query.get('org') === 'kezhong' ? [{ id: 'o1' }] : [] }),
    'GET /api/v2/buckets': (_, query, token) => ({ buckets: visible(query, token) }),
    'POST /api/v2/buckets': (body) => {
      const { name, retentionRules } = schemas.bucket.parse(body)
      return addBucket(name, retentionRules)
    },
    'PATCH /api/v2/buckets': (body, _query, _token, which) => {
      const bucket = state.buckets.find((each) => each.id === which)
      return Object.assign(bucket ?? {}, schemas.change.parse(body))
    },
    // Every bucket is mapped to its own name, which is called virtual, until somebody says more.
    'GET /api/v2/dbrps': (_, query) => {
      const own = state.mappings.filter(({ database }) => database === query.get('db'))
      const virtual = state.buckets
        .filter(({ name }) => name === query.get('db'))
        .map(({ id: bucketID }) => ({ id: 'v', bucketID, default: true, virtual: true }))
      return { content: own.length > 0 ? own : virtual }
    },
    'POST /api/v2/dbrps': (body) => {
      state.mappings.push({ id: `m${state.mappings.length}`, virtual: false, ...schemas.mapping.parse(body) })
      return {}
    },
    'POST /api/v2/authorizations': (body) => {
      const { permissions } = schemas.authorization.parse(body)
      const token = `${made}-${state.authorizations.length}`
      state.authorizations.push({ token, permissions })
      return { id: token, token }
    },
  }
  const visible = (query: URLSearchParams, token: string | undefined) => {
    const rights = state.authorizations.find((each) => each.token === token)?.permissions
    const seen =
      token === state.operator ? state.buckets : state.buckets.filter((one) => rights?.some(({ resource }) => resource.id === one.id))
    return query.has('name') ? seen.filter(({ name }) => name === query.get('name')) : seen
  }
  const isKnown = (token: string | undefined) => token === state.operator || state.authorizations.some((each) => each.token === token)
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://here')
    const [, path = '', which = ''] = /^(\/ping|\/api\/v2\/\w+)\/?(\w*)$/.exec(url.pathname) ?? []
    const route = routes[`${request.method} ${path}`]
    const token = request.headers.authorization?.replace('Token ', '')
    response.setHeader('x-influxdb-version', 'v2.7.12')
    const isOpen = path === '/ping' || path === '/api/v2/setup'
    if (!route) return response.writeHead(404).end(JSON.stringify({ message: `no ${url.pathname}` }))
    if (!isOpen && !isKnown(token))
      return response.writeHead(401).end(JSON.stringify({ code: 'unauthorized', message: 'unauthorized access' }))
    if (request.method !== 'GET' && !isOpen && token !== state.operator) return response.writeHead(403).end('{"message":"forbidden"}')
    try {
      response.writeHead(200).end(JSON.stringify(route(await bodyOf(request), url.searchParams, token, which)))
    } catch (error) {
      response.writeHead(400).end(JSON.stringify({ message: String(error) }))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenDone(() => void server.close())
  return { ...state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const part of request) text += part
  return text === '' ? undefined : JSON.parse(text)
}
