import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { towns } from '../../../seeds/towns.ts'
import { as, of, type Reach } from '../influxql.ts'
import { timeseries } from '../panels/timeseries.ts'
import { storedName } from '../stored-name.ts'
import { influxTarget, type Target } from '../targets.ts'
import { bucketsOf, fewBuckets, intervalOf, type KindBoard } from './kind-board.ts'
import { fieldOf, unitOf } from './number-panels.ts'

/** What a total grew by, a bar a bucket, stacked by town. */
export function totalPanel(board: KindBoard, name: string, width: number): PanelBuilder {
  const { kind, language } = board
  const field = fieldOf(kind, name)
  const panel = timeseries({
    title: { zh: `${field.label.zh}（增量）`, en: `${field.label.en}, increase` }[language],
    description: {
      zh: '每个时间段的增量，按镇街堆叠。两天以内由各设备相邻两段最后读数之差得出，首段无前值，读数回落视为表计复位，不计入；更长时段取小时值、日值中的增量，复位后的增量也计入。',
      en: 'Increase in each bucket, stacked by town. Up to two days: the difference between the last readings of neighbouring buckets of each device; the first bucket has none before it, and a drop is a reset and counts nothing. Beyond: the increase kept for each hour or day, with what grew after a reset.',
    }[language],
    targets: [raw(board, name), kept(board, name, 'hour'), kept(board, name, 'day')],
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

function raw(board: KindBoard, name: string): Target {
  const each = {
    ...bucketsOf(board, 'raw'),
    by: ['device', 'town'],
    select: [as(of('non_negative_difference', of('last', storedName(name))), 'increase')],
  }
  const query = { from: each, select: [as(of('sum', 'increase'), 'increase')], every: '$__interval', by: ['town'] } as const
  return influxTarget(query, { alias: '$tag_town' })
}

function kept(board: KindBoard, name: string, reach: Reach): Target {
  const query = { ...bucketsOf(board, reach), by: ['town'], select: [as(of('sum', `${name}_increase`), 'increase')] }
  return influxTarget(query, { alias: '$tag_town' })
}
