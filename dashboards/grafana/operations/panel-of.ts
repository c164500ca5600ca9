import type { Words } from '../../../facilities/define.ts'
import type { Language } from '../language.ts'
import { thresholds } from '../panels/colours.ts'
import { stat } from '../panels/stat.ts'
import { timeseries } from '../panels/timeseries.ts'
import { prometheusTarget } from '../targets.ts'
import { upWords } from '../walls.ts'

/** A panel of our own metrics, as data. */
export interface OperationsPanel {
  readonly title: Words
  /** What it shows, and what to do when it is not as it should be. */
  readonly todo: Words
  readonly unit: string
  /** PromQL, and what a series is called: words, or `{{label}}`. */
  readonly series: readonly { readonly expr: string; readonly legend: Words | string }[]
  /** up: a number of 0 or 1 as words; stat: one number; else over time. */
  readonly as?: 'up' | 'stat' | 'stacked'
  readonly width?: number
  /** From here on it is bad. */
  readonly badFrom?: number
}

export interface OperationsArea {
  readonly title: Words
  readonly panels: readonly OperationsPanel[]
}

export function panelOf({ title, todo, unit, series, as, width = 12, badFrom }: OperationsPanel, language: Language) {
  const isNumber = as === 'up' || as === 'stat'
  const options = {
    title: title[language],
    description: todo[language],
    unit,
    width,
    height: isNumber ? 4 : 8,
    noValue: { zh: '没有数据：检查 Prometheus 是否抓取', en: 'no data: see whether Prometheus reads our metrics' }[language],
    targets: series.map(({ expr, legend }) => prometheusTarget(expr, { legend: typeof legend === 'string' ? legend : legend[language] })),
    ...(badFrom !== undefined && {
      thresholds: thresholds([
        { from: null, colour: 'green' },
        { from: badFrom, colour: 'red' },
      ]),
    }),
  }
  if (as === 'up') return stat({ ...options, mappings: [upWords(language)], coloured: 'background' })
  if (as === 'stat') return stat(options)
  return timeseries({ ...options, min: 0, stacked: as === 'stacked' })
}
