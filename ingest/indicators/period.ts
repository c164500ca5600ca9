/** Windows of time by name; docs/indicators.md lists the forms. Months are those of KZ_TIMEZONE, whose offset the caller gives. */
import type { Words } from '../../facilities/define.ts'
import { instantsOf, type Offset } from '../../facilities/zone.ts'

export interface Period {
  /** `2026-11`, `2026-Q4`, `2026`, `2026-11-ytd`, `2026-11-t12`. */
  readonly id: string
  readonly sort: 'month' | 'quarter' | 'year' | 'ytd' | 't12'
  /** Half-open, ms since 1970 UTC. */
  readonly from: number
  readonly to: number
}

/** What `parsePeriod` takes, for the sentence that refuses anything else. */
export const periodForms: Words = {
  zh: '2026-11（月）、2026-Q4（季）、2026（年）、2026-11-ytd（年初至当月）、2026-11-t12（截至当月的十二个月）',
  en: '2026-11 (month), 2026-Q4 (quarter), 2026 (year), 2026-11-ytd (January to that month), 2026-11-t12 (the twelve months ending with it)',
}

/** Months are counted from year 0, so that going back over a new year is a subtraction. */
interface Span {
  readonly sort: Period['sort']
  readonly first: number
  readonly months: number
}

/** For who asks for names alone: which months a period has is the same in every zone, their instants are not. */
export const noOffset: Offset = () => 0

/** Undefined: not one of `periodForms`. */
export function parsePeriod(text: string, offset: Offset): Period | undefined {
  const span = spanOf(text)
  return span && periodOf(span, offset)
}

/** The month in which an instant lies. */
export function monthAt(time: number, offset: Offset): Period {
  const wall = new Date(time + offset(time))
  return periodOf({ sort: 'month', first: wall.getUTCFullYear() * 12 + wall.getUTCMonth(), months: 1 }, offset)
}

/** The months a period is made of, oldest first. */
export function monthsOf(period: Period, offset: Offset): readonly Period[] {
  const { first, months } = spanOf(period.id) as Span
  return Array.from({ length: months }, (_, index) => periodOf({ sort: 'month', first: first + index, months: 1 }, offset))
}

/** So many months up to the last of a period, oldest first. */
export function monthsUpTo(period: Period, count: number, offset: Offset): readonly Period[] {
  const { first, months } = spanOf(period.id) as Span
  const earliest = first + months - count
  return Array.from({ length: count }, (_, index) => periodOf({ sort: 'month', first: earliest + index, months: 1 }, offset))
}

/** 环比: the one before of the same sort. January to date has none: the year before it ended with December. */
export function previousPeriod(period: Period, offset: Offset): Period | undefined {
  const span = spanOf(period.id) as Span
  if (span.sort === 'ytd') return span.months === 1 ? undefined : periodOf({ ...span, months: span.months - 1 }, offset)
  return periodOf({ ...span, first: span.first - (span.sort === 't12' ? 1 : span.months) }, offset)
}

/** 同比: the same one a year before. */
export function yearBefore(period: Period, offset: Offset): Period {
  const span = spanOf(period.id) as Span
  return periodOf({ ...span, first: span.first - 12 }, offset)
}

export function periodLabel(period: Period): Words {
  const { sort, first, months } = spanOf(period.id) as Span
  const [start, end] = [dateOf(first), dateOf(first + months - 1)]
  const labels: Record<Period['sort'], Words> = {
    month: { zh: `${start.year}年${start.month}月`, en: `${start.name} ${start.year}` },
    quarter: { zh: `${start.year}年第${'一二三四'[end.month / 3 - 1]}季度`, en: `Q${end.month / 3} ${start.year}` },
    year: { zh: `${start.year}年`, en: `${start.year}` },
    ytd: {
      zh: months === 1 ? `${start.year}年1月` : `${start.year}年1—${end.month}月`,
      en: months === 1 ? `January ${start.year}` : `January to ${end.name} ${start.year}`,
    },
    t12: { zh: `截至${end.year}年${end.month}月的十二个月`, en: `Twelve months to ${end.name} ${end.year}` },
  }
  return labels[sort]
}

const form = /^(?<year>20\d\d)(?:-(?:Q(?<quarter>[1-4])|(?<month>0[1-9]|1[0-2])(?:-(?<sort>ytd|t12))?))?$/

function spanOf(text: string): Span | undefined {
  const groups = form.exec(text)?.groups
  if (!groups) return undefined
  const january = Number(groups.year) * 12
  const month = Number(groups.month ?? 0) - 1
  if (groups.quarter !== undefined) return { sort: 'quarter', first: january + (Number(groups.quarter) - 1) * 3, months: 3 }
  if (groups.month === undefined) return { sort: 'year', first: january, months: 12 }
  if (groups.sort === 'ytd') return { sort: 'ytd', first: january, months: month + 1 }
  if (groups.sort === 't12') return { sort: 't12', first: january + month - 11, months: 12 }
  return { sort: 'month', first: january + month, months: 1 }
}

function periodOf(span: Span, offset: Offset): Period {
  return { id: idOf(span), sort: span.sort, from: startOf(span.first, offset), to: startOf(span.first + span.months, offset) }
}

function idOf({ sort, first, months }: Span): string {
  const { year, month } = dateOf(sort === 'year' || sort === 'quarter' ? first : first + months - 1)
  if (sort === 'year') return `${year}`
  if (sort === 'quarter') return `${year}-Q${(month + 2) / 3}`
  const name = `${year}-${String(month).padStart(2, '0')}`
  return sort === 'month' ? name : `${name}-${sort}`
}

function startOf(month: number, offset: Offset): number {
  const { year, month: named } = dateOf(month)
  return instantsOf({ year, month: named, day: 1, hour: 0, minute: 0, second: 0, ms: 0 }, offset)[0] as number
}

const names = 'January February March April May June July August September October November December'.split(' ')

const dateOf = (month: number) => ({ year: Math.floor(month / 12), month: (month % 12) + 1, name: names[month % 12] as string })
