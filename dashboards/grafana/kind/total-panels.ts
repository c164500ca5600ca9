import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { towns } from '../../../seeds/towns.ts'
import { as, type Condition, of, type Reach } from '../influxql.ts'
import { timeseries } from '../panels/timeseries.ts'
import { storedName } from '../stored-name.ts'
import { influxTarget, type Target } from '../targets.ts'
import { bucketsOf, fewBuckets, intervalOf, type KindBoard, narrowed, notNarrowed } from './kind-board.ts'
import { fieldOf, unitOf } from './number-panels.ts'

/** What a total grew by, a bar a bucket, stacked by town. */
export function totalPanel(board: KindBoard, name: string, width: number): PanelBuilder {
  const { kind, language } = board
  const field = fieldOf(kind, name)
  const panel = timeseries({
    title: { zh: `${field.label.zh}（增量）`, en: `${field.label.en}, increase` }[language],
    description: {
      zh: '每个时间段的增量，按镇街堆叠，取小时值、日值中的增量，当前小时结束后计入；复位后的增量也计入。选择了设施或设备时，两天以内由各设备相邻两段最后读数之差得出，首段无前值，读数回落视为表计复位，不计入。',
      en: 'Increase in each bucket, stacked by town: what was kept for each hour or day, the running hour when it is over, with what grew after a reset. Once facilities or devices are chosen, up to two days: the difference between the last readings of neighbouring buckets of each device; the first bucket has none before it, and a drop is a reset and counts nothing.',
    }[language],
    targets: [
      raw(board, name),
      kept(board, name, 'hourOrLess', notNarrowed),
      kept(board, name, 'hour', narrowed),
      kept(board, name, 'day'),
    ],
    width,
    height: 8,
    unit: unitOf(field),
    interval: intervalOf(kind),
    buckets: fewBuckets,
    as: 'bars',
    stacked: true,
  })
  return townsNamed(panel, board)
}

function townsNamed(panel: PanelBuilder, { language }: KindBoard): PanelBuilder {
  for (const { id, name } of towns) panel.overrideByName(id, [{ id: 'displayName', value: name[language] }])
  return panel
}

/** Of thousands of devices this takes minutes. */
function raw(board: KindBoard, name: string): Target {
  const buckets = bucketsOf(board, 'raw')
  const each = {
    ...buckets,
    where: [narrowed, ...(buckets.where ?? [])],
    by: ['device', 'town'],
    select: [as(of('non_negative_difference', of('last', storedName(name))), 'increase')],
  }
  const query = { from: each, select: [as(of('sum', 'increase'), 'increase')], every: '$__interval', by: ['town'] } as const
  return influxTarget(query, { alias: '$tag_town' })
}

function kept(board: KindBoard, name: string, reach: Reach, ...only: readonly Condition[]): Target {
  const buckets = bucketsOf(board, reach)
  const query = {
    ...buckets,
    where: [...only, ...(buckets.where ?? [])],
    by: ['town'],
    select: [as(of('sum', `${name}_increase`), 'increase')],
  }
  return influxTarget(query, { alias: '$tag_town' })
}
