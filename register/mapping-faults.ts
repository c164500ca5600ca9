// What is wrong with a mapping that has the right shape, held against the kind it is for.
import type { FacilityKind, Words } from '../facilities/define.ts'
import { completeFormats, isPattern } from '../facilities/written-time.ts'
import { isZone } from '../facilities/zone.ts'
import { type Candidate, didYouMean, type Fault } from './fault.ts'
import { invalid, short } from './faults.ts'
import type { MappingRule, MappingRules } from './mapping.ts'
import { type Target, type TargetField, targetsOf } from './mapping-targets.ts'

/** Every fault at once; none when the mapping can be used. */
export function mappingFaults({ fields, time }: MappingRules, kind: FacilityKind): Fault[] {
  const targets = targetsOf(kind)
  return [
    ...Object.keys(fields).flatMap((incoming) => nameFaults(`fields.${incoming}`, incoming)),
    ...Object.entries(fields).flatMap(([incoming, rule]) => ruleFaults(`fields.${incoming}`, rule, kind, targets)),
    ...surplusFaults(fields, targets),
    ...(time ? [...nameFaults('time.field', time.field), ...timeFaults(time, fields)] : []),
  ]
}

const deepest = 8

function nameFaults(path: string, incoming: string): Fault[] {
  const names = incoming.split('.')
  if (incoming.length <= 200 && names.length <= deepest && !names.includes('')) return []
  return [
    invalid(path, {
      zh: `${short(incoming)} 不能作为来源字段名。请填设备所用的字段名，嵌套字段用一个点连接（最多 ${deepest} 级），例如 data.temp。`,
      en: `${short(incoming)} cannot be the name of an incoming field. Give the device's own name; one inside an object is reached with single points (${deepest} levels at most), such as data.temp.`,
    }),
  ]
}

function ruleFaults(path: string, rule: MappingRule, kind: FacilityKind, targets: readonly Target[]): Fault[] {
  const meant = targets.flatMap(({ fields }) => fields.get(rule.to) ?? [])
  if (meant.length === 0) return [unknownTarget(`${path}.to`, rule.to, kind, targets)]
  // A name may stand for different things in a reading and in an event: it is enough that the rule fits one of them.
  const attempts = meant.map((field) => [...numberFaults(path, rule, field), ...wordFaults(path, rule, field)])
  return attempts.find((faults) => faults.length === 0) ?? attempts[0] ?? []
}

function unknownTarget(path: string, to: string, { kind, label }: FacilityKind, targets: readonly Target[]): Fault {
  const all = targets.flatMap(({ fields }) => [...fields.values()])
  const guess = didYouMean(to, all)
  const names = [...new Set(all.map(({ id }) => id))]
  return invalid(path, {
    zh: `${label.zh}（${kind}）没有字段 ${short(to)}。${guess ? `您是不是要填 ${guess}？` : `可用字段：${names.join('、')}。`}`,
    en: `The kind ${kind} has no field ${short(to)}. ${guess ? `Did you mean ${guess}?` : `The fields are ${names.join(', ')}.`}`,
  })
}

function numberFaults(path: string, { scale, offset }: MappingRule, { id: name, type }: TargetField): Fault[] {
  const given = (['scale', 'offset'] as const).filter((option) => ({ scale, offset })[option] !== undefined)
  if (type !== 'number')
    return given.map((option) =>
      invalid(`${path}.${option}`, {
        zh: `${name} 不是数值字段，不能换算。请去掉 ${option}${type === 'words' ? '，状态字请用 values 对应' : ''}。`,
        en: `${name} is not a number, so nothing can be reckoned. Leave ${option} out${type === 'words' ? '; words are translated with values' : ''}.`,
      }),
    )
  return scale === 0
    ? [
        invalid(`${path}.scale`, {
          zh: 'scale 为 0 会把所有读数变成同一个值。请填换算系数，例如 0.1。',
          en: 'A scale of 0 would make all readings the same. Give the factor, such as 0.1.',
        }),
      ]
    : []
}

function wordFaults(path: string, { values = {} }: MappingRule, field: TargetField): Fault[] {
  return Object.entries(values).flatMap(([code, word]) => {
    const words = wordFault(word, field)
    return words ? [invalid(`${path}.values.${code}`, words)] : []
  })
}

function wordFault(word: string | boolean, { id: name, type, words }: TargetField): Words | undefined {
  switch (type) {
    case 'text':
      return typeof word === 'string' ? undefined : { zh: `${name} 是文字，此处应填文字。`, en: `${name} is a text: give a text here.` }
    case 'boolean':
      return typeof word === 'boolean'
        ? undefined
        : { zh: `${name} 只能是 true 或 false（不加引号）。`, en: `${name} is true or false: give one of them, without quotes.` }
    case 'words':
      return words.some(({ id }) => id === word) ? undefined : unknownWord(String(word), name, words)
    default:
      return {
        zh: `${name} 不是状态或文字字段，不能用 values。数值请用 scale、offset 换算。`,
        en: `${name} is neither a state nor a text, so it has no words. A number is reckoned with scale and offset.`,
      }
  }
}

function unknownWord(word: string, name: string, words: readonly Candidate[]): Words {
  const guess = didYouMean(word, words)
  const list = words.map(({ id }) => id)
  return {
    zh: `${name} 没有 ${short(word)} 这个取值。${guess ? `您是不是要填 ${guess}？` : `可用：${list.join('、')}。`}`,
    en: `${name} has no word ${short(word)}. ${guess ? `Did you mean ${guess}?` : `Its words are ${list.join(', ')}.`}`,
  }
}

/** Two events may each have their own name for a field that both have; within one sort of message nobody could say which name holds. */
function surplusFaults(fields: MappingRules['fields'], targets: readonly Target[]): Fault[] {
  const names = Map.groupBy(Object.keys(fields), (incoming) => fields[incoming]?.to ?? '')
  return [...names].flatMap(([to, incoming]) => {
    const places = targets.filter((target) => target.fields.has(to)).length
    return incoming.slice(Math.max(1, places)).map((surplus) =>
      invalid(`fields.${surplus}.to`, {
        zh: `${to} 已由 ${incoming[0]} 对应，一个字段只能有一个来源。请去掉其中一个。`,
        en: `${to} is given by ${incoming[0]} already, and a field has one source. Leave one of them out.`,
      }),
    )
  })
}

function timeFaults({ field, format, zone }: NonNullable<MappingRules['time']>, fields: MappingRules['fields']): Fault[] {
  const both = Object.hasOwn(fields, field) ? [invalid('time.field', asFieldToo(field))] : []
  if (completeFormats.includes(format)) return zone === undefined ? both : [...both, invalid('time.zone', zoneOfItsOwn(format))]
  if (!isPattern(format)) return [...both, invalid('time.format', unknownFormat(format))]
  if (zone === undefined) return [...both, invalid('time.zone', zoneMissing)]
  return isZone(zone) ? both : [...both, invalid('time.zone', unknownZone(zone))]
}

const asFieldToo = (field: string): Words => ({
  zh: `${field} 已在 fields 中对应，不能同时作为时间。请去掉其中一处。`,
  en: `${field} is mapped under fields too. Leave it out there, or name another field as the time.`,
})

const zoneOfItsOwn = (format: string): Words => ({
  zh: `${format} 格式自带时区，请去掉 zone。若设备的时间不带时区，请用 yyyy-MM-ddTHH:mm:ss 之类的格式。`,
  en: `The format ${format} says the zone itself: leave zone out. For times without a zone give a pattern such as yyyy-MM-ddTHH:mm:ss.`,
})

const zoneMissing: Words = {
  zh: '该时间格式不含时区，请填 zone，例如 Asia/Shanghai。',
  en: 'A pattern does not say the zone: give it as zone, such as Asia/Shanghai.',
}

const formats = [
  { id: 'ms', names: ['unixMs', 'millis', 'milliseconds', '毫秒'] },
  { id: 's', names: ['unix', 'epoch', 'sec', 'seconds', '秒'] },
  { id: 'us', names: ['micros', 'microseconds', '微秒'] },
  { id: 'ns', names: ['nanos', 'nanoseconds', '纳秒'] },
  { id: 'iso', names: ['ISO', 'ISO8601', 'iso8601'] },
  { id: 'rfc1123', names: ['RFC1123', 'rfc2822', 'RFC2822', 'http'] },
]

function unknownFormat(format: string): Words {
  const guess = formats.find(({ names }) => names.includes(format))?.id
  return {
    zh: `不认识时间格式 ${short(format)}。${guess ? `您是不是要填 ${guess}？` : `可用 ${completeFormats.join('、')}，或含年月日的格式，例如 yyyy-MM-dd HH:mm:ss。`}`,
    en: `There is no time format ${short(format)}. ${guess ? `Did you mean ${guess}?` : `Give ${completeFormats.join(', ')}, or a pattern with year, month and day such as yyyy-MM-dd HH:mm:ss.`}`,
  }
}

function unknownZone(zone: string): Words {
  const zones = Intl.supportedValuesOf('timeZone').map((id) => ({ id }))
  const shanghai = { id: 'Asia/Shanghai', names: ['Asia/Beijing', 'Beijing', 'CST', 'UTC+8', 'GMT+8', '北京', '北京时间', '上海'] }
  const guess = didYouMean(zone, [shanghai, ...zones])
  return {
    zh: `没有时区 ${short(zone)}。${guess ? `您是不是要填 ${guess}？` : '请填 IANA 时区，例如 Asia/Shanghai。'}`,
    en: `There is no time zone ${short(zone)}. ${guess ? `Did you mean ${guess}?` : 'Give one of the IANA list, such as Asia/Shanghai.'}`,
  }
}
