import { StackingConfigBuilder, StackingMode } from '@grafana/grafana-foundation-sdk/common'
import type { PanelBuilder as TimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline'
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import type { FacilityKind, State } from '../../../facilities/define.ts'
import { as, of } from '../influxql.ts'
import { labelOf, toDevicePage } from '../links.ts'
import { wordsOf } from '../panels/colours.ts'
import { stateTimeline } from '../panels/state-timeline.ts'
import { timeseries } from '../panels/timeseries.ts'
import { storedName } from '../stored-name.ts'
import { influxTarget } from '../targets.ts'
import { bucketsOf, everyOfEach, fewBuckets, intervalOf, isRaw, type KindBoard, narrowed } from './kind-board.ts'

const severities = { info: 'blue', warning: 'orange', critical: 'red' } as const
const quiet = ['green', 'super-light-green', 'semi-dark-blue', 'light-purple', 'yellow', 'text', 'dark-green', 'light-blue']

/** The colour of each word: of the alarm that watches it, grey where the kind cannot serve, else one of its own. */
function colours(kind: FacilityKind, name: string): ReadonlyMap<string, string> {
  const free = [...quiet]
  const bad = kind.service?.filter(({ field }) => field === name).flatMap((service) => service.bad) ?? []
  return new Map(
    Object.keys(stateOf(kind, name).values).map((word) => {
      const alarm = Object.values(kind.alarms).find(({ when }) => when.field === name && 'is' in when && when.is.includes(word))
      return [word, alarm ? severities[alarm.severity] : bad.includes(word) ? 'gray' : (free.shift() ?? 'text')]
    }),
  )
}

const stateOf = (kind: FacilityKind, name: string): State => kind.telemetry[name] as State

/** What each device said when, once facilities or devices are chosen. */
export function timelinePanel(board: KindBoard, name: string): TimelineBuilder {
  const { kind, language } = board
  const { label, values } = stateOf(kind, name)
  const colour = colours(kind, name)
  const words = Object.entries(values).map(([value, text]) => ({ value, text: text[language], colour: colour.get(value) ?? 'text' }))
  const target = (reach: 'raw' | 'hour') => {
    const buckets = bucketsOf(board, reach)
    const select = [as(of('last', isRaw(reach) ? storedName(name) : `${name}_last`), label[language])]
    return influxTarget(
      {
        ...buckets,
        where: [narrowed, ...(buckets.where ?? [])],
        every: everyOfEach(kind, reach),
        by: ['device'],
        select,
      },
      { alias: '$tag_device' },
    )
  }
  return stateTimeline({
    title: { zh: `${label.zh}（各设备）`, en: `${label.en} of each device` }[language],
    description: {
      zh: '每台设备一行，选择设施或设备后显示；93 天以上请看各状态时长占比。',
      en: 'A row for each device, once facilities or devices are chosen; beyond 93 days see the share of time.',
    }[language],
    targets: [target('raw'), target('hour')],
    width: 12,
    height: 9,
    interval: intervalOf(kind),
    mappings: [wordsOf(words)],
    noValue: { zh: '请在上方选择设施或设备', en: 'Choose facilities or devices above' }[language],
  }).dataLinks([toDevicePage(language, labelOf('device'))])
}

/** How the time of all that is chosen is divided among the words. */
export function sharePanel(board: KindBoard, name: string): PanelBuilder {
  const { kind, language } = board
  const { label, values } = stateOf(kind, name)
  const select = Object.entries(values).map(([word, text]) => as(of('sum', `${name}_seconds_${word}`), text[language]))
  const panel = timeseries({
    title: { zh: `${label.zh}（时长占比）`, en: `${label.en}, share of time` }[language],
    description: {
      zh: '所选设备处于各状态的时长占比，每小时或每日一段；当前小时在结束后计入。',
      en: 'How the time of the chosen devices is divided among the states, by the hour or day; the running hour comes when it is over.',
    }[language],
    targets: (['hourOrLess', 'day'] as const).map((reach) => influxTarget({ ...bucketsOf(board, reach), select }, { alias: '$col' })),
    width: 12,
    height: 9,
    unit: 's',
    interval: '1h',
    buckets: fewBuckets,
    as: 'bars',
    stacked: true,
  }).stacking(new StackingConfigBuilder().mode(StackingMode.Percent).group('A'))
  for (const [word, colour] of colours(kind, name)) {
    panel.overrideByName(values[word]?.[language] ?? word, [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }])
  }
  return panel
}
