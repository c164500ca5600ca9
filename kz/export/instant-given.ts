import { instantsOf, offsetOf } from '../../facilities/zone.ts'
import { usageError } from '../kz-error.ts'

const typedTime = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/i

/** A time as people type it, in ISO 8601 with a zone: without one it is of the clocks on the wall, a day is its midnight. */
export function instantGiven(option: string, text: string | undefined, zone: string): string | undefined {
  if (text === undefined || /^\d{12,16}$/.test(text)) return text // milliseconds
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = typedTime.exec(text) ?? []
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number]
  const isOfCalendar = new Date(Date.UTC(y, mo - 1, d)).getUTCDate() === d && mo >= 1 && mo <= 12 && h <= 23 && mi <= 59 && s <= 59
  const local = { year: y, month: mo, day: d, hour: h, minute: mi, second: s, ms: Number(fraction.padEnd(3, '0')) }
  const at = offset === undefined && isOfCalendar ? instantsOf(local, offsetOf(zone))[0] : Date.parse(text.replace(' ', 'T'))
  if (isOfCalendar && at !== undefined && !Number.isNaN(at)) return new Date(at).toISOString()
  throw usageError({
    zh: `${option} 不能是 ${text}，应为 2026-11-23、2026-11-23T08:00 或 2026-11-23T08:00:00+08:00 这样的时间。`,
    en: `${option} cannot be ${text}: it is a time such as 2026-11-23, 2026-11-23T08:00 or 2026-11-23T08:00:00+08:00.`,
  })
}
