import type { Words } from '../../facilities/define.ts'
import type { ReportSort } from './report-data.ts'

/** What a report can be about. */
export interface ReportPeriod {
  readonly id: string
  readonly sort: ReportSort
  readonly year: number
  /** Month or quarter of the year; 1 for the year. */
  readonly no: number
}

const forms: readonly { readonly sort: ReportSort; readonly form: RegExp }[] = [
  { sort: 'month', form: /^(20\d\d)-(0[1-9]|1[0-2])$/ },
  { sort: 'quarter', form: /^(20\d\d)-Q([1-4])$/ },
  { sort: 'year', form: /^(20\d\d)$/ },
]

export function reportPeriod(id: string): ReportPeriod | undefined {
  for (const { sort, form } of forms) {
    const found = form.exec(id)
    if (found) return { id, sort, year: Number(found[1]), no: Number(found[2] ?? 1) }
  }
  return undefined
}

/** The months of a period, oldest first. */
export function monthsOf({ sort, year, no }: ReportPeriod): string[] {
  const [first, count] = sort === 'month' ? [no, 1] : sort === 'quarter' ? [no * 3 - 2, 3] : [1, 12]
  return Array.from({ length: count }, (_, index) => `${year}-${String(first + index).padStart(2, '0')}`)
}

/** Up to `last`, oldest first; at most so many, and none before `first`. */
export function monthsUpTo(last: string, first: string, most: number): string[] {
  const [year = 0, month = 0] = last.split('-').map(Number)
  const count = year * 12 + month - 1
  return Array.from({ length: most }, (_, back) => count - most + 1 + back)
    .map((each) => `${Math.floor(each / 12)}-${String((each % 12) + 1).padStart(2, '0')}`)
    .filter((each) => each >= first)
}

/** Reports that fall due when a month closes: its own, and those of the quarter and year that end with it. */
export function dueWith(month: string): ReportPeriod[] {
  const closed = reportPeriod(month)
  if (closed?.sort !== 'month') return []
  const { year, no } = closed
  const ids = [month, ...(no % 3 === 0 ? [`${year}-Q${no / 3}`] : []), ...(no === 12 ? [String(year)] : [])]
  return ids.flatMap((id) => reportPeriod(id) ?? [])
}

export function periodWords({ sort, year, no }: ReportPeriod): Words {
  if (sort === 'year') return { zh: `${year}年`, en: String(year) }
  if (sort === 'quarter') return { zh: `${year}年第${no}季度`, en: `quarter ${no} of ${year}` }
  return { zh: `${year}年${no}月`, en: `${englishMonths[no - 1]} ${year}` }
}

const englishMonths = 'January February March April May June July August September October November December'.split(' ')

const sorts: Readonly<Record<ReportSort, Words>> = {
  month: { zh: '月报', en: 'monthly report' },
  quarter: { zh: '季报', en: 'quarterly report' },
  year: { zh: '年报', en: 'yearly report' },
}

export function titleOf(period: ReportPeriod): Words {
  const issue = {
    month: { zh: `（${period.year}年第${period.no}期）`, en: ` (${period.year}, no. ${period.no})` },
    quarter: { zh: `（${period.year}年第${period.no}季度）`, en: ` (${period.year}, quarter ${period.no})` },
    year: { zh: `（${period.year}年）`, en: ` (${period.year})` },
  }[period.sort]
  const { zh, en } = sorts[period.sort]
  return {
    zh: `太仓市一刻钟便民生活圈智慧升级任务指标监测${zh}${issue.zh}`,
    en: `Task indicators of the 15-minute living circles of Taicang: ${en}${issue.en}`,
  }
}

/** How the periods before are called: 环比 of a month is against the month before. */
export const previousWords: Readonly<Record<ReportSort, Words>> = {
  month: { zh: '上月', en: 'the month before' },
  quarter: { zh: '上季度', en: 'the quarter before' },
  year: { zh: '上年', en: 'the year before' },
}
