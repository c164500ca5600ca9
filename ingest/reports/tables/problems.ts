import type { Indicator } from '../../indicators/indicator.ts'
import type { Rectification, Value } from '../../indicators/indicators.ts'
import { valueUnit } from '../../indicators/number-texts.ts'
import { changeCell, valueCell } from '../cells.ts'
import type { Gathered } from '../gathered.ts'
import { indicatorName, scopeName, unitName } from '../naming.ts'
import type { Table } from '../report-data.ts'
import { monthsOf } from '../report-period.ts'
import { signAndWord } from '../status-signs.ts'
import { lineText } from './city.ts'
import { column, tableOf } from './table.ts'

interface Missed {
  readonly indicator: Indicator
  readonly value: Value
}

/** Of the city, then of the towns: what is below its line. */
export function missedOf({ indicators, city, towns }: Gathered): Missed[] {
  return indicators.flatMap((indicator) =>
    [...city, ...[...towns.values()].flat()]
      .filter((value) => value.indicator === indicator.id && value.status === 'missed')
      .map((value) => ({ indicator, value })),
  )
}

export function missedTable(gathered: Gathered): Table {
  const { names } = gathered
  return tableOf<Missed>(
    {
      id: 'missed',
      title: { zh: '未达标指标清单', en: 'Indicators that missed their line' },
      sheet: { zh: '未达标', en: 'Missed' },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 8, 'center', ({ indicator }) => indicator.id),
        column('name', { zh: '指标', en: 'Indicator' }, 26, 'left', ({ indicator }) => indicator.name),
        column('scope', { zh: '范围', en: 'Scope' }, 12, 'left', ({ value }) => scopeName(names, value.scope)),
        column('value', { zh: '本期值', en: 'Value' }, 10, 'right', ({ value }) => valueCell(value.value)),
        column('target', { zh: '达标线', en: 'Target' }, 12, 'right', ({ value }) => lineText(value.target)),
        column('gap', { zh: '差距', en: 'Gap' }, 10, 'right', ({ value }) => changeCell(value.gap)),
        column('unit', { zh: '单位', en: 'Unit' }, 9, 'center', ({ indicator }) => valueUnit(indicator.unit)),
      ],
    },
    missedOf(gathered),
  )
}

/** Values that say nothing, and why. */
export function silentTable({ indicators, city }: Gathered): Table {
  const rows = indicators.flatMap((indicator) => {
    const value = city.find((each) => each.indicator === indicator.id)
    return value && (value.status === 'not-applicable' || value.status === 'no-data') ? [{ indicator, value }] : []
  })
  return tableOf<Missed>(
    {
      id: 'silent',
      title: { zh: '不适用与数据不足的指标', en: 'Indicators not applicable or with too little data' },
      sheet: { zh: '不适用', en: 'Not applicable' },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 8, 'center', ({ indicator }) => indicator.id),
        column('name', { zh: '指标', en: 'Indicator' }, 30, 'left', ({ indicator }) => indicator.name),
        column('status', { zh: '状态', en: 'Status' }, 14, 'center', ({ value }) => signAndWord(value)),
        column('reason', { zh: '原因', en: 'Why' }, 50, 'left', ({ indicator, value }) => reasonOf(indicator, value)),
      ],
    },
    rows,
  )
}

function reasonOf({ feed }: Indicator, { status, reason }: Value) {
  if (reason) return reason
  if (status === 'no-data') return { zh: '覆盖率低于90%', en: 'coverage below 90 %' }
  return { zh: `分母为零或缺少数据来源：${feed.label.zh}`, en: `nothing to count, or feed missing: ${feed.label.en}` }
}

const rectificationStates = {
  open: { zh: '整改中', en: 'open' },
  replied: { zh: '已回复', en: 'replied' },
  closed: { zh: '已销号', en: 'closed' },
} as const satisfies Record<Rectification['state'], unknown>

/** Annex 2, the 问题整改台账: what is open, and what belongs to the period. */
export function rectificationTable(gathered: Gathered): Table {
  const { names, rectifications, period } = gathered
  return tableOf<Rectification>(
    {
      id: 'rectifications',
      title: { zh: '问题清单及整改台账', en: 'Problems and their rectification' },
      sheet: { zh: '问题台账', en: 'Rectification' },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 10, 'left', ({ id }) => id),
        column('indicator', { zh: '指标', en: 'Indicator' }, 16, 'left', ({ indicator }) =>
          indicator === undefined ? '' : indicatorName(gathered, indicator),
        ),
        column('scope', { zh: '范围', en: 'Scope' }, 10, 'left', ({ scope }) => scopeName(names, scope)),
        column('issue', { zh: '问题', en: 'Problem' }, 30, 'left', ({ issue }) => issue),
        column('unit', { zh: '责任单位', en: 'Responsible' }, 12, 'left', ({ unit }) => unitName(names, unit)),
        column('deadline', { zh: '整改时限', en: 'Deadline' }, 11, 'center', ({ deadline }) => deadline),
        column('reply', { zh: '整改情况', en: 'Reply' }, 26, 'left', ({ replies, closed }) => closed?.note ?? replies.at(-1)?.text ?? ''),
        column('state', { zh: '状态', en: 'State' }, 9, 'center', ({ state }) => rectificationStates[state]),
      ],
    },
    rectifications.filter(({ state, period: of = '' }) => state !== 'closed' || of === period.id || monthsOf(period).includes(of)),
  )
}
