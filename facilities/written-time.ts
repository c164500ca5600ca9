// How a time may be written: one language for the mappings of the register and the mapping files of replay.
import { isoTime } from './iso-time.ts'
import { instantsOf, isZone, type LocalTime, offsetOf } from './zone.ts'

/**
 * Reads a time as it was given: the instants it may mean in ms since 1970 UTC, earliest first (two in the hour that is lived twice).
 * Undefined: it is not of this format.
 */
export type TimeReader = (given: string | number) => readonly number[] | undefined

/** Text without blanks around it. */
type TextReader = (text: string) => readonly number[] | undefined

/** The last millisecond a Date can hold. */
const latest = 8.64e15
const longest = 64
const rfc1123 = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})$/

const complete: Readonly<Record<string, TextReader>> = {
  // What writes a space for the T may write one before the zone, too.
  iso: (text) => instant(isoTime(text.replace(/\s(?=(Z|[+-]\d{2}:?\d{2})$)/i, ''))),
  rfc1123: (text) => (rfc1123.test(text) ? instant(Date.parse(text)) : undefined),
  s: countReader(0.001),
  ms: countReader(1),
  us: countReader(1_000),
  ns: countReader(1_000_000),
}

/** Formats that need no zone; every other one is a pattern. */
export const completeFormats: readonly string[] = Object.keys(complete)

/** Undefined for what is neither a name nor a pattern with year, month and day; for a pattern also when the zone is missing or unknown. */
export function timeReader(format: string, zone?: string): TimeReader | undefined {
  const read = Object.hasOwn(complete, format) ? complete[format] : patternReader(format, zone)
  if (!read) return undefined
  return (given) => {
    const text = String(given).trim()
    return text.length <= longest ? read(text) : undefined
  }
}

export const isPattern = (format: string): boolean => compile(format) !== undefined

const instant = (ms: number): readonly number[] | undefined => (Number.isNaN(ms) ? undefined : [ms])

/** Fractions of a millisecond are cut off; those of a second in binary may lie a hair below the millisecond they mean. */
function countReader(perMs: number): TextReader {
  return (text) => {
    if (!/^\d{1,20}(\.\d{1,20})?$/.test(text)) return undefined
    const ms = Math.floor(Number((Number(text) / perMs).toFixed(3)))
    return ms <= latest ? [ms] : undefined
  }
}

function patternReader(format: string, zone: string | undefined): TextReader | undefined {
  const pattern = compile(format)
  if (!pattern || zone === undefined || !isZone(zone)) return undefined
  const offset = offsetOf(zone)
  return (text) => {
    const found = pattern.expression.exec(text)
    const local = found && localTime(pattern.names, found.slice(1))
    return local ? instantsOf(local, offset) : undefined
  }
}

const parts = {
  yyyy: '\\d{4}',
  yy: '\\d{2}',
  MMM: '[A-Za-z]{3}',
  MM: '\\d{2}',
  M: '\\d{1,2}',
  dd: '\\d{2}',
  d: '\\d{1,2}',
  HH: '\\d{2}',
  H: '\\d{1,2}',
  hh: '\\d{2}',
  h: '\\d{1,2}',
  mm: '\\d{2}',
  m: '\\d{1,2}',
  ss: '\\d{2}',
  s: '\\d{1,2}',
  SSS: '\\d{3}',
  a: '[AaPp][Mm]',
} as const

type Part = keyof typeof parts

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function compile(format: string): { expression: RegExp; names: readonly Part[] } | undefined {
  const names: Part[] = []
  const source = format.replace(/(yyyy|yy|MMM|MM?|dd?|HH?|hh?|mm?|ss?|SSS|a)|([^\w\s])|(\s+)|(\w)/g, (text, part, sign, space) => {
    if (part) {
      names.push(part)
      return `(${parts[part as Part]})`
    }
    if (sign) return `\\${sign}`
    return space ? '\\s+' : text
  })
  const has = (...wanted: Part[]) => wanted.some((name) => names.includes(name))
  const isDate = has('yyyy', 'yy') && has('MMM', 'MM', 'M') && has('dd', 'd')
  return isDate ? { expression: new RegExp(`^${source}$`), names } : undefined
}

function localTime(names: readonly Part[], texts: readonly string[]): LocalTime | undefined {
  const text = (...wanted: Part[]) => texts[names.findIndex((name) => wanted.includes(name))]
  const number = (...wanted: Part[]) => Number(text(...wanted) ?? 0)
  const monthName = text('MMM')?.toLowerCase()
  const local = {
    year: number('yyyy', 'yy') + (names.includes('yy') ? 2_000 : 0),
    month: monthName === undefined ? number('MM', 'M') : months.indexOf(monthName) + 1,
    day: number('dd', 'd'),
    hour: names.includes('a') ? twelve(number('hh', 'h'), text('a') ?? '') : number('HH', 'H', 'hh', 'h'),
    minute: number('mm', 'm'),
    second: number('ss', 's'),
    ms: number('SSS'),
  }
  return exists(local) ? local : undefined
}

const twelve = (hour: number, half: string): number => (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)

/** 30 February and 25:00 are no times. */
function exists({ year, month, day, hour, minute, second }: LocalTime): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
}
