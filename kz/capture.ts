// Payloads somebody has captured: JSON lines, a JSON array, what /devices/{id}/messages answers, or the output of mosquitto_sub -v.
import { usageError } from './kz-error.ts'

export interface CapturedMessage {
  readonly topic?: string
  readonly payload: string
  readonly received?: string | number
}

/** A draft needs some hundreds of messages; a request takes one MiB. */
const mostMessages = 2_000
const mostCharacters = 400_000

/** The messages of a capture, the last ones when there are more than a draft can use. */
export function capturedMessages(text: string, path: string): CapturedMessage[] {
  const whole = parsed(text)
  const all = whole === undefined ? fromLines(text) : elementsOf(whole).map(messageOf)
  if (all.length > 0) return lastOf(all)
  throw usageError({ zh: `${path} 中没有报文。`, en: `There is no message in ${path}.` })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function elementsOf(whole: unknown): unknown[] {
  if (Array.isArray(whole)) return whole
  const { items } = (whole ?? {}) as { items?: unknown }
  return Array.isArray(items) ? items : [whole]
}

const fromLines = (text: string): CapturedMessage[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const element = parsed(line)
      if (element !== undefined) return messageOf(element)
      const [, topic, payload] = /^(\S*\/\S*)\s+(.*)$/s.exec(line) ?? []
      return topic !== undefined && payload !== undefined ? { topic, payload } : { payload: line }
    })

/** An element that has a payload tells a message; any other is itself what was sent. */
function messageOf(element: unknown): CapturedMessage {
  if (typeof element !== 'object' || element === null || !('payload' in element)) return { payload: asText(element) }
  const { topic, payload, received } = element as { topic?: unknown; payload: unknown; received?: unknown }
  return {
    ...(typeof topic === 'string' && { topic }),
    payload: asText(payload),
    ...((typeof received === 'string' || typeof received === 'number') && { received }),
  }
}

const asText = (payload: unknown): string => (typeof payload === 'string' ? payload : JSON.stringify(payload))

function lastOf(all: readonly CapturedMessage[]): CapturedMessage[] {
  const kept: CapturedMessage[] = []
  let characters = 0
  for (const message of all.slice(-mostMessages).toReversed()) {
    characters += JSON.stringify(message).length
    if (characters > mostCharacters && kept.length > 0) break
    kept.push(message)
  }
  return kept.toReversed()
}
