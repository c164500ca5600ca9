import { encodedTwice } from '../quarantine/encoded-twice.ts'
import { explainWord } from '../quarantine/explain-field.ts'
import { explainTime } from '../quarantine/explain-time.ts'
import { rejection } from '../quarantine/reject.ts'
import type { Rejection } from '../quarantine/rejection.ts'
import { rejections } from '../quarantine/rejections.ts'
import { show } from '../quarantine/show.ts'
import { decodeJson, decodeText } from './decode.ts'
import { type Envelope, isObject, takeBoot } from './envelope.ts'
import { timeOf } from './time.ts'

export { parseBirth } from './birth.ts'

/** What a device, or its will, says of itself. */
export interface StateMessage {
  state: 'online' | 'sleeping' | 'offline' | 'lost'
  boot?: string
  /** As given: a will was written when its connection began, so its time is held against nothing. */
  ts?: number
}

const states = {
  online: { zh: '在线', en: 'Online' },
  sleeping: { zh: '休眠', en: 'Sleeping' },
  offline: { zh: '离线', en: 'Offline' },
  lost: { zh: '失联', en: 'Lost' },
} as const

/** JSON `{"state":"online",…}`, or the bare word. */
export function parseState(bytes: Uint8Array): StateMessage | Rejection {
  const text = decodeText(bytes)
  if (typeof text !== 'string') return text
  const bare = text.trim()
  if (isState(bare)) return { state: bare }
  const decoded = /^[{["]/.test(bare) || bare === '' ? decodeJson(text, bytes) : { value: bare }
  return 'code' in decoded ? decoded : stateIn(decoded.value)
}

function stateIn(value: unknown): StateMessage | Rejection {
  if (encodedTwice(value)) return rejections.notAnObject(value)
  if (typeof value === 'string') return isState(value) ? { state: value } : wrongState(value)
  if (!isObject(value)) return rejections.notAnObject(value)
  const { state, boot, ts } = value
  if (state === undefined) return rejection('missing-field', { field: 'state' }, { path: 'state', expected: wanted, found: show(value) })
  if (!isState(state)) return wrongState(state, 'state')
  const message: StateMessage = { state }
  if (boot !== undefined && boot !== null) {
    const envelope: Envelope = { quality: 'good' }
    const fault = takeBoot(envelope, boot)
    if (fault) return fault
    if (envelope.boot !== undefined) message.boot = envelope.boot
  }
  if (ts === undefined || ts === null) return message
  const time = timeOf(ts)
  if (!(Math.abs(time) <= latestTime)) return explainTime(ts, 'ts', time)
  message.ts = time
  return message
}

/** The last a date can hold. */
const latestTime = 8.64e15

const wanted = Object.keys(states).join(' | ')

const isState = (value: unknown): value is StateMessage['state'] => typeof value === 'string' && Object.hasOwn(states, value)

function wrongState(value: unknown, path?: string): Rejection {
  const fault = explainWord(states, value, { path: path ?? '', called: 'state' })
  if (!fault) return rejections.notAnObject(value)
  if (path !== undefined) return fault
  const { path: _, ...whole } = fault
  return whole
}
