import type { Indicator } from '../../indicators/indicator.ts'
import type { Target, ValueWithPast } from '../../indicators/indicators.ts'
import { none, valueText, valueUnit } from '../../indicators/number-texts.ts'
import { changeCell, shareCell, valueCell } from '../cells.ts'
import type { Gathered } from '../gathered.ts'
import type { Cell, Table } from '../report-data.ts'
import { signAndWord } from '../status-signs.ts'
import { column, tableOf } from './table.ts'

interface Row {
  readonly indicator: Indicator
  readonly value: ValueWithPast
}

/** Every indicator of the city, in the order of the tasks. */
export function cityTable({ indicators, city }: Gathered): Table {
  const rows = indicators.flatMap((indicator) => {
    const value = city.find((each) => each.indicator === indicator.id)
    return value ? [{ indicator, value }] : []
  })
  return tableOf<Row>(
    {
      id: 'city',
      title: { zh: '全市指标完成情况', en: 'Indicators of the city' },
      sheet: { zh: '指标总表', en: 'Indicators' },
      note: {
        zh: '环比、同比、差距：比率类为百分点，其余为指标单位；“–”表示没有可比数值。覆盖率仅用于按状态判定的指标。',
        en: 'Changes and gap: percentage points for rates, else the unit of the indicator; – where there is nothing to compare. Coverage where states are judged.',
      },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 7, 'center', ({ indicator }) => indicator.id),
        column('name', { zh: '指标', en: 'Indicator' }, 22, 'left', ({ indicator }) => indicator.name),
        column('unit', { zh: '单位', en: 'Unit' }, 8, 'center', ({ indicator }) => valueUnit(indicator.unit)),
        column('value', { zh: '本期值', en: 'Value' }, 9, 'right', ({ value }) => valueCell(value.value)),
        column('change', { zh: '环比', en: 'Change' }, 9, 'right', ({ value }) => changeCell(changeOf(value))),
        column('year', { zh: '同比', en: 'On the year' }, 9, 'right', ({ value }) => changeCell(onYearOf(value))),
        column('target', { zh: '达标线', en: 'Target' }, 9, 'right', ({ value }) => lineCell(value.target)),
        column('gap', { zh: '差距', en: 'Gap' }, 9, 'right', ({ value }) => changeCell(value.gap)),
        column('status', { zh: '状态', en: 'Status' }, 11, 'center', ({ value }) => signAndWord(value)),
        column('coverage', { zh: '覆盖率（%）', en: 'Coverage (%)' }, 9, 'right', ({ value }) => shareCell(value.coverage)),
      ],
    },
    rows,
  )
}

export const changeOf = ({ value, previous }: ValueWithPast): number | null => difference(value, previous?.value)
export const onYearOf = ({ value, lastYear }: ValueWithPast): number | null => difference(value, lastYear?.value)

const difference = (now: number | null, before: number | null | undefined) => (now === null || before == null ? null : now - before)

function lineCell(target: Target | undefined): Cell {
  if (!target) return { text: { zh: '待核定', en: 'not set' } }
  if (typeof target.target === 'number') return valueCell(target.target)
  const [low, high] = target.target
  return { text: `${valueText(low)}～${valueText(high)}` }
}

/** 达标线 in a sentence. */
export const lineText = (target: Target | undefined): string => {
  const { text } = lineCell(target)
  return typeof text === 'string' ? text : none
}
