import { instantsOf, type LocalTime, type Offset } from '../zone.ts'

/** Reads a time; the instants it may mean, earliest first, or undefined when the text is not of this format. */
export type TimeReader = (text: string) => readonly number[] | undefined

type Part = 'yyyy' | 'yy' | 'MMM' | 'MM' | 'M' | 'dd' | 'd' | 'HH' | 'H' | 'hh' | 'h' | 'mm' | 'm' | 'ss' | 's' | 'SSS' | 'a'

const parts: Readonly<Record<Part, string>> = {
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
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})$/i
const rfc1123 = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})$/

/** Formats that carry their own zone. */
const complete: Readonly<Record<string, TimeReader>> = {
  iso: (text) => (iso.test(text) ? instant(Date.parse(isoStrict(text))) : undefined),
  rfc1123: (text) => (rfc1123.test(text) ? instant(Date.parse(text)) : undefined),
  unix: (text) => (/^\d{1,11}(\.\d+)?$/.test(text) ? instant(Math.round(Number(text) * 1_000)) : undefined),
  unixMs: (text) => (/^\d{1,14}$/.test(text) ? instant(Number(text)) : undefined),
}

export const completeFormats = Object.keys(complete)

/** `offset` is of the zone in which patterns such as `d/M/yyyy HH:mm:ss` are read. Undefined for a pattern without a date. */
export function timeReader(format: string, offset: Offset | undefined): TimeReader | undefined {
  const known = complete[format]
  if (known) return known
  const pattern = compile(format)
  if (!pattern || !offset) return undefined
  return (text) => {
    const found = pattern.expression.exec(text)
    const local = found && localTime(pattern.names, found.slice(1))
    return local ? instantsOf(local, offset) : undefined
  }
}

const instant = (ms: number): readonly number[] | undefined => (Number.isNaN(ms) ? undefined : [ms])

/** `Date.parse` wants a T, a point, three digits and a colon in the zone. */
const isoStrict = (text: string): string =>
  text
    .replace(/(\d) ?([+-]\d{2}):?(\d{2})$/, '$1$2:$3')
    .replace(/[T ](?=\d{2}:)/i, 'T')
    .replace(/[.,](\d{1,3})\d*/, '.$1')
    .replace(/ ?z$/i, 'Z')

function compile(format: string): { expression: RegExp; names: Part[] } | undefined {
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
