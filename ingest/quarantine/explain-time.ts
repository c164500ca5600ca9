import { numberIn } from './number-text.ts'
import { rejection } from './reject.ts'
import type { Rejection, Sentence } from './rejection.ts'
import { shorten, show } from './show.ts'

export interface TimeWindow {
  /** When the message came, ms since 1970 UTC. */
  readonly receivedAt: number
  /** What is older is not kept. */
  readonly maxAgeMs: number
}

export const dayMs = 86_400_000

/** No device of ours was built before: an earlier time comes of a wrong unit or a clock that was never set. */
const earliestMs = Date.UTC(2000, 0, 1)

const expected = '1763884800000 | "2025-11-23T16:00:00+08:00"'

/** Without a window the value has already been found to be no time at all; with one, `ts` is the time it says and lies outside. */
export function explainTime(given: unknown, path: string, ts = Number.NaN, window?: TimeWindow): Rejection {
  if (typeof given === 'string' && Number.isNaN(ts)) return explainText(given, path)
  const latest = latestOf(window)
  const found = show(given)
  const writtenOut = typeof given === 'number' ? dateDigits(String(given)) : undefined
  if (!Number.isFinite(ts) || writtenOut)
    return rejection('ts-invalid', { field: path, found }, { path, expected, found, suggestion: writtenOut })
  const meant = typeof given === 'number' ? otherUnit(given, latest) : undefined
  if (meant) {
    const suggestion = { zh: `换算成毫秒是 ${meant.ms}（${iso(meant.ms)}）。`, en: `In milliseconds it is ${meant.ms} (${iso(meant.ms)}).` }
    return rejection('ts-unit', { field: path, found, unit: meant.unit }, { path, expected: String(meant.ms), found, suggestion })
  }
  const details = { path, expected: rangeOf(window), found: `${found} (${iso(ts)})` }
  if (ts > latest) return rejection('ts-future', { field: path, time: iso(ts) }, details)
  const days = Math.floor((window?.maxAgeMs ?? 0) / dayMs)
  return rejection('ts-too-old', { field: path, time: iso(ts), days }, { ...details, suggestion: ts < earliestMs ? neverSet : undefined })
}

const neverSet: Sentence = {
  zh: '设备时钟似乎从未校准。请先通过 NTP 或网络对时，对时之前省略 ts。',
  en: 'The clock seems never to have been set. Take the time from NTP or the network first, and leave ts out until then.',
}

function explainText(text: string, path: string): Rejection {
  const found = show(text)
  const start = text.slice(0, 40).trim()
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?$/i.test(start)) {
    const local = start.replace(' ', 'T')
    const suggestion = {
      zh: `若为北京时间：${local}+08:00；若为 UTC：${local}Z。`,
      en: `If it is Beijing time: ${local}+08:00; if it is UTC: ${local}Z.`,
    }
    return rejection('ts-without-zone', { field: path, found }, { path, expected: `${local}+08:00`, found, suggestion })
  }
  return rejection(
    'ts-invalid',
    { field: path, found },
    { path, expected, found, suggestion: dateDigits(start) ?? withoutQuotes(start) ?? rewritten(start) },
  )
}

/** `"1763884800000"`; a number of seconds is converted at the same time. */
function withoutQuotes(text: string): Sentence | undefined {
  const number = numberIn(text)
  if (number === undefined) return undefined
  const ms = otherUnit(number, latestOf())?.ms ?? number
  return { zh: `请发送数值 ${ms}，不加引号。`, en: `Send the number ${ms}, without quotation marks.` }
}

/** `20251123160000`, a date without separators. */
function dateDigits(text: string): Sentence | undefined {
  const match = /^(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match
  return rewrite(`${year}-${month}-${day}T${hour}:${minute}:${second}`)
}

/** `2025/11/23 16:00:00`, `2025年11月23日 16时00分`. */
function rewritten(text: string): Sentence | undefined {
  const match = /^(20\d\d)[年/.-](\d{1,2})[月/.-](\d{1,2})日?[T ]*(\d{1,2})[:时：](\d{1,2})(?:[:分：](\d{1,2}))?/.exec(text)
  if (!match) return undefined
  const [month, day, hour, minute, second] = match.slice(2).map((digits = '0') => digits.padStart(2, '0'))
  return rewrite(`${match[1]}-${month}-${day}T${hour}:${minute}:${second}`)
}

const rewrite = (local: string): Sentence => ({
  zh: `若为北京时间，请写作 ${local}+08:00。`,
  en: `If it is Beijing time, write ${local}+08:00.`,
})

const units: readonly { readonly ms: number; readonly name: Sentence }[] = [
  { ms: 1_000, name: { zh: '秒', en: 'seconds' } },
  { ms: 0.001, name: { zh: '微秒', en: 'microseconds' } },
  { ms: 0.000_001, name: { zh: '纳秒', en: 'nanoseconds' } },
]

/** The unit in which this number would be a time since 2000 and not in the future. */
function otherUnit(given: number, latest: number): { unit: Sentence; ms: number } | undefined {
  if (given >= earliestMs && given <= latest) return undefined
  for (const { ms, name } of units) {
    const time = Math.floor(given * ms)
    if (time >= earliestMs && time <= latest) return { unit: name, ms: time }
  }
  return undefined
}

/** Without a window whatever no present clock shows is late: a number of microseconds lies thousands of years ahead. */
const latestOf = (window?: TimeWindow): number => (window ? window.receivedAt + dayMs : Date.UTC(2100, 0, 1))

const rangeOf = (window: TimeWindow | undefined): string =>
  window ? `${iso(window.receivedAt - window.maxAgeMs)} … ${iso(window.receivedAt + dayMs)}` : expected

/** As precise as is of use to people; beyond what a date can hold, the number. */
const iso = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(Math.floor(ms)).toISOString() : shorten(String(ms), 30))
