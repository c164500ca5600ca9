import { z } from 'zod'
import { answered, noAnswer } from '../failure.ts'
import { notInflux } from './sentences.ts'
import { SetupFault } from './setup-fault.ts'

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
  const doing = `being set up (${method} ${path.split('?')[0]})`
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
  return understood(doing, text, answer)
}

/** A page of something else, or of a proxy before it. */
function understood<Body>(doing: string, text: string, answer: z.ZodType<Body>): Body {
  try {
    return answer.parse(text === '' ? undefined : JSON.parse(text))
  } catch (error) {
    throw new SetupFault(`InfluxDB answered what it does not say when ${doing}: ${text.trim().slice(0, 200)}`, notInflux, error)
  }
}

export const anything = z.unknown()
