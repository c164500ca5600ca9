// What comes in over HTTP: health, sign-in, what flows offer under /in, and the editor with its API.
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Refusal, type SignIn, secretOf } from './sign-in.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface Rooms {
  readonly signIn: SignIn
  /** Opens /in and nothing else: for clouds that push to us. */
  readonly inSecret: string
  health(): object
  /** Node-RED has been set up: before, it has no rooms. */
  isOpen(): boolean
  readonly editor: Handler
  readonly flows: Handler
}

/** Where the endpoints of flows are. */
export const flowsRoot = '/in'

const mostFormBytes = 16 * 1_024

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}
// The editor builds scripts and styles of its nodes, and its code editor runs workers from blobs. Nothing is fetched from elsewhere.
const editorPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
].join('; ')

export function frontDoor(rooms: Rooms): Server {
  const server = createServer({ requestTimeout: 60_000 }, (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    route(rooms, request, response)
  })
  server.maxConnections = 1_000
  // Before Node-RED's own listener: a browser cannot set a header on a WebSocket, but sends the cookie along.
  server.on('upgrade', (request) => {
    if (isFromHere(request)) useCookie(rooms, request)
  })
  return server
}

function route(rooms: Rooms, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (request.method === 'GET' && path === '/health') return answer(response, 200, rooms.health())
  if (!rooms.isOpen()) return answer(response, 503, starting)
  if (request.method === 'GET' && path === '/auth/login') return answer(response, 200, loginForm)
  if (request.method === 'POST' && path === '/auth/token') return void signIn(rooms, request, response)
  if (request.method === 'POST' && path === '/auth/revoke') return void signOut(rooms, request, response)
  if (path === flowsRoot || path.startsWith(`${flowsRoot}/`)) return toFlows(rooms, request, response)
  toEditor(rooms, request, response)
}

function toFlows(rooms: Rooms, request: IncomingMessage, response: ServerResponse): void {
  if (!mayCallFlows(rooms, request)) {
    response.setHeader('www-authenticate', 'Basic realm="kezhong flows"')
    return answer(response, 401, notSignedIn)
  }
  // What a flow answers is its own: no page of it may run scripts as the editor.
  response.setHeader('content-security-policy', "default-src 'none'; sandbox")
  request.url = request.url?.slice(flowsRoot.length) || '/'
  rooms.flows(request, response)
}

/** The secret of /in, or a token of somebody who may change flows anyway. */
export function mayCallFlows({ signIn, inSecret }: Pick<Rooms, 'signIn' | 'inSecret'>, request: Pick<IncomingMessage, 'headers'>): boolean {
  const secret = secretOf(request)
  if (secret === undefined) return false
  if (timingSafeEqual(digest(secret), digest(inSecret))) return true
  const who = signIn.bearer(secret)
  return who !== undefined && 'role' in who
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function toEditor(rooms: Rooms, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-security-policy', editorPolicy)
  useCookie(rooms, request)
  const secret = /^Bearer /i.test(request.headers.authorization ?? '') ? secretOf(request) : undefined
  const who = secret === undefined ? undefined : rooms.signIn.bearer(secret)
  if (who && 'status' in who) return answer(response, who.status, who)
  rooms.editor(request, response)
}

/** Whoever is signed in at the API is so here. A page of another site or port cannot use that to change anything. */
function useCookie({ signIn }: Rooms, request: IncomingMessage): void {
  if (request.headers.authorization !== undefined || !isHarmless(request)) return
  const secret = signIn.cookie(request)
  if (secret) request.headers.authorization = `Bearer ${secret}`
}

function isHarmless({ method = '', headers: { 'sec-fetch-site': site, 'node-red-api-version': version } }: IncomingMessage): boolean {
  if (['GET', 'HEAD'].includes(method)) return true
  // The editor sets its header; another site would have to ask us first whether it may, and we do not answer that.
  return site === undefined ? version !== undefined : site === 'same-origin'
}

const isFromHere = ({ headers: { origin, host } }: IncomingMessage): boolean => origin === undefined || URL.parse(origin)?.host === host

/** In place of Node-RED's own, which counts attempts by user name alone: anybody could lock everybody out. */
async function signIn({ signIn: door }: Rooms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = await readForm(request)
  const user = form?.get('username') ?? ''
  const outcome = await door.signIn(request.socket.remoteAddress ?? '', user, form?.get('password') ?? '')
  if ('status' in outcome) return answer(response, outcome.status, outcome)
  answer(response, 200, { access_token: outcome.token, expires_in: outcome.seconds, token_type: 'Bearer' })
}

async function signOut({ signIn: door }: Rooms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = await readForm(request)
  const token = form?.get('token')
  if (token) door.signOut(token)
  answer(response, 200, {})
}

/** Of a form or JSON; undefined for anything else. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = ''
  try {
    for await (const part of request.setEncoding('utf8')) {
      text += part
      if (text.length > mostFormBytes) return undefined
    }
    const isJson = /^application\/json/i.test(request.headers['content-type'] ?? '')
    return new URLSearchParams(isJson ? (JSON.parse(text) as Record<string, string>) : text)
  } catch {
    return undefined
  }
}

/** The dialog of the editor has no room for a sentence, so what to type stands above each field. No colon and no point: they are i18n keys. */
const loginForm = {
  type: 'credentials',
  prompts: [
    { id: 'username', type: 'text', label: '用户名（admin 或 token）  user (admin or token)' },
    { id: 'password', type: 'password', label: '密码或工程师令牌  password or token of an engineer' },
  ],
}

const starting = { code: 'starting', message: { zh: 'Node-RED 正在启动，请稍候。', en: 'Node-RED is starting; try again in a moment.' } }

const notSignedIn: Refusal = {
  status: 401,
  code: 'not-signed-in',
  message: {
    zh: '流程的 HTTP 接口需要凭证：Bearer 或 Basic 密码，使用数据目录中 node-red/in-secret 的内容，或工程师的 API 令牌。',
    en: 'The HTTP endpoints of flows need a credential: as Bearer or as the password of Basic, the content of node-red/in-secret in the data folder, or an API token of an engineer.',
  },
}

function answer(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
