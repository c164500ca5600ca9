// What is wrong with a mapping that has the right shape, held against the kind it is for.
import type { FacilityKind, Words } from '../define.ts'
import { type Candidate, didYouMean, short } from '../did-you-mean.ts'
import { factorOf } from './factor.ts'
import type { MappingRule } from './mapping.ts'
import { type SaidType, type Target, type TargetField, targetsOf, typedAs } from './targets.ts'
import { type TimeRule, timeFaults } from './time-faults.ts'

/** What is wrong at a place of a mapping, and what to do. */
export interface MappingFault {
  readonly path: readonly string[]
  readonly message: Words
}

/** What is held against the kind. A record may write its time in several columns and formats. */
export interface Rules {
  readonly fields: Readonly<Record<string, MappingRule & { readonly as?: SaidType | undefined }>>
  readonly time?: (TimeRule & { readonly field: string | readonly string[] }) | undefined
}

/** Every fault at once; none when the mapping can be used. `targets`: the sorts of messages it may be about, all of the kind's if not given. */
export function mappingFaults({ fields, time }: Rules, kind: FacilityKind, targets = targetsOf(kind)): MappingFault[] {
  const timeFields = time ? [time.field].flat() : []
  return [
    ...Object.keys(fields).flatMap((incoming) => nameFaults(['fields', incoming], incoming)),
    ...Object.entries(fields).flatMap(([incoming, rule]) => ruleFaults(['fields', incoming], rule, kind, targets)),
    ...surplusFaults(fields, targets),
    ...timeFields.flatMap((field) => nameFaults(['time', 'field'], field)),
    ...(time ? [...asFieldToo(timeFields, fields), ...timeFaults(['time'], time)] : []),
  ]
}

type Path = readonly string[]

/** What a rule does to a value; digits are only a record's to round. */
type Conversion = Omit<MappingRule, 'to'> & { readonly round?: number | undefined }

const invalid = (path: Path, message: Words): MappingFault => ({ path, message })

const deepest = 8

export function nameFaults(path: Path, incoming: string): MappingFault[] {
  const names = incoming.split('.')
  if (incoming.length <= 200 && names.length <= deepest && !names.includes('')) return []
  return [
    invalid(path, {
      zh: `${short(incoming)} 不能作为来源字段名。请填设备所用的字段名，嵌套字段用一个点连接（最多 ${deepest} 级），例如 data.temp。`,
      en: `${short(incoming)} cannot be the name of an incoming field. Give the device's own name; one inside an object is reached with single points (${deepest} levels at most), such as data.temp.`,
    }),
  ]
}

function ruleFaults(path: Path, rule: Rules['fields'][string], kind: FacilityKind, targets: readonly Target[]): MappingFault[] {
  const meant = targets.flatMap(({ fields }) => fields.get(rule.to) ?? []).map((field) => typedAs(field, rule.as))
  return meant.length > 0 ? conversionFaults(path, rule, meant) : [unknownTarget([...path, 'to'], rule.to, kind, targets)]
}

/** `meant`: the fields of the name the rule aims at. */
export function conversionFaults(path: Path, rule: Conversion, meant: readonly TargetField[]): MappingFault[] {
  // A name may stand for different things in a reading and in an event: it is enough that the rule fits one of them.
  const attempts = meant.map((field) => [...numberFaults(path, rule, field), ...wordFaults(path, rule, field)])
  return attempts.find((faults) => faults.length === 0) ?? attempts[0] ?? []
}

export function unknownTarget(path: Path, to: string, kind: FacilityKind, targets: readonly Target[]): MappingFault {
  const all = targets.flatMap(({ fields }) => [...fields.values()])
  const guess = didYouMean(to, all)
  const names = [...new Set(all.map(({ id }) => id))]
  const whose = ownerOf(kind, targets)
  return invalid(path, {
    zh: `${whose.zh}没有字段 ${short(to)}。${guess ? `您是不是要填 ${guess}？` : `可用字段：${names.join('、')}。`}`,
    en: `${whose.en} has no field ${short(to)}. ${guess ? `Did you mean ${guess}?` : `The fields are ${names.join(', ')}.`}`,
  })
}

function ownerOf({ kind, label }: FacilityKind, [only, ...others]: readonly Target[]): Words {
  const zh = `${label.zh}（${kind}）`
  if (!only || others.length > 0) return { zh, en: `The kind ${kind}` }
  if (only.event === '') return { zh: `${zh}的读数`, en: `A reading of ${kind}` }
  return { zh: `${zh}的事件 ${only.event} `, en: `The event ${only.event} of ${kind}` }
}

function numberFaults(path: Path, { scale, offset, round }: Conversion, { id: name, type }: TargetField): MappingFault[] {
  const given = (['scale', 'offset', 'round'] as const).filter((option) => ({ scale, offset, round })[option] !== undefined)
  if (type !== 'number')
    return given.map((option) =>
      invalid([...path, option], {
        zh: `${name} 不是数值字段，不能换算。请去掉 ${option}${type === 'words' ? '，状态字请用 values 对应' : ''}。`,
        en: `${name} is not a number, so nothing can be reckoned. Leave ${option} out${type === 'words' ? '; words are translated with values' : ''}.`,
      }),
    )
  return scale !== undefined && factorOf(scale) === 0
    ? [
        invalid([...path, 'scale'], {
          zh: 'scale 为 0 会把所有读数变成同一个值。请填换算系数，例如 0.1。',
          en: 'A scale of 0 would make all readings the same. Give the factor, such as 0.1.',
        }),
      ]
    : []
}

function wordFaults(path: Path, { values = {} }: Conversion, field: TargetField): MappingFault[] {
  return Object.entries(values).flatMap(([code, word]) => {
    const words = wordFault(word, field)
    return words ? [invalid([...path, 'values', code], words)] : []
  })
}

/** Why a word cannot be one of the field. */
export function wordFault(word: string | boolean, { id: name, type, words }: TargetField): Words | undefined {
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
function surplusFaults(fields: Rules['fields'], targets: readonly Target[]): MappingFault[] {
  const names = Map.groupBy(Object.keys(fields), (incoming) => fields[incoming]?.to ?? '')
  return [...names].flatMap(([to, incoming]) => {
    const places = targets.filter((target) => target.fields.has(to)).length
    return incoming.slice(Math.max(1, places)).map((surplus) => invalid(['fields', surplus, 'to'], givenAlready(to, incoming[0] ?? '')))
  })
}

export const givenAlready = (to: string, incoming: string): Words => ({
  zh: `${to} 已由 ${incoming} 对应，一个字段只能有一个来源。请去掉其中一个。`,
  en: `${to} is given by ${incoming} already, and a field has one source. Leave one of them out.`,
})

function asFieldToo(timeFields: readonly string[], fields: Rules['fields']): MappingFault[] {
  return timeFields
    .filter((field) => Object.hasOwn(fields, field))
    .map((field) =>
      invalid(['time', 'field'], {
        zh: `${field} 已在 fields 中对应，不能同时作为时间。请去掉其中一处。`,
        en: `${field} is mapped under fields too. Leave it out there, or name another field as the time.`,
      }),
    )
}
