import type { IndicatorTitle } from '../../../seeds/indicators.ts'
import { column, is } from '../influxql.ts'
import type { Language } from '../language.ts'
import { timeseries } from '../panels/timeseries.ts'
import { rollupTarget } from '../targets.ts'
import { scopeIsChosen } from './now.ts'
import { indicatorUnit } from './unit-text.ts'

const directions = {
  up: { zh: '越高越好。', en: 'Higher is better.' },
  down: { zh: '越低越好。', en: 'Lower is better.' },
  band: { zh: '过高过低都不好。', en: 'Too little is as wrong as too much.' },
} as const

const words = {
  zh: '月值、达标线、警戒线与日值；没有线表示尚未设目标。低于达标线时，在控制台打开该指标查看是哪些设备和原因。',
  en: 'Month values, target, warning line and day values; without lines no target is set. Where it is missed, open the indicator in the console: which devices, and why.',
} as const

const series = [
  { period: 'month', field: 'value', zh: '月值', en: 'month' },
  { period: 'day', field: 'value', zh: '日值', en: 'day' },
] as const

const lines = [
  { period: 'month', field: 'target', zh: '达标线', en: 'target' },
  { period: 'month', field: 'warning', zh: '警戒线', en: 'warning line' },
] as const

const band = [
  { period: 'month', field: 'targetLow', zh: '达标下限', en: 'target from' },
  { period: 'month', field: 'targetHigh', zh: '达标上限', en: 'target to' },
] as const

/** One indicator of the chosen scope against its lines. */
export function trend({ id, name, unit, direction }: IndicatorTitle, language: Language) {
  const drawn = [...series, ...(direction === 'band' ? band : lines)]
  return timeseries({
    title: `${id} ${name[language]}`,
    description: `${directions[direction][language]}${language === 'en' ? ' ' : ''}${words[language]}`,
    ...{ width: 12, height: 8, unit: indicatorUnit(unit, language), noValue: '–' },
    targets: drawn.map(({ period, field, ...title }) =>
      rollupTarget(
        {
          select: [column(field)],
          from: 'indicator',
          where: [is('period', period), is('indicator', id), scopeIsChosen],
          limit: mostPoints,
        },
        { alias: title[language] },
      ),
    ),
  })
}

/** Ten years of days. */
const mostPoints = 3_660
