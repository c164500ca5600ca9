import type { FacilityKind, Words } from '../../../facilities/define.ts'
import { towns } from '../../../seeds/towns.ts'
import { as, chosen, of, type Select } from '../influxql.ts'
import type { Language } from '../language.ts'
import { thresholds, wordsOf } from '../panels/colours.ts'
import { stat } from '../panels/stat.ts'
import { table } from '../panels/table.ts'
import { timeseries } from '../panels/timeseries.ts'
import { influxTarget } from '../targets.ts'
import { justNow, standings, unknownMeans } from '../walls.ts'

const place = [chosen('town'), chosen('circle')]
const registered = { name: 'registered', words: { zh: '登记', en: 'Registered' } } as const
const used = { name: 'used', words: { zh: '今日使用', en: 'Used today' } } as const

const texts = {
  trend: {
    zh: { title: '设备状态变化', description: '紫色“未知”突然升高而红色不升，说明是平台自身的问题；新登记而从未报送的设备也计入“未知”。' },
    en: {
      title: 'Devices over time',
      description:
        'Where the purple "unknown" jumps and the red does not, it is we who are down. Devices that were registered and never heard count as unknown as well.',
    },
  },
  kinds: {
    zh: { title: '按设施类型', description: '各类设备当前状态；今日使用为本地零点以来至少使用一次的设备。' },
    en: { title: 'By kind', description: 'Devices of each kind now; used: at least once since local midnight.' },
  },
  towns: {
    zh: { title: '按镇街', description: '各镇街设备当前状态。' },
    en: { title: 'By town', description: 'Devices of each town now.' },
  },
} as const

/** How many devices stand how, now. */
export function standingPanels(language: Language) {
  const one = { width: 4, height: 4, unit: 'none', noValue: '–', timeFrom: justNow } as const
  return [
    stat({ ...one, title: registered.words[language], targets: [total(registered.name)] }),
    ...standings.map(({ name, words, colour }) =>
      stat({
        ...{ ...one, title: words[language], targets: [total(name)], thresholds: painted(colour) },
        ...(name === 'unknown' && { description: unknownMeans[language] }),
      }),
    ),
  ]
}

/** How they stood, and of which kinds and towns they are. */
export function fleetPanels(kinds: readonly FacilityKind[], language: Language) {
  return [
    timeseries({
      ...texts.trend[language],
      width: 24,
      height: 8,
      unit: 'none',
      interval: '1m',
      stacked: true,
      min: 0,
      targets: trends(language),
    }),
    breakdown(
      'kind',
      { zh: '类型', en: 'Kind' }[language],
      kinds.map(({ kind, label }) => ({ value: kind, text: label[language] })),
      language,
    ),
    breakdown(
      'town',
      { zh: '镇街', en: 'Town' }[language],
      towns.map(({ id, name }) => ({ value: id, text: name[language] })),
      language,
    ),
  ]
}

/** A number that is not zero has the colour of its word. */
const painted = (colour: string) =>
  thresholds([
    { from: null, colour: 'text' },
    { from: 1, colour },
  ])

const total = (field: string) => influxTarget({ select: [as(of('sum', field), field)], from: now([field]), where: [] })

/** The last word of each series, so that a sum counts every device once. */
const now = (fields: readonly string[]): Select => ({
  select: fields.map((field) => as(of('last', field), field)),
  from: 'kezhong_fleet',
  where: place,
  by: ['kind', 'town', 'circle'],
})

const trends = (language: Language) =>
  standings.map(({ name, words }) =>
    influxTarget(
      {
        select: [as(of('sum', name), name)],
        from: {
          select: [as(of('last', name), name)],
          ...{ from: 'kezhong_fleet', where: place, every: '$__interval', by: ['kind', 'town', 'circle'] },
        },
        every: '$__interval',
      },
      { alias: words[language] },
    ),
  )

interface Counted {
  readonly name: string
  readonly words: Words
  readonly colour?: string
}

function breakdown(
  tag: 'kind' | 'town',
  title: string,
  names: readonly { readonly value: string; readonly text: string }[],
  language: Language,
) {
  const counted: readonly Counted[] = [registered, ...standings, used]
  const fields = counted.map(({ name }) => name)
  return table({
    ...texts[tag === 'kind' ? 'kinds' : 'towns'][language],
    ...{ width: 12, height: 9, noValue: '–', timeFrom: justNow },
    mappings: [wordsOf(names)],
    targets: [
      influxTarget({ select: fields.map((field) => as(of('sum', field), field)), from: now(fields), by: [tag] }, { format: 'table' }),
    ],
    columns: [
      { name: 'Time', title: 'Time', hidden: true },
      { name: tag, title },
      ...counted.map(({ name, words, colour }) => ({
        name,
        title: words[language],
        unit: 'none',
        ...(colour && { coloured: painted(colour) }),
      })),
    ],
  })
}
