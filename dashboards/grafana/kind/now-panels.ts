import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat'
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table'
import { as, chosen, is, of, type Reach } from '../influxql.ts'
import { cellOf, toDevicePage } from '../links.ts'
import { thresholds } from '../panels/colours.ts'
import { stat } from '../panels/stat.ts'
import { table } from '../panels/table.ts'
import { influxTarget } from '../targets.ts'
import { standingWords, unknownMeans, whoseWords } from '../walls.ts'
import { bucketsOf, isRaw, type KindBoard, selection } from './kind-board.ts'

/** How the fleet stands is written once a minute; what is older than this is not now. */
const now = '5m'

const standings = [
  { field: 'online', label: { zh: '在线', en: 'Online' }, colour: 'green' },
  { field: 'offline', label: { zh: '离线', en: 'Offline' }, colour: 'red' },
  { field: 'faulty', label: { zh: '故障', en: 'Faulty' }, colour: 'orange' },
  { field: 'unknown', label: { zh: '状态未知', en: 'Unknown' }, colour: 'purple' },
] as const

export function nowPanels(board: KindBoard): PanelBuilder[] {
  return [heard(board), ...standings.map((standing) => standingPanel(board, standing))]
}

function heard(board: KindBoard): PanelBuilder {
  const { language } = board
  const target = (reach: Reach) => {
    const { from, where = [] } = bucketsOf(board, reach)
    const each = { from, where, reach, by: ['device'], select: [as(of('last', isRaw(reach) ? 'received' : 'readings'), 'heard')] }
    return influxTarget({ from: each, select: [as(of('count', 'heard'), 'devices')] })
  }
  return stat({
    title: { zh: '有数据的设备', en: 'Devices heard' }[language],
    description: {
      zh: '所选时段内至少有一条有效读数的设备数。',
      en: 'Devices with at least one good reading in the range that is shown.',
    }[language],
    targets: (['rawOfAll', 'hourOfAll', 'day'] as const).map(target),
    width: 4,
    height: 4,
    unit: 'short',
    decimals: 0,
    coloured: 'none',
  })
}

function standingPanel({ kind, language }: KindBoard, { field, label, colour }: (typeof standings)[number]): PanelBuilder {
  const where = [is('kind', kind.kind), chosen('town'), chosen('circle')]
  const each = { from: 'kezhong_fleet', where, by: ['town', 'circle'], select: [as(of('last', field), 'devices')] }
  return stat({
    title: label[language],
    description: [
      { zh: '现在，按所选镇街和生活圈。', en: 'Now, by the towns and circles that are chosen.' },
      ...(field === 'unknown' ? [unknownMeans] : []),
    ]
      .map((words) => words[language])
      .join(language === 'zh' ? '' : ' '),
    targets: [influxTarget({ from: each, select: [as(of('sum', 'devices'), 'devices')] })],
    width: 5,
    height: 4,
    unit: 'short',
    decimals: 0,
    coloured: 'background',
    thresholds: thresholds(
      field === 'online'
        ? [{ from: null, colour }]
        : [
            { from: null, colour: 'green' },
            { from: 1, colour },
          ],
    ),
  })
    .timeFrom(now)
    .hideTimeOverride(true)
}

/** What is not as it should be now: since when, and whose fault. */
export function troublePanel({ kind, language }: KindBoard): TableBuilder {
  const device = { zh: '设备', en: 'Device' }[language]
  const query = {
    from: 'kezhong_device',
    where: [is('kind', kind.kind), ...selection],
    by: ['device', 'facility'],
    select: [
      as(of('last', 'state'), 'state'),
      as(of('last', { zh: 'causeZh', en: 'causeEn' }[language]), 'cause'),
      as(of('last', 'whose'), 'whose'),
      as(of('last', 'sinceMs'), 'since'),
    ],
  }
  const title = { zh: '状态', en: 'State' }[language]
  const panel = table({
    title: { zh: '有问题的设备', en: 'Devices in trouble' }[language],
    description: { zh: '现在离线、故障或状态未知的设备。', en: 'Devices that are offline, faulty or unknown now.' }[language],
    targets: [influxTarget(query, { format: 'table' })],
    width: 24,
    height: 7,
    columns: [
      { name: 'Time', title: { zh: '时间', en: 'Time' }[language], hidden: true },
      { name: 'device', title: device },
      { name: 'facility', title: { zh: '设施', en: 'Facility' }[language] },
      { name: 'state', title, coloured: true },
      { name: 'since', title: { zh: '起始时间', en: 'Since' }[language], unit: 'dateTimeAsLocal' },
      { name: 'cause', title: { zh: '原因', en: 'Cause' }[language] },
      { name: 'whose', title: { zh: '责任方', en: 'Whose' }[language], coloured: true },
    ],
    mappings: [standingWords(language), whoseWords(language)],
    noValue: { zh: '没有', en: 'None' }[language],
  })
  return panel
    .overrideByName(device, [{ id: 'links', value: [toDevicePage(language, cellOf(device)).build()] }])
    .timeFrom(now)
    .hideTimeOverride(true)
}
