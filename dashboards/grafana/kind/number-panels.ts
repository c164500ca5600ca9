import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import type { FacilityKind, Field } from '../../../facilities/define.ts'
import { as, type Expression, of, type Reach } from '../influxql.ts'
import { drillDown, labelOf, toDevicePage } from '../links.ts'
import { timeseries } from '../panels/timeseries.ts'
import { storedName } from '../stored-name.ts'
import { influxTarget, type Target } from '../targets.ts'
import { kindUid } from '../uids.ts'
import { unitId } from '../units.ts'
import { alarmThresholds, numberAlarms } from './alarm-thresholds.ts'
import { bucketsOf, everyOfEach, fewBuckets, intervalOf, isRaw, type KindBoard, narrowed } from './kind-board.ts'

/** Fields that are read together: those of one unit whose labels differ in a phase or place, like the voltages of a meter. */
export function numberGroups(kind: FacilityKind): string[][] {
  const groups = new Map<string, string[]>()
  for (const [name, field] of Object.entries(kind.telemetry)) {
    if (field.type !== 'gauge' && field.type !== 'count') continue
    const key = field.type === 'count' ? 'count' : field.unit === '' ? name : field.unit
    groups.set(key, [...(groups.get(key) ?? []), name])
  }
  return [...groups.values()]
}

const ofAll = ['rawOfAll', 'hourOfAll', 'day'] as const
const ofEach = ['raw', 'hour', 'day'] as const
const words = {
  mean: { zh: '平均', en: 'mean' },
  min: { zh: '最低', en: 'lowest' },
  max: { zh: '最高', en: 'highest' },
} as const

/** One field: mean, lowest and highest of all that is chosen. Several: the mean of each. Of few devices a line each. */
export function numberPanel(board: KindBoard, fields: readonly string[], width: number): PanelBuilder {
  const { kind, language } = board
  const limits = alarmThresholds(kind, fields)
  const first = fieldOf(kind, fields[0] as string)
  const panel = timeseries({
    title: fields.map((name) => fieldOf(kind, name).label[language]).join(language === 'zh' ? '、' : ', '),
    description: description(board, fields),
    targets: [...ofAll.map((reach) => whole(board, fields, reach)), ...ofEach.map((reach) => single(board, fields, reach))],
    width,
    height: 8,
    unit: unitOf(first),
    interval: intervalOf(kind),
    buckets: fewBuckets,
    ...(limits && { thresholds: limits }),
    ...(unitOf(first) === 'percent' && { min: 0, max: 100 }),
  })
  if (fields.length === 1) panel.overrideByName(words.max[language], [{ id: 'custom.fillBelowTo', value: words.min[language] }])
  for (const reach of ofEach) panel.overrideByQuery(singleRef(reach), [{ id: 'links', value: links(board) }])
  return panel
}

export const fieldOf = (kind: FacilityKind, name: string): Field => kind.telemetry[name] as Field
export const unitOf = (field: Field): string => (field.type === 'gauge' || field.type === 'total' ? unitId(field.unit) : 'short')

const singleRef = (reach: Reach): string => `device-${reach}`

/** Over all that is chosen. */
function whole(board: KindBoard, fields: readonly string[], reach: Reach): Target {
  const select =
    fields.length === 1 ? band(board, fields[0] as string, reach) : fields.map((name) => as(meanOf(name, reach), labelIn(board, name)))
  return influxTarget({ ...bucketsOf(board, reach), select }, { alias: '$col', refId: `all-${reach}` })
}

function band({ language }: KindBoard, name: string, reach: Reach): Expression[] {
  const column = (which: 'min' | 'max') => of(which, isRaw(reach) ? storedName(name) : `${name}_${which}`)
  return [as(meanOf(name, reach), words.mean[language]), as(column('min'), words.min[language]), as(column('max'), words.max[language])]
}

function single(board: KindBoard, fields: readonly string[], reach: Reach): Target {
  const buckets = bucketsOf(board, reach)
  const query = {
    ...buckets,
    every: everyOfEach(board.kind, reach),
    where: [narrowed, ...(buckets.where ?? [])],
    by: ['device'],
    select: fields.map((name) => as(meanOf(name, reach), labelIn(board, name))),
  }
  return influxTarget(query, { alias: fields.length === 1 ? '$tag_device' : '$tag_device $col', refId: singleRef(reach) })
}

const meanOf = (name: string, reach: Reach): Expression => of('mean', isRaw(reach) ? storedName(name) : `${name}_mean`)

const labelIn = ({ kind, language }: KindBoard, name: string): string => fieldOf(kind, name).label[language]

const links = ({ kind, language }: KindBoard) => [
  drillDown({ zh: '只看这台设备', en: 'This device alone' }[language], kindUid(language, kind.kind), 'device', labelOf('device')).build(),
  toDevicePage(language, labelOf('device')).build(),
]

function description({ kind, language }: KindBoard, fields: readonly string[]): string {
  const limits = numberAlarms(kind, fields).map(({ label, when }) => {
    const sign = 'above' in when ? `> ${when.above}` : 'below' in when ? `< ${when.below}` : ''
    return `${label[language]} ${sign}`
  })
  const what = {
    zh: '所选全部设备的数值：6 小时以内为原始读数，93 天以内为小时值（当前小时结束后计入），更长为日值。选择了设施或设备时，每台设备另有一条线，两天以内为原始读数。',
    en: 'Of all devices that are chosen: readings up to 6 hours, hours up to 93 days (the running one when it is over), days beyond. A line for each device once facilities or devices are chosen, of readings up to two days.',
  }[language]
  const lines = { zh: '虚线为告警限值：', en: 'Dashed lines are the limits of alarms: ' }[language]
  return limits.length === 0 ? what : `${what}${language === 'en' ? ' ' : ''}${lines}${limits.join(language === 'zh' ? '、' : ', ')}`
}
