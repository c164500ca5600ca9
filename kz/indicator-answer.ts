// Values as the API answers them, and how they are told.
import type { Words } from '../facilities/define.ts'
import type { Kz } from './kz.ts'
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

export function changeText({ say }: Kz, change: Change | null): string {
  if (!change) return '–'
  return `${change.shown}${change.unit === '%' ? ' %' : say({ zh: ' 个百分点', en: ' points' })}`
}

export const lineText = (line: number | readonly [number, number]): string =>
  typeof line === 'number' ? `${line}` : `${line[0]}–${line[1]}`

export const targetText = ({ say }: Kz, { target, targetText: none }: Pick<ValueAnswer, 'target' | 'targetText'>): string =>
  target ? lineText(target.target) : none ? say(none) : ''

export function valueColumns<Row extends ValueAnswer>(kz: Kz): readonly Column<Row>[] {
  return [
    { head: { zh: '数值', en: 'VALUE' }, cell: ({ shown }) => shown, align: 'right' },
    { head: { zh: '状态', en: 'STATUS' }, cell: ({ statusText }) => kz.say(statusText), style: statusStyle },
    { head: { zh: '分子', en: 'NUMERATOR' }, cell: ({ numerator }) => numerator ?? '–', align: 'right' },
    { head: { zh: '分母', en: 'DENOMINATOR' }, cell: ({ denominator }) => denominator, align: 'right' },
    { head: { zh: '覆盖率', en: 'COVERAGE' }, cell: ({ coverage }) => coverageText(coverage), align: 'right' },
  ]
}
