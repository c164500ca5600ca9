// The parts that readings and events have in common. Hot: called for every message, so each is a plain check.

import { toleranceMs } from '../clock/clock-record.ts'
import { didYouMean } from '../quarantine/did-you-mean.ts'
import type { TimeWindow } from '../quarantine/explain-time.ts'
import { numberIn } from '../quarantine/number-text.ts'
import { rejection } from '../quarantine/reject.ts'
import type { Rejection, Sentence } from '../quarantine/rejection.ts'
import { type DigitsOf, inQuotes, isRounded, showSent } from '../quarantine/sent-digits.ts'
import { show } from '../quarantine/show.ts'
import { perhaps } from '../quarantine/words.ts'
import type { Quality } from '../store/store.ts'
import { parseTime } from './time.ts'

export interface Envelope {
  /** As the device gave it, ms; absent: the time of receipt counts. */
  ts?: number
  seq?: number
  boot?: string
  quality: Quality
  /** The time given is more than five minutes ahead of receipt: the time of receipt counts, and the quality is uncertain at best. */
  clock?: 'ahead'
}

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

export function takeTs(envelope: Envelope, given: unknown, window: TimeWindow): Rejection | undefined {
  const ts = window.time ?? parseTime(given, 'ts', window)
  if (typeof ts !== 'number') return ts
  envelope.ts = ts
  if (ts > window.receivedAt + toleranceMs) envelope.clock = 'ahead'
  return undefined
}

export function takeSeq(envelope: Envelope, given: unknown, digitsOf?: DigitsOf): Rejection | undefined {
  if (typeof given === 'number' && given >= 0 && Number.isSafeInteger(given)) {
    envelope.seq = given
    return undefined
  }
  const number = typeof given === 'string' ? numberIn(given) : undefined
  const suggestion = number !== undefined && number >= 0 && Number.isSafeInteger(number) ? asNumber(number) : undefined
  const found = showSent(given, digitsOf)
  return rejection('seq-invalid', { found }, { path: 'seq', expected: '0 … 9007199254740991', found, suggestion })
}

export function takeBoot(envelope: Envelope, given: unknown, digitsOf?: DigitsOf): Rejection | undefined {
  const boot = textOf(given, 64)
  if (boot === undefined) {
    const found = showSent(given, digitsOf)
    return rejection('boot-invalid', { found }, { path: 'boot', expected: '"a1"', found, suggestion: forLong(given, digitsOf) })
  }
  envelope.boot = boot
  return undefined
}

/** Of a number too long to be told from its neighbours. */
export const forLong = (given: unknown, digitsOf: DigitsOf | undefined): Sentence | undefined =>
  isRounded(given) ? inQuotes(given, digitsOf) : undefined

export function takeQuality(envelope: Envelope, given: unknown): Rejection | undefined {
  if (given === 'good' || given === 'uncertain' || given === 'bad') {
    envelope.quality = given
    return undefined
  }
  const meant = typeof given === 'string' ? didYouMean(given.trim(), qualities) : opcQuality(given)
  const details = {
    path: 'quality',
    expected: 'good | uncertain | bad',
    found: show(given),
    suggestion: meant === undefined ? undefined : perhaps(`"${meant}"`),
  }
  return rejection('quality-invalid', { found: show(given) }, details)
}

/** Text, or a whole number in its place. */
export function textOf(given: unknown, longest: number): string | undefined {
  if (typeof given === 'string') return given.length > 0 && given.length <= longest ? given : undefined
  return typeof given === 'number' && Number.isSafeInteger(given) ? String(given) : undefined
}

const asNumber = (number: number): Sentence => ({
  zh: `请发送数值 ${number}，不加引号。`,
  en: `Send the number ${number}, without quotation marks.`,
})

const qualities = [
  { name: 'good', label: { zh: '良好', en: 'Good' }, aliases: ['ok', 'valid', 'normal', 'true', '1', '192', '正常', '好', '有效'] },
  {
    name: 'uncertain',
    label: { zh: '可疑', en: 'Uncertain' },
    aliases: ['suspect', 'doubtful', 'questionable', 'estimated', '64', '不确定', '估算'],
  },
  { name: 'bad', label: { zh: '坏', en: 'Bad' }, aliases: ['invalid', 'error', 'fault', 'false', '无效', '异常', '故障'] },
]

/** OPC: 192 and above good, 64 and above uncertain, below bad. */
function opcQuality(given: unknown): Quality | undefined {
  if (typeof given !== 'number' || !(given >= 0 && given < 256) || (given > 0 && given < 64)) return undefined
  return given >= 192 ? 'good' : given >= 64 ? 'uncertain' : 'bad'
}
