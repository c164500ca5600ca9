import type { Words } from '../../../facilities/define.ts'
import type { Language } from '../language.ts'
import { thresholds } from '../panels/colours.ts'
import { stat } from '../panels/stat.ts'
import { timeseries } from '../panels/timeseries.ts'
import { prometheusTarget } from '../targets.ts'
import { justNow, upWords } from '../walls.ts'

/** A panel of our own metrics, as data. */
export interface OperationsPanel {
  readonly title: Words
  /** What it shows, and what to do when it is not as it should be. */
  readonly todo: Words
  readonly unit: string
  /** PromQL, and what a series is called: words, or `{{label}}`. */
  readonly series: readonly { readonly expr: string; readonly legend: Words | string }[]
  /** up: a number of 0 or 1 as words; stat: one number; name: the legend alone; else over time. */
  readonly as?: 'up' | 'stat' | 'name' | 'stacked'
  readonly width?: number
  /** From here on it is bad. */
  readonly badFrom?: number
  /** Below this it is bad. */
  readonly badBelow?: number
  /** The values of the label that the legend shows, in words. */
  readonly words?: Readonly<Record<string, Words>>
}

export interface OperationsArea {
  readonly title: Words
  readonly panels: readonly OperationsPanel[]
}

export function panelOf({ title, todo, unit, series, as, width = 12, badFrom, badBelow, words = {} }: OperationsPanel, language: Language) {
  const isNumber = as === 'up' || as === 'stat' || as === 'name'
  const options = {
    title: title[language],
    description: todo[language],
    unit,
    width,
    height: isNumber ? 4 : 8,
    noValue: { zh: '没有数据：检查 Prometheus 是否抓取', en: 'no data: see whether Prometheus reads our metrics' }[language],
    targets: series.map(({ expr, legend }) => prometheusTarget(expr, { legend: typeof legend === 'string' ? legend : legend[language] })),
    ...(badFrom !== undefined && { thresholds: turning('green', badFrom, 'red') }),
    ...(badBelow !== undefined && { thresholds: turning('red', badBelow, 'green') }),
    ...(isNumber && { timeFrom: justNow }),
  }
  if (as === 'up') return stat({ ...options, mappings: [upWords(language)], coloured: 'background' })
  if (as === 'stat' || as === 'name') return stat({ ...options, namesOnly: as === 'name' })
  const panel = timeseries({ ...options, min: 0, stacked: as === 'stacked' })
  for (const [value, word] of Object.entries(words)) panel.overrideByName(value, [{ id: 'displayName', value: word[language] }])
  return panel
}

const turning = (low: string, from: number, high: string) =>
  thresholds([
    { from: null, colour: low },
    { from, colour: high },
  ])
