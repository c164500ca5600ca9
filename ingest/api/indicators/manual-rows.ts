import type { Words } from '../../../facilities/define.ts'
import { type Row, type RowFault, readTable } from '../../../register/csv.ts'
import type { Indicator } from '../../indicators/indicator.ts'
import { IndicatorFault, type Indicators, type ManualValue } from '../../indicators/indicators.ts'
import { parsePeriod } from '../../indicators/period.ts'
import { parseScope, scopeForms } from '../../indicators/scope.ts'
import { Problem } from '../problem.ts'
import { type AskedIndicators, future } from './asked.ts'
import { manualFault } from './manual-faults.ts'
import { documentNumber, isDay, note } from './periods-and-scopes.ts'

const columns = {
  needed: ['indicator', 'period', 'value', 'document', 'date'],
  optional: ['scope', 'numerator', 'denominator', 'note'],
} as const

type Column = (typeof columns.needed)[number] | (typeof columns.optional)[number]
type Cells = Row<Column>['cells']

interface Context {
  readonly asking: AskedIndicators
  readonly indicators: Pick<Indicators, 'all' | 'value'>
  readonly author: string
}

/** The values of a file, or everything that is wrong with it. */
export async function readManualValues(file: Uint8Array, context: Context): Promise<{ values: ManualValue[] } | { faults: RowFault[] }> {
  const table = readTable<Column>(file, columns)
  if ('faults' in table) return table
  if (table.rows.length === 0) return { faults: [{ row: 2, message: empty }] }
  const faults = [...table.rows.flatMap((row) => faultsOf(row, context)), ...repeated(table.rows)]
  if (faults.length === 0) faults.push(...(await measured(table.rows, context)))
  faults.sort((a, b) => a.row - b.row)
  return faults.length > 0 ? { faults } : { values: table.rows.map(({ cells }) => valueOfRow(cells, context.author)) }
}

function faultsOf({ row, cells }: Row<Column>, { asking, indicators }: Context): RowFault[] {
  const checks: Record<Column, Words | undefined> = {
    indicator: indicatorFault(cells.indicator, indicators.all),
    period: cells.period === undefined ? missing('period') : told(() => checkMonth(cells.period ?? '', asking)),
    scope: cells.scope === undefined ? undefined : told(() => checkScope(cells.scope ?? '', asking)),
    value: cells.value === undefined ? missing('value') : numberFault(cells.value),
    numerator: numberFault(cells.numerator),
    denominator: numberFault(cells.denominator),
    document: cells.document === undefined ? missing('document') : documentNumber.safeParse(cells.document).success ? undefined : notLine,
    date: cells.date === undefined ? missing('date') : !isDay(cells.date) ? notDay : asking.isFuture(cells.date) ? future : undefined,
    note: note.safeParse(cells.note).success ? undefined : tooLong,
  }
  if (!Object.values(checks).some(Boolean)) {
    const found = indicators.all.find((each) => each.id === cells.indicator)
    const fault = found && manualFault(found, numbersOf(cells))
    if (fault) checks[fault.path] = fault.message
  }
  return Object.entries(checks).flatMap(([column, message]) => (message ? [{ row, column, message }] : []))
}

function indicatorFault(id: string | undefined, all: readonly Indicator[]): Words | undefined {
  if (id === undefined) return missing('indicator')
  const found = all.find((each) => each.id === id)
  if (!found) return { zh: `没有指标 ${id}`, en: `there is no indicator ${id}` }
  return undefined
}

function checkMonth(id: string, asking: AskedIndicators): Words | undefined {
  if (parsePeriod(id, () => 0)?.sort !== 'month') return { zh: '应为月份，如 2026-11', en: 'it has to be a month, as 2026-11' }
  asking.periodOf(id)
  return undefined
}

function checkScope(id: string, asking: AskedIndicators): Words | undefined {
  if (!parseScope(id)) return { zh: `应为范围：${scopeForms.zh}`, en: `it has to be a scope: ${scopeForms.en}` }
  asking.scopeOf(id)
  return undefined
}

/** What a check says, whether it returns or throws it. */
function told(check: () => Words | undefined): Words | undefined {
  try {
    return check()
  } catch (error) {
    if (error instanceof Problem) return error.case.faults?.[0]?.message
    throw error
  }
}

const numberFault = (cell: string | undefined): Words | undefined =>
  cell === undefined || /^\d+(\.\d+)?$/.test(cell)
    ? undefined
    : {
        zh: `${cell} 不是数字：请写 96.4 这样的数，不带单位、百分号和千分位`,
        en: `${cell} is no number: write it as 96.4, without unit, per cent sign or separators`,
      }

const numberOf = (cell: string | undefined): number | undefined => (cell === undefined ? undefined : Number(cell))
const numbersOf = ({ value, numerator, denominator }: Cells) => ({
  value: Number(value),
  numerator: numberOf(numerator),
  denominator: numberOf(denominator),
})
const notLine: Words = { zh: '应为一行文字，不超过 200 个字符', en: 'must be one line of at most 200 characters' }
const tooLong: Words = { zh: '不应超过 1000 个字符', en: 'must be at most 1000 characters' }

/** Of what devices tell there is no value by hand. */
async function measured(rows: readonly Row<Column>[], { indicators }: Context): Promise<RowFault[]> {
  const faults: RowFault[] = []
  for (const { row, cells } of rows) {
    const { indicator: id = '', period = '' } = cells
    if (!indicators.all.some((each) => each.id === id && each.count)) continue
    const known = await indicators.value(id, { period, scope: 'city' }).catch(nothingThen)
    const message = { zh: `${id} 由设备监测，不接受人工填报`, en: `${id} is measured by devices and takes no value by hand` }
    if (known?.source === 'measured' && known.value !== null) faults.push({ row, column: 'indicator', message })
  }
  return faults
}

/** A month before the first device. */
function nothingThen(error: unknown): undefined {
  if (error instanceof IndicatorFault && error.code === 'no-value') return undefined
  throw error
}

/** One value of an indicator, month and scope. */
function repeated(rows: readonly Row<Column>[]): RowFault[] {
  const first = new Map<string, number>()
  return rows.flatMap(({ row, cells: { indicator, period, scope = 'city' } }) => {
    const key = JSON.stringify([indicator, period, scope])
    const before = first.get(key)
    if (before === undefined) first.set(key, row)
    const message = { zh: `与第 ${before} 行是同一指标、月份和范围`, en: `row ${before} is of the same indicator, month and scope` }
    return before === undefined ? [] : [{ row, message }]
  })
}

const valueOfRow = (cells: Cells, author: string): ManualValue => ({
  indicator: cells.indicator ?? '',
  period: cells.period ?? '',
  scope: cells.scope ?? 'city',
  value: Number(cells.value),
  ...(cells.numerator !== undefined && { numerator: Number(cells.numerator) }),
  ...(cells.denominator !== undefined && { denominator: Number(cells.denominator) }),
  document: cells.document ?? '',
  date: cells.date ?? '',
  ...(cells.note !== undefined && { note: cells.note }),
  author,
})

const missing = (column: Column): Words => ({ zh: `缺少 ${column}`, en: `${column} is missing` })
const notDay: Words = { zh: '应为日期，如 2026-11-01', en: 'it has to be a day, as 2026-11-01' }
const empty: Words = { zh: '文件中没有数据行', en: 'the file has no rows' }
