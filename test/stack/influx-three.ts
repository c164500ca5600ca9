import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { whenDone } from '../support/clean-up.ts'

/** https://docs.influxdata.com/influxdb3/core/admin/databases/create and …/reference/cli/influxdb3/create/database. */
const created = z.strictObject({
  db: z.string().regex(/^[a-zA-Z0-9][\w-]*$/),
  retention_period: z
    .string()
    .regex(/^\d+(h|d|w|mo|y)$/)
    .optional(),
})

interface Asked {
  readonly method: string | undefined
  readonly url: URL
  readonly body: string
}

/** The part of InfluxDB 3 Core that setting it up needs, as strict as its documentation: no engine of 3.x runs here. */
export async function startInfluxThree({ token, listedAs }: { token: string; listedAs: 'rows' | 'names' }) {
  let taken = token
  const databases: z.output<typeof created>[] = []
  const server = createServer(async (request, response) => {
    const asked = { method: request.method, url: new URL(request.url ?? '/', 'http://here'), body: await bodyOf(request) }
    // Without --disable-authz even /ping is for those it knows. Both schemes are taken.
    const [scheme, given] = request.headers.authorization?.split(' ') ?? []
    const isKnown = (scheme === 'Bearer' || scheme === 'Token') && given === taken
    const { status, said } = isKnown ? answer(asked) : { status: 401, said: { error: 'the request was not authenticated' } }
    response.setHeader('x-influxdb-version', '3.8.0')
    response.writeHead(status).end(JSON.stringify(said))
  })
  const list = () => databases.map(({ db }) => db)
  const answer = ({ method, url, body }: Asked): { status: number; said?: unknown } => {
    if (url.pathname === '/ping') return { status: 200, said: { version: '3.8.0', revision: 'x', process_id: 'y' } }
    if (url.pathname !== '/api/v3/configure/database') return { status: 404 }
    if (method === 'GET') {
      if (url.searchParams.get('format') !== 'json') return { status: 400, said: 'serde error: missing field `format`' }
      return { status: 200, said: listedAs === 'names' ? { databases: list() } : list().map((db) => ({ 'iox::database': db })) }
    }
    const read = created.safeParse(JSON.parse(body))
    if (method !== 'POST' || !read.success) return { status: 400, said: { error: read.error?.message ?? 'method' } }
    if (list().includes(read.data.db)) return { status: 409, said: { error: 'attempted to create a resource that already exists' } }
    databases.push(read.data)
    return { status: 200 }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenDone(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const takeOnly = (other: string): void => {
    taken = other
  }
  return { databases, url, takeOnly }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}
