import type { Language } from '../terminal/language.ts'
import type { Connection } from './connection.ts'
import { ProblemAnswer, problemOf } from './problem.ts'
import { Unreachable } from './unreachable.ts'

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

interface Request {
  readonly query?: Query
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly file?: { readonly bytes: Uint8Array; readonly type: string }
  readonly timeoutMs?: number
  readonly accept?: string
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const timeoutMs = 60_000

/** The HTTP API as somebody who signs in when it is first needed; the session is kept in memory only. */
export class Api {
  readonly connection: Connection
  private readonly language: Language
  private readonly waiting: <Answer>(answer: Promise<Answer>) => Promise<Answer>
  private cookie: string | undefined

  /** `waiting` shows that an answer is still being waited for. */
  constructor(connection: Connection, language: Language, waiting: <Answer>(answer: Promise<Answer>) => Promise<Answer>) {
    this.connection = connection
    this.language = language
    this.waiting = waiting
  }

  get<Answer>(path: string, query: Query = {}): Promise<Answer> {
    return this.json('GET', path, { query })
  }

  post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
    return this.json('POST', path, { body })
  }

  put<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.json('PUT', path, { body })
  }

  patch<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.json('PATCH', path, { body })
  }

  /** Where nothing is answered but that it is done. */
  async done(method: 'POST' | 'DELETE', path: string): Promise<void> {
    const { body } = await this.waiting(this.send(method, path, method === 'POST' ? { body: {} } : {}))
    await body?.cancel()
  }

  upload<Answer>(path: string, query: Query, bytes: Uint8Array, type: string): Promise<Answer> {
    return this.json('POST', path, { query, file: { bytes, type }, timeoutMs: 10 * timeoutMs })
  }

  /** A file, with the name it came with. */
  download(path: string, query: Query): Promise<{ bytes: Uint8Array; name: string | undefined }> {
    const asked = this.send('GET', path, { query, accept: '*/*', timeoutMs: 2 * timeoutMs })
    return this.waiting(
      asked.then(async (response) => {
        const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
        return {
          bytes: new Uint8Array(await response.arrayBuffer()),
          name: name === undefined ? undefined : plainName(decodeURIComponent(name)),
        }
      }),
    )
  }

  /** Server-sent events, as text that has not ended. */
  async stream(path: string, signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.send('GET', path, { accept: 'text/event-stream', signal, headers })
    return body ?? new ReadableStream({ start: (controller) => controller.close() })
  }

  /** Ends the session, if one was begun. Nothing hangs on it: sessions expire. */
  async end(): Promise<void> {
    if (this.cookie === undefined) return
    await this.send('DELETE', '/session', { timeoutMs: 2_000 }).catch(() => undefined)
  }

  private async json<Answer>(method: Method, path: string, request: Request): Promise<Answer> {
    return this.waiting(
      this.send(method, path, request).then(async (response) => {
        const isJson = /^application\/json/.test(response.headers.get('content-type') ?? '')
        if (!isJson) throw await problemOf(response, this.connection)
        return (await response.json().catch((error: unknown) => {
          if (error instanceof SyntaxError) throw error
          throw new Unreachable(this.connection.url, error) // it went away in the middle
        })) as Answer
      }),
    )
  }

  private async send(method: Method, path: string, request: Request): Promise<Response> {
    const isFirst = this.cookie === undefined
    await this.signIn()
    const response = await this.fetched(method, path, request)
    // A long watch outlives its session.
    if (response.status === 401 && this.cookie !== undefined && !isFirst) {
      this.cookie = undefined
      await response.body?.cancel()
      return this.send(method, path, request)
    }
    if (!response.ok) throw await problemOf(response, this.connection)
    return response
  }

  private async signIn(): Promise<void> {
    const { credential } = this.connection
    if (this.cookie !== undefined || !credential || 'token' in credential) return
    const response = await this.fetched('POST', '/session', { body: { user: 'admin', password: credential.password } })
    if (!response.ok) throw await problemOf(response, this.connection)
    await response.body?.cancel()
    this.cookie = response.headers.get('set-cookie')?.split(';')[0]
  }

  private async fetched(method: Method, path: string, { query = {}, signal, ...request }: Request): Promise<Response> {
    const { url } = this.connection
    const asked = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]])),
    )
    const body = request.file?.bytes ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
    try {
      return await fetch(`${url}/api/v1${path}${asked.size > 0 ? `?${asked}` : ''}`, {
        method,
        headers: this.headersOf(request),
        redirect: 'manual', // a credential goes where it was meant to go and nowhere else
        signal: signal ?? AbortSignal.timeout(request.timeoutMs ?? timeoutMs),
        ...(body !== undefined && { body: body as string | Uint8Array<ArrayBuffer> }),
      })
    } catch (error) {
      if (signal?.aborted) throw error
      throw new Unreachable(url, error)
    }
  }

  private headersOf({ body, file, accept = 'application/json', headers = {} }: Request): Record<string, string> {
    const { credential } = this.connection
    const type = file?.type ?? (body === undefined ? undefined : 'application/json')
    return {
      accept,
      'accept-language': this.language,
      ...(type !== undefined && { 'content-type': type }),
      ...(credential && 'token' in credential && { authorization: `Bearer ${credential.token}` }),
      ...(this.cookie !== undefined && { cookie: this.cookie }),
      ...headers,
    }
  }
}

/** A server does not choose the folder. */
const plainName = (name: string): string => name.replaceAll(/[/\\\p{Cc}]/gu, '_')

/** An id as part of a path. */
export const inPath = (id: string): string => encodeURIComponent(id)

/** Nothing there, as opposed to nobody there. */
export const isMissing = (error: unknown): boolean => error instanceof ProblemAnswer && error.status === 404
