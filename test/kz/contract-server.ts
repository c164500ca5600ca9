// Answers as the API does where its routes come from elsewhere: what is asked is kept, what is answered a test says.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { whenDone } from '../support/clean-up.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

type Answer = { readonly status?: number; readonly body?: unknown } | ((response: ServerResponse, asked: Asked) => void)

export interface ContractServer {
  readonly url: string
  /** Environment of a kz that asks this server. */
  readonly env: Record<string, string>
  readonly asked: readonly Asked[]
}

/** `answers`: by 'METHOD /path' below /api/v1; of a list one after the other, the last one again and again. */
export async function contractServer(answers: Readonly<Record<string, Answer | readonly Answer[]>>): Promise<ContractServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const path = pathname.replace(/^\/api\/v1/, '')
    const body = Number(request.headers['content-length'] ?? 0) > 0 ? await json(request) : undefined
    const method = request.method ?? ''
    const before = asked.filter((each) => each.method === method && each.path === path).length
    const now = { method, path, query: Object.fromEntries(searchParams), headers: request.headers, body }
    asked.push(now)
    const known = [answers[`${method} ${path}`] ?? unknown(`${method} ${path}`)].flat() as Answer[]
    const chosen = known[Math.min(before, known.length - 1)] as Answer
    if (typeof chosen === 'function') return chosen(response, now)
    const { status = 200, body: sent } = chosen
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
    response.end(sent === undefined ? '' : JSON.stringify(sent))
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  whenDone(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, env: { KZ_URL: url, KZ_TOKEN: 'kz_of-the-test' }, asked }
}

const unknown = (route: string): Answer => ({ status: 404, body: { code: 'route-not-found', message: `there is no ${route}` } })
