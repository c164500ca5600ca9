import type { Words } from '../../facilities/define.ts'
import {
  monthsOf as monthsOfPeriod,
  monthsUpTo as monthsUpToPeriod,
  noOffset,
  type Period,
  parsePeriod,
  periodLabel,
} from '../indicators/period.ts'
import type { ReportSort } from './report-data.ts'

/** What a report can be about. */
export interface ReportPeriod {
  readonly id: string
  readonly sort: ReportSort
  readonly year: number
  /** Month or quarter of the year; 1 for the year. */
  readonly no: number
}

/** Undefined: of something else no report is made. */
export function reportPeriod(id: string): ReportPeriod | undefined {
  const sort = parsePeriod(id, noOffset)?.sort
  if (sort === undefined || sort === 'ytd' || sort === 't12') return undefined
  const [year = 0, no = 1] = id.split(/-Q?/).map(Number)
  return { id, sort, year, no }
}

const periodOf = (id: string): Period => parsePeriod(id, noOffset) as Period

/** The months of a period, oldest first. */
export const monthsOf = ({ id }: ReportPeriod): string[] => monthsOfPeriod(periodOf(id), noOffset).map((month) => month.id)

/** Up to `last`, oldest first; at most so many, and none before `first`. */
export const monthsUpTo = (last: string, first: string, most: number): string[] =>
  monthsUpToPeriod(periodOf(last), most, noOffset)
    .map(({ id }) => id)
    .filter((each) => each >= first)

/** Reports that fall due when a month closes: its own, and those of the quarter and year that end with it. */
export function dueWith(month: string): ReportPeriod[] {
  const closed = reportPeriod(month)
  if (closed?.sort !== 'month') return []
  const { year, no } = closed
  const ids = [month, ...(no % 3 === 0 ? [`${year}-Q${no / 3}`] : []), ...(no === 12 ? [String(year)] : [])]
  return ids.flatMap((id) => reportPeriod(id) ?? [])
}

export const periodWords = ({ id }: ReportPeriod): Words => periodLabel(periodOf(id))

const sorts: Readonly<Record<ReportSort, Words>> = {
  month: { zh: '月报', en: 'monthly report' },
  quarter: { zh: '季报', en: 'quarterly report' },
  year: { zh: '年报', en: 'yearly report' },
}

export function titleOf(period: ReportPeriod): Words {
  const issue = period.sort === 'month' ? issueOf(period) : periodWords(period)
  const { zh, en } = sorts[period.sort]
  return {
    zh: `太仓市一刻钟便民生活圈智慧升级任务指标监测${zh}（${issue.zh}）`,
    en: `Task indicators of the 15-minute living circles of Taicang: ${en} (${issue.en})`,
  }
}

/** Monthly reports are numbered through the year. */
const issueOf = ({ year, no }: ReportPeriod): Words => ({ zh: `${year}年第${no}期`, en: `${year}, no. ${no}` })

/** How the periods before are called: 环比 of a month is against the month before. */
export const previousWords: Readonly<Record<ReportSort, Words>> = {
  month: { zh: '上月', en: 'the month before' },
  quarter: { zh: '上季度', en: 'the quarter before' },
  year: { zh: '上年', en: 'the year before' },
}
