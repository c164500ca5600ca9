import { explainNumber } from '../quarantine/explain-field.ts'
import { rejection } from '../quarantine/reject.ts'
import type { Rejection, Sentence } from '../quarantine/rejection.ts'
import { rejections } from '../quarantine/rejections.ts'
import { inQuotes, sentDigits, showSent } from '../quarantine/sent-digits.ts'
import { shorten, show } from '../quarantine/show.ts'
import { decodePayload } from './decode.ts'
import { isObject, type JsonObject } from './envelope.ts'

/** What a device says of itself when it starts. */
export interface Birth {
  model: string
  vendor: string
  firmware: string
  serial?: string
  /** Seconds between its readings. */
  every?: number
  /** What else it said, as far as it is plain values: shown to people, used by nothing. */
  more?: Record<string, string | number | boolean>
}

const required = ['model', 'vendor', 'firmware'] as const
const own: ReadonlySet<string> = new Set([...required, 'serial', 'every', 'ts', 'boot', '__proto__'])

const longestText = 128
const mostMore = 20
const longestEvery = 86_400

/** `{model, vendor, firmware, serial?, every?}`; `every` in seconds, or as '60 s', '5 min', '1 h'. */
export function parseBirth(bytes: Uint8Array): Birth | Rejection {
  const decoded = decodePayload(bytes)
  if ('code' in decoded) return decoded
  const { value } = decoded
  if (!isObject(value)) return rejections.notAnObject(value)
  for (const name of required) {
    if (value[name] === undefined)
      return rejection('missing-field', { field: name }, { path: name, expected: required.join(' | '), found: show(value) })
  }
  for (const name of [...required, 'serial']) {
    const fault = wrongText(name, value[name], bytes)
    if (fault) return fault
  }
  const every = value.every === undefined || value.every === null ? undefined : secondsOf(value.every)
  if (every !== undefined && !(every > 0 && every <= longestEvery)) return wrongEvery(value.every, every)
  const { model, vendor, firmware, serial } = value as unknown as Birth
  const more = moreIn(value)
  return {
    model,
    vendor,
    firmware,
    ...(serial == null ? {} : { serial }),
    ...(every === undefined ? {} : { every }),
    ...(more ? { more } : {}),
  }
}

function wrongText(name: string, given: unknown, bytes: Uint8Array): Rejection | undefined {
  if (given === undefined || (given === null && name === 'serial')) return undefined
  if (typeof given !== 'string') {
    const words: Sentence = { zh: '文本', en: 'a text' }
    const digitsOf = sentDigits()(bytes)
    const found = showSent(given, digitsOf)
    const suggestion = typeof given === 'number' ? inQuotes(given, digitsOf) : undefined
    return rejection('wrong-type', { field: name, expected: words, found }, { path: name, expected: 'string', found, suggestion })
  }
  if (given.length > 0 && given.length <= longestText) return undefined
  const limits = `1 … ${longestText}`
  return rejection('text-length', { field: name, length: given.length, limits }, { path: name, expected: limits, found: show(given) })
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, sec: 1, 秒: 1, min: 60, m: 60, 分钟: 60, h: 3_600, 小时: 3_600, ms: 0.001 }

/** NaN when it is no duration. */
function secondsOf(given: unknown): number {
  if (typeof given === 'number') return given
  const match = typeof given === 'string' ? /^\s*(\d{1,9}(?:\.\d{1,6})?)\s*([a-z]+|秒|分钟|小时)\s*$/.exec(given) : null
  return match ? Number(match[1]) * (unitSeconds[match[2] as string] ?? Number.NaN) : Number.NaN
}

function wrongEvery(given: unknown, seconds: number): Rejection {
  const gauged = { unit: 's', limits: [0.001, longestEvery], usual: 60 } as const
  const place = { path: 'every', called: 'every', whole: false, gauged }
  return explainNumber(Number.isNaN(seconds) ? given : seconds, place) ?? rejections.notAnObject(given, 'every')
}

function moreIn(value: JsonObject): Birth['more'] | undefined {
  const more: NonNullable<Birth['more']> = {}
  let count = 0
  for (const name in value) {
    const given = value[name]
    if (own.has(name) || count === mostMore) continue
    if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') continue
    more[shorten(name, 64)] = typeof given === 'string' ? shorten(given, longestText) : given
    count++
  }
  return count > 0 ? more : undefined
}
