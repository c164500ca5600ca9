// Values as the API answers them, and how they are told.
import type { Words } from '../facilities/define.ts'
import type { Kz } from './kz.ts'
import { counted } from './ledger-counts.ts'
import { text } from './line/command.ts'
import type { Style } from './terminal/output.ts'
import type { Column } from './terminal/table.ts'

export interface ValueAnswer {
  readonly period: string
  readonly scope: string
  readonly shown: string
  readonly numerator: number | null
  readonly denominator: number
  readonly coverage: number | null
  readonly facilities: number
  readonly status: string
  readonly statusText: Words
  readonly madeUp: boolean
  readonly revision: number
  readonly state: 'open' | 'closed'
  readonly until: string
  readonly source: 'measured' | 'manual'
  readonly document?: string
  readonly reason?: Words
  readonly target: {
    readonly target: number | readonly [number, number]
    readonly warning: number | readonly [number, number]
    readonly document: string
  } | null
  readonly targetText: Words | null
}

export interface Change {
  readonly shown: string
  readonly unit: 'points' | '%'
}

export interface IndicatorAnswer extends ValueAnswer {
  readonly id: string
  readonly name: Words
  readonly unitText: Words
  readonly change: { readonly previous: Change | null; readonly lastYear: Change | null }
}

/** Options of every command that asks for values. */
export const ofWhat = {
  period: text(
    'PERIOD',
    '时段：2026-11、2026-Q4、2026、2026-11-ytd、2026-11-t12（默认本月）',
    '2026-11, 2026-Q4, 2026, 2026-11-ytd or 2026-11-t12 (the running month)',
  ),
  scope: text(
    'SCOPE',
    '范围：city、town:shaxi、circle:ID、kind:locker、facility:ID（默认全市）',
    'city, town:shaxi, circle:ID, kind:locker or facility:ID (the city)',
  ),
} as const

const styles: Readonly<Record<string, Style>> = {
  met: 'green',
  close: 'yellow',
  missed: 'red',
  'no-data': 'dim',
  'not-applicable': 'dim',
  'no-target': 'dim',
}
export const statusStyle = ({ status }: Pick<ValueAnswer, 'status'>): Style | undefined => styles[status]

export const coverageText = (coverage: number | null): string => (coverage === null ? '–' : `${(coverage * 100).toFixed(1)} %`)

/** As people say it; what has a name only in the register stays as it is written. */
export const scopeText = ({ say }: Kz, scope: string): string => (scope === 'city' ? say({ zh: '全市', en: 'the city' }) : scope)

export function changeText({ say }: Kz, change: Change | null): string {
  if (!change) return '–'
  return `${change.shown}${change.unit === '%' ? ' %' : say({ zh: ' 个百分点', en: ' points' })}`
}

export const lineText = (line: number | readonly [number, number]): string =>
  typeof line === 'number' ? `${line}` : `${line[0]}–${line[1]}`

export const targetText = ({ say }: Kz, { target, targetText: none }: Pick<ValueAnswer, 'target' | 'targetText'>): string =>
  target ? lineText(target.target) : none ? say(none) : ''

/** Of what nothing can be counted 0 would be a claim. */
const isEmpty = ({ status, denominator }: Pick<ValueAnswer, 'status' | 'denominator'>): boolean =>
  status === 'not-applicable' && denominator === 0
export const numberText = (number: number | null, value: Pick<ValueAnswer, 'status' | 'denominator'>): string =>
  number === null || isEmpty(value) ? '–' : counted(number)

export const manualWords: Words = { zh: '人工填报', en: 'by hand' }
export const statusWords = ({ say }: Kz, { statusText, source }: Pick<ValueAnswer, 'statusText' | 'source'>): string =>
  source === 'manual' ? `${say(statusText)} (${say(manualWords)})` : say(statusText)

export function valueColumns<Row extends ValueAnswer>(kz: Kz): readonly Column<Row>[] {
  return [
    { head: { zh: '数值', en: 'VALUE' }, cell: ({ shown }) => shown, align: 'right' },
    { head: { zh: '状态', en: 'STATUS' }, cell: (value) => statusWords(kz, value), style: statusStyle },
    { head: { zh: '分子', en: 'NUMERATOR' }, cell: (value) => numberText(value.numerator, value), align: 'right' },
    { head: { zh: '分母', en: 'DENOMINATOR' }, cell: (value) => numberText(value.denominator, value), align: 'right' },
    { head: { zh: '覆盖率', en: 'COVERAGE' }, cell: ({ coverage }) => coverageText(coverage), align: 'right' },
  ]
}
