import type { Indicator } from '../../indicators/indicator.ts'
import type { Value } from '../../indicators/indicators.ts'
import { valueUnit } from '../../indicators/number-texts.ts'
import { countCell, shareCell, valueCell } from '../cells.ts'
import type { Gathered } from '../gathered.ts'
import { scopeName } from '../naming.ts'
import type { Cell, Table } from '../report-data.ts'
import { signAndWord } from '../status-signs.ts'
import { column, tableOf } from './table.ts'

interface Row {
  readonly indicator: Indicator
  readonly value: Value
}

/** Numerators and denominators of the city: in the report itself, since a number without them is a claim. */
export const cityProof = (gathered: Gathered): Table =>
  proof(gathered, gathered.city, {
    id: 'city-proof',
    title: { zh: '全市指标分子分母', en: 'Numerators and denominators of the city' },
    sheet: { zh: '分子分母（全市）', en: 'Proof (city)' },
  })

/** The same of the towns, in the workbook. */
export const townProof = (gathered: Gathered): Table =>
  proof(gathered, [...gathered.towns.values()].flat(), {
    id: 'town-proof',
    title: { zh: '各镇（区、街道）指标分子分母', en: 'Numerators and denominators of the towns' },
    sheet: { zh: '分子分母', en: 'Proof' },
  })

export const circlesTable = (gathered: Gathered): Table =>
  proof(gathered, [...gathered.circles.values()].flat(), {
    id: 'circles',
    title: { zh: '各生活圈指标', en: 'Indicators of the living circles' },
    sheet: { zh: '各生活圈', en: 'Circles' },
  })

export const kindsTable = (gathered: Gathered): Table =>
  proof(gathered, [...gathered.kinds.values()].flat(), {
    id: 'kinds',
    title: { zh: '各业态指标', en: 'Indicators by kind of facility' },
    sheet: { zh: '业态指标', en: 'Indicators by kind' },
  })

function proof({ indicators, names }: Gathered, values: readonly Value[], about: Pick<Table, 'id' | 'title' | 'sheet'>): Table {
  const rows = indicators.flatMap((indicator) =>
    values.filter((value) => value.indicator === indicator.id && value.value !== null).map((value) => ({ indicator, value })),
  )
  return tableOf<Row>(
    {
      ...about,
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 7, 'center', ({ indicator }) => indicator.id),
        column('name', { zh: '指标', en: 'Indicator' }, 22, 'left', ({ indicator }) => indicator.name),
        column('scope', { zh: '范围', en: 'Scope' }, 13, 'left', ({ value }) => scopeName(names, value.scope)),
        column('numerator', { zh: '分子', en: 'Numerator' }, 15, 'right', ({ value }) => countCell(value.numerator)),
        column('denominator', { zh: '分母', en: 'Denominator' }, 15, 'right', ({ value }) => countCell(value.denominator)),
        column('value', { zh: '数值', en: 'Value' }, 10, 'right', quotient),
        column('unit', { zh: '单位', en: 'Unit' }, 10, 'center', ({ indicator }) => valueUnit(indicator.unit)),
        column('coverage', { zh: '覆盖率（%）', en: 'Coverage (%)' }, 11, 'right', ({ value }) => shareCell(value.coverage)),
        column('facilities', { zh: '设施', en: 'Facilities' }, 8, 'right', ({ value }) => countCell(value.facilities)),
        column('devices', { zh: '设备', en: 'Devices' }, 8, 'right', ({ value }) => countCell(value.devices)),
        column('status', { zh: '状态', en: 'Status' }, 13, 'center', ({ value }) => signAndWord(value)),
        column('revision', { zh: '修订次', en: 'Revision' }, 7, 'center', ({ value }) => countCell(value.revision)),
      ],
    },
    rows,
  )
}

/** With the quotient where it is one: a median is not. */
function quotient({ value: { value, numerator, denominator } }: Row): Cell {
  const cell = valueCell(value)
  if (value === null || numerator === null || denominator === 0) return cell
  const factor = ([100, 1] as const).find((each) => isSame((numerator / denominator) * each, value))
  return factor === undefined ? cell : { ...cell, ratio: { numerator: 'numerator', denominator: 'denominator', factor } }
}

/** Up to what floating-point division leaves. */
const isSame = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
