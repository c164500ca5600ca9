import { rejection } from '../quarantine/reject.ts'
import type { Rejection } from '../quarantine/rejection.ts'
import { isTooDeep, maxDepth } from './depth.ts'
import { explainEncoding } from './explain-encoding.ts'
import { explainJson } from './explain-json.ts'

export interface Decoded {
  readonly value: unknown
}

/** Keeps no state between calls; a byte order mark at the start is passed over. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The bytes of a message as JSON. Never throws; what is wrong is worked out only where something is. */
export function decodePayload(bytes: Uint8Array): Decoded | Rejection {
  const text = decodeText(bytes)
  return typeof text === 'string' ? decodeJson(text, bytes) : text
}

export function decodeText(bytes: Uint8Array): string | Rejection {
  if (bytes.length === 0) return empty()
  try {
    return utf8.decode(bytes)
  } catch {
    return explainEncoding(bytes)
  }
}

/** `bytes` are what the text was decoded from. */
export function decodeJson(text: string, bytes: Uint8Array): Decoded | Rejection {
  // Before parsing: whatever walks the value later may do so recursively.
  if (isTooDeep(text)) return rejection('too-deep', { limit: maxDepth }, { expected: `≤ ${maxDepth}` })
  try {
    return { value: JSON.parse(text) }
  } catch {
    return text.trim() === '' ? empty() : explainJson(text, bytes)
  }
}

const empty = (): Rejection => rejection('empty', {}, { expected: '{…}' })
