import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table'
import { as, extremes, of, type Reach } from '../influxql.ts'
import { cellOf, drillDown, toDevicePage } from '../links.ts'
import { table } from '../panels/table.ts'
import { storedName } from '../stored-name.ts'
import { influxTarget, type Target } from '../targets.ts'
import { kindUid } from '../uids.ts'
import { alarmThresholds, numberAlarms } from './alarm-thresholds.ts'
import { bucketsOf, isRaw, type KindBoard } from './kind-board.ts'
import { fieldOf, unitOf } from './number-panels.ts'

const reaches: readonly Reach[] = ['rawOfAll', 'hourOfAll', 'day']
const howMany = 10

/** For each field that alarms watch: the devices that went furthest towards the limit. */
export function rankingPanels(board: KindBoard): PanelBuilder[] {
  return Object.keys(board.kind.telemetry).flatMap((name) => {
    const conditions = numberAlarms(board.kind, [name]).map(({ when }) => when)
    return [
      ...(conditions.some((when) => 'above' in when) ? [ranking(board, name, 'highest')] : []),
      ...(conditions.some((when) => 'below' in when) ? [ranking(board, name, 'lowest')] : []),
    ]
  })
}

function ranking(board: KindBoard, name: string, which: 'highest' | 'lowest'): PanelBuilder {
  const { kind, language } = board
  const field = fieldOf(kind, name)
  const label = field.label[language]
  const title =
    which === 'highest' ? { zh: `${label}最高的设备`, en: `${label}: highest` } : { zh: `${label}最低的设备`, en: `${label}: lowest` }
  const limits = alarmThresholds(kind, [name])
  const device = { zh: '设备', en: 'Device' }[language]
  const panel = table({
    title: title[language],
    description: {
      zh: `所选时段内${which === 'highest' ? '最大值最大' : '最小值最小'}的 ${howMany} 台设备。`,
      en: `The ${howMany} devices with the ${which} value in the range that is shown.`,
    }[language],
    targets: reaches.map((reach) => target(board, name, which, reach)),
    width: 8,
    height: 9,
    columns: [
      { name: 'Time', title: { zh: '时间', en: 'Time' }[language], hidden: true },
      { name: 'device', title: device },
      { name: 'value', title: label, unit: unitOf(field) },
    ],
    ...(limits && { thresholds: limits }),
  })
  panel.overrideByName(label, [{ id: 'custom.cellOptions', value: { type: 'color-text' } }])
  return panel.overrideByName(device, [
    {
      id: 'links',
      value: [
        drillDown(
          { zh: '只看这台设备', en: 'This device alone' }[language],
          kindUid(language, kind.kind),
          'device',
          cellOf(device),
        ).build(),
        toDevicePage(language, cellOf(device)).build(),
      ],
    },
  ])
}

function target(board: KindBoard, name: string, which: 'highest' | 'lowest', reach: Reach): Target {
  const { from, where = [] } = bucketsOf(board, reach)
  const extreme = which === 'highest' ? 'max' : 'min'
  const each = {
    from,
    where,
    reach,
    by: ['device'],
    select: [as(of(extreme, isRaw(reach) ? storedName(name) : `${name}_${extreme}`), 'value')],
  }
  const query = { from: each, select: [as(extremes(which === 'highest' ? 'top' : 'bottom', 'value', ['device'], howMany), 'value')] }
  return influxTarget(query, { format: 'table' })
}
