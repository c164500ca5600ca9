import type { ValueWithPast } from '../../indicators/indicators.ts'
import { valueText, valueUnit } from '../../indicators/number-texts.ts'
import { valueCell } from '../cells.ts'
import type { Gathered } from '../gathered.ts'
import type { Cell, Table } from '../report-data.ts'
import { statusSigns } from '../status-signs.ts'
import { column, tableOf } from './table.ts'

/** Annex 1: every indicator that towns have, town by town, with the sign of how it stands. */
export function townsTable({ indicators, city, towns, names }: Gathered): Table {
  const rows = indicators.filter(
    ({ id, granularity }) => granularity.includes('T') && [...towns.values()].some((values) => isThere(values, id)),
  )
  const cell = (values: readonly ValueWithPast[] | undefined, id: string) => standing(values?.find((each) => each.indicator === id))
  return tableOf<Gathered['indicators'][number]>(
    {
      id: 'towns',
      title: { zh: '各镇（区、街道）指标完成情况', en: 'Indicators of the towns' },
      sheet: { zh: '各镇', en: 'Towns' },
      note: {
        zh: '● 达标　◐ 接近　○ 未达标　– 未设目标、数据不足或不适用。带*者设施少于5处或时长不足，只列示、不排名。',
        en: '● met  ◐ close  ○ missed  – no target, too little data or not applicable. *: fewer than five facilities or too little time, shown and not ranked.',
      },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 7, 'center', ({ id }) => id),
        column('name', { zh: '指标', en: 'Indicator' }, 24, 'left', ({ name }) => name),
        column('unit', { zh: '单位', en: 'Unit' }, 9, 'center', ({ unit }) => valueUnit(unit)),
        column('city', { zh: '全市', en: 'City' }, 11, 'right', ({ id }) => cell(city, id)),
        ...names.towns.map((town) =>
          column<Gathered['indicators'][number]>(town.id, town.name, 11, 'right', ({ id }) => cell(towns.get(town.id), id)),
        ),
      ],
    },
    rows,
  )
}

const isThere = (values: readonly ValueWithPast[], id: string) => values.some((value) => value.indicator === id && value.value !== null)

function standing(value: ValueWithPast | undefined): Cell {
  if (value?.value == null) return valueCell(null)
  const sign = statusSigns[value.status]
  const mark = value.isRanked || value.scope === 'city' ? '' : '*'
  return { text: `${valueText(value.value)}${mark} ${sign}`, value: value.value, format: `0.00"${mark} ${sign}"` }
}
