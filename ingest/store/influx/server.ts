import { answered, noAnswer, statementFailed } from './failure.ts'

export interface InfluxSettings {
  /** With http:// or https://, without user and password. */
  readonly url: string
  /** 1.x: user:password, or nothing. */
  readonly token?: string | undefined
  readonly org: string
  /** The database in 1.x and 3.x. */
  readonly bucket: string
  readonly timeoutMs?: number
}

export interface Version {
  readonly text: string
  /** Undefined for a server that does not say, but takes version 2 writes. */
  readonly major: number | undefined
}

/** One statement's first series. Without `epoch` times are text in ns, which a number could not hold. */
export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** The server had more rows than it gives in one answer (max-row-limit). */
  readonly partial: boolean
}

interface Body {
  readonly error?: string
  readonly message?: string
  readonly results?: readonly {
    readonly error?: string
    readonly partial?: boolean
    readonly series?: readonly { readonly columns: readonly string[]; readonly values?: readonly unknown[][]; readonly partial?: boolean }[]
  }[]
}

export const timeoutOf = ({ timeoutMs = 30_000 }: InfluxSettings): number => timeoutMs
export const baseUrl = ({ url }: InfluxSettings): string => url.replace(/\/+$/, '')

/** 1.x knows names and passwords, later versions tokens, which have no colon. */
export function authorization({ token }: InfluxSettings): Record<string, string> {
  if (!token) return {}
  return { authorization: token.includes(':') ? `Basic ${Buffer.from(token).toString('base64')}` : `Token ${token}` }
}

/** 1.x and 2.x say their version in a header of /ping, 3.x also in its body. */
export async function versionOf(settings: InfluxSettings): Promise<Version> {
  const { status, headers, body } = await request(settings, '/ping', 'asked for its version')
  if (status >= 300) throw answered('asked for its version', status, body)
  const text = (headers.get('x-influxdb-version') ?? (parsed(body) as { version?: string }).version ?? '').replace(/^v/, '')
  const major = /^\d+/.exec(text)?.[0]
  return { text: text || '(of a version it does not say)', major: major === undefined ? undefined : Number(major) }
}

/** Asks InfluxQL, which 1.x, 2.x (with a mapping of the bucket) and 3.x answer. */
export async function query(settings: InfluxSettings, statement: string, { epoch }: { epoch?: 'ms' } = {}): Promise<Answer> {
  const path = `/query?${new URLSearchParams({ db: settings.bucket, ...(epoch ? { epoch } : {}) })}`
  const { status, body } = await request(settings, path, 'queried', new URLSearchParams({ q: statement }))
  const answer = parsed(body) as Body
  if (status >= 300) throw answered('queried', status, answer.error ?? answer.message ?? body)
  const [result] = answer.results ?? []
  if (!result || result.error !== undefined) throw statementFailed(result?.error ?? body)
  const [series] = result.series ?? []
  return { columns: series?.columns ?? [], rows: series?.values ?? [], partial: result.partial === true || series?.partial === true }
}

/** 1.x needs its database made; whoever may not make it can have it made by hand. */
export async function ensureDatabase(settings: InfluxSettings): Promise<void> {
  const { rows } = await query(settings, 'SHOW DATABASES')
  if (rows.some(([name]) => name === settings.bucket)) return
  await query(settings, `CREATE DATABASE ${identifier(settings.bucket)}`)
}

export const identifier = (name: string): string => `"${name.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`
export const text = (value: string): string => `'${value.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`

interface Response {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

async function request(settings: InfluxSettings, path: string, doing: string, form?: URLSearchParams): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutOf(settings))
  const init = { headers: authorization(settings), signal, ...(form ? { method: 'POST', body: form } : {}) }
  try {
    const response = await fetch(baseUrl(settings) + path, init)
    return { status: response.status, headers: response.headers, body: await response.text() }
  } catch (error) {
    throw noAnswer(doing, error)
  }
}

function parsed(body: string): object {
  try {
    return (JSON.parse(body) as object | null) ?? {}
  } catch {
    return {} // a proxy's page, or nothing
  }
}
