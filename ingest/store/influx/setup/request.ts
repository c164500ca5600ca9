import { z } from 'zod'
import { answered, noAnswer } from '../failure.ts'

const timeoutMs = 30_000

interface Asked<Body> {
  readonly url: string
  readonly path: string
  readonly method?: 'GET' | 'POST' | 'PATCH'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly answer: z.ZodType<Body>
}

/** JSON to and from InfluxDB's own API; throws what to do when it does not answer or refuses. */
export async function ask<Body>({ url, path, method = 'GET', headers, body, answer }: Asked<Body>): Promise<Body> {
  const doing = `set up (${method} ${path.split('?')[0]})`
  const response = await fetch(url.replace(/\/+$/, '') + path, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw noAnswer(doing, error)
  })
  const text = await response.text()
  if (!response.ok) throw answered(doing, response.status, text)
  return answer.parse(text === '' ? undefined : JSON.parse(text))
}

export const anything = z.unknown()
