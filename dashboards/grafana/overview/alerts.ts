import type { FacilityKind } from '../../../facilities/define.ts'
import { towns } from '../../../seeds/towns.ts'
import { as, chosen, column, of } from '../influxql.ts'
import type { Language } from '../language.ts'
import { cellOf, toDevicePage } from '../links.ts'
import { alertList } from '../panels/alert-list.ts'
import { wordsOf } from '../panels/colours.ts'
import { table } from '../panels/table.ts'
import { influxTarget } from '../targets.ts'
import { justNow, standingWords, whoseWords } from '../walls.ts'

/** More rows than people go through; all of them are on the devices page of the console. */
const mostRows = 500

const texts = {
  alerts: {
    zh: { title: '告警', description: '正在触发或即将触发的告警。平台自身故障时，由设备引出的告警不会成批出现。' },
    en: { title: 'Alerts', description: 'Alerts that fire or are about to. While we ourselves are down, those of devices do not pour in.' },
  },
  down: {
    zh: {
      title: '异常设备：从何时起，原因在谁',
      description: '“平台自身”由运维处理；“设备”“通信线路”由运营单位处理；“尚未投运”从未报送过。最多显示500台。',
    },
    en: {
      title: 'What is down, since when, whose fault',
      description:
        'us: for our operators; the device, its line: for its operator; not yet heard: it never sent anything. At most 500 are shown.',
    },
  },
} as const

const columns = [
  { name: 'device', zh: '设备', en: 'Device' },
  { name: 'facilityName', zh: '设施', en: 'Facility' },
  { name: 'kind', zh: '类型', en: 'Kind' },
  { name: 'town', zh: '镇街', en: 'Town' },
  { name: 'state', zh: '状态', en: 'State', coloured: true },
  { name: 'cause', zh: '原因', en: 'Cause' },
  { name: 'whose', zh: '责任方', en: 'Whose', coloured: true },
  { name: 'sinceMs', zh: '起始时间', en: 'Since' },
] as const

export function alertsAndDown(kinds: readonly FacilityKind[], language: Language) {
  const names = [...kinds.map(({ kind, label }) => [kind, label] as const), ...towns.map(({ id, name }) => [id, name] as const)]
  const since = columns.find(({ name }) => name === 'sinceMs')?.[language] ?? ''
  const device = columns.find(({ name }) => name === 'device')?.[language] ?? ''
  const down = table({
    ...texts.down[language],
    ...{ timeFrom: justNow, width: 16, height: 12, noValue: { zh: '没有异常设备', en: 'nothing is down' }[language] },
    mappings: [standingWords(language), whoseWords(language), wordsOf(names.map(([value, words]) => ({ value, text: words[language] })))],
    targets: [influxTarget(downNow(language), { format: 'table' })],
    columns: [
      { name: 'Time', title: 'Time', hidden: true },
      ...columns.map((each) => ({ ...each, title: each[language], ...(each.name === 'sinceMs' && { unit: 'dateTimeFromNow' }) })),
    ],
    sortBy: { column: since, descending: true },
  })
  down.overrideByName(device, [{ id: 'links', value: [toDevicePage(language, cellOf(device)).build()] }])
  return [down, alertList({ ...texts.alerts[language], folder: { uid: 'kezhong-alerts', title: 'kezhong-alerts' }, width: 8, height: 12 })]
}

function downNow(language: Language) {
  const cause = { zh: 'causeZh', en: 'causeEn' }[language]
  const last = (field: string, name = field) => as(of('last', field), name)
  return {
    select: columns.map(({ name }) => column(name)),
    from: {
      select: [last('facilityName'), last('state'), last(cause, 'cause'), last('whose'), last('sinceMs')],
      from: 'kezhong_device',
      where: [chosen('town'), chosen('circle')],
      by: ['device', 'kind', 'town'],
    },
    limit: mostRows,
  }
}
