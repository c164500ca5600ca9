import type { Indicator } from '../../indicators/indicator.ts'
import { countText, valueUnit } from '../../indicators/number-texts.ts'
import type { Gathered } from '../gathered.ts'
import { listed } from '../naming.ts'
import type { Table, Text } from '../report-data.ts'
import { monthsOf } from '../report-period.ts'
import { column, tableOf } from './table.ts'

const directions = {
  up: { zh: '越高越好', en: 'higher is better' },
  down: { zh: '越低越好', en: 'lower is better' },
  band: { zh: '区间', en: 'within a band' },
} as const

/** Annex 3: how each number is counted. */
export function formulasTable({ indicators, parameters, period }: Gathered): Table {
  const last = monthsOf(period).at(-1) ?? ''
  const inForce = (id: string) => (parameters.get(id) ?? []).filter(({ since }) => since <= last)
  return tableOf<Indicator>(
    {
      id: 'formulas',
      title: { zh: '指标口径', en: 'How each indicator is counted' },
      sheet: { zh: '口径', en: 'Formulas' },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 7, 'center', ({ id }) => id),
        column('name', { zh: '指标', en: 'Indicator' }, 15, 'left', ({ name }) => name),
        column('formula', { zh: '计算口径', en: 'Formula' }, 60, 'left', ({ formula }) => formula.text),
        column('numerator', { zh: '分子', en: 'Numerator' }, 18, 'left', ({ formula: { numerator } }) => withUnit(numerator)),
        column('denominator', { zh: '分母', en: 'Denominator' }, 18, 'left', ({ formula: { denominator } }) => withUnit(denominator)),
        column('unit', { zh: '单位', en: 'Unit' }, 9, 'center', ({ unit }) => valueUnit(unit)),
        column('direction', { zh: '方向', en: 'Direction' }, 10, 'center', ({ direction }) => directions[direction]),
        column('parameters', { zh: '参数', en: 'Parameters' }, 18, 'left', (indicator) => parametersText(indicator, inForce(indicator.id))),
        column('version', { zh: '版本', en: 'Version' }, 6, 'center', ({ formula }) => ({
          text: countText(formula.version),
          value: formula.version,
          format: '0',
        })),
        column('sources', { zh: '依据', en: 'Source' }, 20, 'left', ({ formula: { sources } }) =>
          sources.length === 0 ? { zh: '平台建议口径，待核定', en: 'proposal of the platform' } : listed(sources),
        ),
      ],
    },
    indicators,
  )
}

function withUnit({ label, unit }: Indicator['formula']['numerator']): Text {
  if (label.zh === '' || label.zh === '—') return '–'
  return { zh: unit.zh === '' ? label.zh : `${label.zh}（${unit.zh}）`, en: unit.en === '' ? label.en : `${label.en} (${unit.en})` }
}

function parametersText({ formula }: Indicator, settings: readonly { readonly name: string; readonly value: number }[]): Text {
  const all = Object.entries(formula.parameters).map(([name, { value, label }]) => {
    const inForce = settings.findLast((each) => each.name === name)?.value ?? value
    return { zh: `${label.zh} ${countText(inForce)}`, en: `${label.en} ${countText(inForce)}` }
  })
  return all.length === 0 ? '–' : { zh: all.map(({ zh }) => zh).join('；'), en: all.map(({ en }) => en).join('; ') }
}
