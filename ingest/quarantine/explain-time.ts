import { numberIn } from './number-text.ts'
import { rejection } from './reject.ts'
import type { Rejection, Sentence } from './rejection.ts'
import { type DigitsOf, showSent } from './sent-digits.ts'
import { shorten, show } from './show.ts'
import { dateAsWanted, impossibleDate } from './written-date.ts'

export interface TimeWindow {
  /** When the message came, ms since 1970 UTC. */
  readonly receivedAt: number
  /** What is older is not kept. */
  readonly maxAgeMs: number
  readonly digitsOf?: DigitsOf
  /** What its time was found to be, where that has been settled before. */
  readonly time?: number | Rejection | undefined
}

export const dayMs = 86_400_000

/** No device of ours was built before: an earlier time comes of a wrong unit or a clock that was never set. */
const earliestMs = Date.UTC(2000, 0, 1)

const expected = '1763884800000 | "2025-11-23T16:00:00+08:00"'

/** Without a window the value has already been found to be no time at all; with one, `ts` is the time it says and lies outside. */
export function explainTime(given: unknown, path: string, ts = Number.NaN, window?: TimeWindow): Rejection {
  if (typeof given === 'string' && Number.isNaN(ts)) return explainText(given, path)
  const latest = latestOf(window)
  const found = showSent(given, window?.digitsOf)
  const writtenOut = typeof given === 'number' ? dateAsWanted(String(given)) : undefined
  if (!Number.isFinite(ts) || writtenOut)
    return rejection('ts-invalid', { field: path, found }, { path, expected, found, suggestion: writtenOut })
  const meant = typeof given === 'number' ? otherUnit(given, latest, window?.digitsOf?.(given)) : undefined
  if (meant) {
    const suggestion = { zh: `换算成毫秒是 ${meant.ms}（${iso(meant.ms)}）。`, en: `In milliseconds it is ${meant.ms} (${iso(meant.ms)}).` }
    return rejection(
      'ts-unit',
      { field: path, found, unit: timeUnits[meant.unit].name },
      { path, expected: String(meant.ms), found, suggestion },
    )
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
  const isLocal = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?$/i.test(start)
  if (isLocal && !impossibleDate(start)) {
    const local = start.replace(' ', 'T')
    const suggestion = {
      zh: `若为北京时间：${local}+08:00；若为 UTC：${local}Z。`,
      en: `If it is Beijing time: ${local}+08:00; if it is UTC: ${local}Z.`,
    }
    return rejection('ts-without-zone', { field: path, found }, { path, expected: `${local}+08:00`, found, suggestion })
  }
  return rejection('ts-invalid', { field: path, found }, { path, expected, found, suggestion: dateAsWanted(start) ?? withoutQuotes(start) })
}

/** `"1763884800000"`; a number of seconds is converted at the same time. */
function withoutQuotes(text: string): Sentence | undefined {
  const number = numberIn(text)
  if (number === undefined) return undefined
  const ms = otherUnit(number, latestOf(), text)?.ms ?? number
  return { zh: `请发送数值 ${ms}，不加引号。`, en: `Send the number ${ms}, without quotation marks.` }
}

export const timeUnits = {
  s: { inMs: 0.001, name: { zh: '秒', en: 'seconds' } },
  us: { inMs: 1_000, name: { zh: '微秒', en: 'microseconds' } },
  ns: { inMs: 1_000_000, name: { zh: '纳秒', en: 'nanoseconds' } },
} as const satisfies Readonly<Record<string, { readonly inMs: number; readonly name: Sentence }>>

export type TimeUnit = keyof typeof timeUnits

/** The unit in which this number, sent as these digits, would be a time since 2000 and not in the future. */
function otherUnit(given: number, latest: number, digits?: string): { unit: TimeUnit; ms: number } | undefined {
  if (given >= earliestMs && given <= latest) return undefined
  for (const unit of Object.keys(timeUnits) as TimeUnit[]) {
    const time = wholeMs(given, timeUnits[unit].inMs, digits)
    if (time >= earliestMs && time <= latest) return { unit, ms: time }
  }
  return undefined
}

/** Nanoseconds are more than a number holds exactly, though the milliseconds in them are not: they may lie a hair below what is meant. */
function wholeMs(given: number, inMs: number, digits = ''): number {
  if (inMs > 1 && /^\d{1,20}$/.test(digits)) return Number(BigInt(digits) / BigInt(inMs))
  return Math.floor(Number((given / inMs).toFixed(3)))
}

/** The same for a message: its time in ms, and in which unit it came. */
export function timeInOtherUnit(given: unknown, window: TimeWindow): { unit: TimeUnit; ms: number } | undefined {
  return typeof given === 'number' ? otherUnit(given, latestOf(window), window.digitsOf?.(given)) : undefined
}

/** The time a number says, in ms or another unit of this century, as ISO 8601. */
export function isoOfNumber(given: number): string | undefined {
  const ms = otherUnit(given, latestOf())?.ms ?? given
  return ms >= earliestMs && ms <= latestOf() ? iso(ms) : undefined
}

/** Without a window whatever no present clock shows is late: a number of microseconds lies thousands of years ahead. */
const latestOf = (window?: TimeWindow): number => (window ? window.receivedAt + dayMs : Date.UTC(2100, 0, 1))

const rangeOf = (window: TimeWindow | undefined): string =>
  window ? `${iso(window.receivedAt - window.maxAgeMs)} … ${iso(window.receivedAt + dayMs)}` : expected

/** As precise as is of use to people; beyond what a date can hold, the number. */
const iso = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(Math.floor(ms)).toISOString() : shorten(String(ms), 30))
