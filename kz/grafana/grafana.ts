import { usageError } from '../kz-error.ts'
import { hasNoRight, noGrafana, noToken, refused, unreachable, wrongToken } from './grafana-faults.ts'

const timeoutMs = 30_000

export interface Answered {
  readonly status: number
  readonly body: unknown
}

type Method = 'GET' | 'POST' | 'PUT'

/** Grafana's HTTP API, for what kz asks of it. https://grafana.com/docs/grafana/v12.4/developer-resources/api-reference/http-api/ */
export class Grafana {
  readonly url: string
  private readonly token: string

  constructor(url: string | undefined, token: string | undefined) {
    this.url = addressOf(url)
    if (token === undefined) throw noToken(this.url)
    this.token = token
  }

  /** Its version. Throws where something else answers. */
  async version(): Promise<string> {
    const { body } = await this.send('GET', '/api/health')
    const { database, version } = (body ?? {}) as { database?: unknown; version?: unknown }
    if (database === undefined || typeof version !== 'string') throw noGrafana(this.url)
    return version
  }

  /** Undefined where there is none. */
  async find<Found>(path: string): Promise<Found | undefined> {
    const answered = await this.send('GET', path)
    if (answered.status === 404) return undefined
    return this.successful('GET', path, answered) as Found
  }

  async write<Written>(
    method: 'POST' | 'PUT',
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Written> {
    return this.successful(method, path, await this.send(method, path, body, headers)) as Written
  }

  private successful(method: Method, path: string, { status, body }: Answered): unknown {
    if (status >= 200 && status < 300) return body
    const said = String((body as { message?: unknown } | undefined)?.message ?? '')
    if (status === 401) throw wrongToken(this.url)
    if (status === 403) throw hasNoRight(`${method} ${path}`, said)
    throw refused(`${method} ${path}`, status, said)
  }

  private async send(method: Method, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    try {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${this.token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        redirect: 'manual', // a token goes where it was meant to go and nowhere else
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: await response.json().catch(() => undefined) }
    } catch (error) {
      throw unreachable(this.url, error)
    }
  }
}

function addressOf(url: string | undefined): string {
  const parsed = url === undefined ? null : URL.parse(url)
  if (url !== undefined && parsed && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '')
    return url.replace(/\/+$/, '')
  throw usageError({
    zh: '--grafana 或 KZ_GRAFANA_URL 应为 http:// 或 https:// 开头、不含用户名密码的 Grafana 地址。',
    en: '--grafana or KZ_GRAFANA_URL is the address of Grafana, with http:// or https:// and without user or password in it.',
  })
}
