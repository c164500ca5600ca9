import type { AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard'
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table'
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { annotation } from '../annotations.ts'
import { as, column, isGood, of, type Reach } from '../influxql.ts'
import { cellOf, toDevicePage } from '../links.ts'
import { wordsOf } from '../panels/colours.ts'
import { table } from '../panels/table.ts'
import { timeseries } from '../panels/timeseries.ts'
import { storedName } from '../stored-name.ts'
import { influxTarget, type Target } from '../targets.ts'
import { bucketsOf, fewBuckets, intervalOf, isRaw, type KindBoard, narrowed, selection } from './kind-board.ts'

const newest = 50

/** How many events of each sort came. */
export function eventCountPanel(board: KindBoard): PanelBuilder {
  const { kind, language } = board
  const panel = timeseries({
    title: { zh: '事件数', en: 'Events' }[language],
    description: {
      zh: '所选设备每个时间段的事件数，按事件种类堆叠。',
      en: 'Events of the chosen devices in each bucket, stacked by sort.',
    }[language],
    targets: (['rawOfAll', 'hourOfAll', 'day'] as const).map((reach) => counts(board, reach)),
    width: 12,
    height: 9,
    unit: 'short',
    decimals: 0,
    interval: intervalOf(kind),
    buckets: fewBuckets,
    as: 'bars',
    stacked: true,
  })
  for (const [name, { label }] of Object.entries(kind.events)) panel.overrideByName(name, [{ id: 'displayName', value: label[language] }])
  return panel
}

function counts(board: KindBoard, reach: Reach): Target {
  const count = isRaw(reach) ? of('count', 'received') : of('sum', 'events')
  return influxTarget({ ...bucketsOf(board, reach, 'events'), by: ['event'], select: [as(count, 'events')] }, { alias: '$tag_event' })
}

/** The newest events with what they carry. */
export function eventTable(board: KindBoard): TableBuilder {
  const { kind, language } = board
  const device = { zh: '设备', en: 'Device' }[language]
  const payload = [...new Set(Object.values(kind.events).flatMap((event) => Object.keys(event.payload)))].map(storedName)
  const query = {
    from: `${kind.kind}_event`,
    // `received` is in every event: one that carries nothing would have no row without it.
    select: ['event', 'device', 'facility', ...payload, 'received'].map(column),
    where: [...selection, isGood],
    newestFirst: true,
    limit: newest,
  }
  const panel = table({
    title: { zh: '最新事件', en: 'Newest events' }[language],
    description: { zh: `所选时段内最新的 ${newest} 条事件。`, en: `The newest ${newest} events in the range that is shown.` }[language],
    targets: [influxTarget(query, { format: 'table' })],
    width: 12,
    height: 9,
    columns: [
      { name: 'Time', title: { zh: '时间', en: 'Time' }[language] },
      { name: 'event', title: { zh: '事件', en: 'Event' }[language] },
      { name: 'device', title: device },
      { name: 'facility', title: { zh: '设施', en: 'Facility' }[language] },
      { name: 'received', title: { zh: '收到', en: 'Received' }[language], hidden: true },
    ],
    mappings: [wordsOf(Object.entries(kind.events).map(([value, { label }]) => ({ value, text: label[language] })))],
  })
  return panel.overrideByName(device, [{ id: 'links', value: [toDevicePage(language, cellOf(device)).build()] }])
}

/** Marks on the panels of the facilities or devices that are chosen. */
export function eventAnnotation({ kind, language }: KindBoard): AnnotationQuery {
  return annotation({
    title: { zh: '事件', en: 'Events' }[language],
    colour: 'light-blue',
    text: 'device',
    tags: ['event', 'facility'],
    query: {
      from: `${kind.kind}_event`,
      select: ['event', 'device', 'facility', 'received'].map(column),
      where: [narrowed, ...selection, isGood],
      newestFirst: true,
      limit: 100,
    },
  })
}
