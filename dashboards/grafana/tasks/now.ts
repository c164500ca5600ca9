import { indicatorStatuses, indicatorTitles } from '../../../seeds/indicators.ts'
import { towns } from '../../../seeds/towns.ts'
import { as, type Condition, chosen, is, of, type Select } from '../influxql.ts'
import type { Language } from '../language.ts'
import { wordsOf } from '../panels/colours.ts'
import { table } from '../panels/table.ts'
import { rollupTarget } from '../targets.ts'
import { unitText } from './unit-text.ts'

const texts = {
  status: {
    zh: { title: '各指标最新月值', description: '范围内最近一个月的值；修订号0为当月未关账。覆盖率低于90%的值不作评判，显示“数据不足”。' },
    en: {
      title: 'Indicators, latest month',
      description:
        'The latest month in the range; revision 0: still open. A value with coverage below 90 % is not judged: too little data.',
    },
  },
  ranking: {
    zh: {
      title: '镇街排名：所选指标',
      description: '最近一个月的值从高到低；方向为“越低越好”的指标请从下往上看。正式名次见控制台，设施过少的镇街不参加排名。',
    },
    en: {
      title: 'Towns by the indicator chosen',
      description:
        'Latest month, highest first; where lower is better read upwards. The ranks proper are in the console: towns with too few facilities are not ranked.',
    },
  },
} as const

const columns = [
  { name: 'value', zh: '值', en: 'Value' },
  { name: 'target', zh: '达标线', en: 'Target' },
  { name: 'targetLow', zh: '达标下限', en: 'Target from' },
  { name: 'targetHigh', zh: '达标上限', en: 'Target to' },
  { name: 'warning', zh: '警戒线', en: 'Warning line' },
  { name: 'gap', zh: '差距', en: 'Gap' },
  { name: 'status', zh: '评判', en: 'Status', coloured: true },
  { name: 'coverage', zh: '覆盖率', en: 'Coverage', unit: 'percentunit' },
  { name: 'revision', zh: '修订', en: 'Revision', unit: 'none' },
] as const

const statusColours: Readonly<Record<keyof typeof indicatorStatuses, string>> = {
  met: 'green',
  close: 'yellow',
  missed: 'red',
  'no-target': 'text',
  'no-data': 'purple',
  'not-applicable': 'text',
}

const statusWords = (language: Language) =>
  wordsOf(
    Object.entries(indicatorStatuses).map(([value, words]) => ({
      ...{ value, text: words[language] },
      colour: statusColours[value as keyof typeof indicatorStatuses],
    })),
  )

export const scopeIsChosen = chosen('scope')
const indicatorIsChosen = chosen('indicator')
/** Whole towns, not what of a town is of one kind. */
const isTown: Condition = { condition: '"scope" =~ /^town:[^,]+$/' }

const latest = (where: readonly Condition[], by: string): Select => ({
  select: columns.map(({ name }) => as(of('last', name), name)),
  from: 'indicator',
  where: [is('period', 'month'), ...where],
  by: [by],
})

export function statusTable(language: Language) {
  const names = indicatorTitles.map((title) => ({
    value: title.id,
    text: `${title.id} ${title.name[language]}（${unitText(title.unit, language)}）`,
  }))
  return table({
    ...texts.status[language],
    ...{ width: 15, height: 18, unit: 'none', decimals: 2, noValue: '–' },
    mappings: [statusWords(language), wordsOf(names)],
    targets: [rollupTarget(latest([scopeIsChosen], 'indicator'), { format: 'table' })],
    columns: shown('indicator', { zh: '指标', en: 'Indicator' }[language], language),
  })
}

export function rankingOfTowns(language: Language) {
  const value = columns[0][language]
  return table({
    ...texts.ranking[language],
    ...{ width: 9, height: 18, unit: 'none', decimals: 2, noValue: '–' },
    mappings: [statusWords(language), wordsOf(towns.map(({ id, name }) => ({ value: id, text: name[language] })))],
    targets: [rollupTarget(latest([isTown, indicatorIsChosen], 'town'), { format: 'table' })],
    columns: shown('town', { zh: '镇街', en: 'Town' }[language], language),
    sortBy: { column: value, descending: true },
  })
}

const shown = (by: string, title: string, language: Language) => [
  { name: 'Time', title: 'Time', hidden: true },
  { name: by, title },
  ...columns.map((each) => ({ ...each, title: each[language] })),
]
