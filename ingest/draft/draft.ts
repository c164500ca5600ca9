/**
 * A kind file out of what a device was heard to say. Every guess that may be wrong is a question, in the file and in the answer; what is not
 * kept is named with its reason. The file loads, checks and simulates as it stands.
 */
import type { Words } from '../../facilities/define.ts'
import type { MappingRules } from '../../facilities/mapping/mapping.ts'
import type { CapturedMessage } from './capture.ts'
import { columnsOf } from './column.ts'
import { constantsBeside } from './constants.ts'
import { draftTelemetry } from './draft-telemetry.ts'
import { draftEvent } from './events.ts'
import { kindLabel, kindName } from './kind-name.ts'
import { type Pace, paceOf } from './pace.ts'
import { DraftRules } from './rules.ts'
import { samplesOf } from './samples.ts'
import { sorted } from './sorts.ts'
import { type DraftField, sourceOf } from './source.ts'
import { timeStampOf } from './time-stamp.ts'

export interface DraftWish {
  /** Its name; guessed from the topics otherwise. */
  readonly kind?: string | undefined
  /** Names that are taken. */
  readonly isTaken?: (kind: string) => boolean
}

export interface Draft {
  readonly kind: string
  /** Name of the file. */
  readonly file: string
  readonly source: string
  /** What makes the device's words those of the kind; absent when they are. */
  readonly mapping?: MappingRules
  readonly questions: readonly Words[]
  /** From how many readings and events it was made. */
  readonly messages: number
}

/** Why there is nothing to draft from. */
export interface NothingToDraft {
  readonly nothing: Words
}

const mostMessages = 5_000
const mostSamples = 20_000
const mostEvents = 20
const mostQuestions = 60

export function draftKind(
  messages: readonly CapturedMessage[],
  { kind: wished, isTaken = () => false }: DraftWish = {},
): Draft | NothingToDraft {
  const heard = samplesOf(messages.slice(0, mostMessages))
  const { samples, by, questions: sortQuestions } = sorted(heard.samples.slice(0, mostSamples))
  if (samples.length === 0) return nothingIn(messages.length, heard.unreadable)
  const readings = samples.filter(({ event }) => event === '')
  const time = timeStampOf(readings.length > 0 ? readings : samples)
  const pace = paceOf(samples, time)
  const spoken = new Set([...(time ? [time.path] : []), ...(by === undefined ? [] : [by])])
  const rules = new DraftRules()
  const telemetry = draftTelemetry(readings, { rules, spoken, pace })
  if (telemetry.fields.length === 0) return noFields(readings.length)

  const kind = kindName(wished ?? heard.kind, isTaken)
  const nameConstant = constantsBeside(kind)
  const ofEvents = new Map(columnsOf(samples.filter(({ event }) => event !== '')).map(({ path, numbers }) => [path, numbers]))
  const numbersOf = (path: string) => ofEvents.get(path) ?? []
  const names = [...new Set(samples.map(({ event }) => event))].filter(Boolean).slice(0, mostEvents)
  const events = names.map((name) => ({
    ...draftEvent(
      name,
      samples.filter(({ event }) => event === name),
      { rules, spoken, numbersOf, nameConstant },
    ),
    perHour: perHour(samples.filter(({ event }) => event === name).length, pace),
  }))
  const label = kindLabel(kind)
  const questions = [
    ...kindQuestions(kind, label, wished),
    ...(time?.questions ?? []),
    ...sortQuestions,
    ...paceQuestions(pace),
    ...unknownFields(telemetry.fields),
    ...eventQuestions(names),
  ]
  const source = sourceOf({
    kind,
    label: label ?? { zh: '设施（待命名）', en: 'Facility without a name' },
    every: pace.every ?? '60 s',
    from: `Drafted from ${readings.length} readings and ${samples.length - readings.length} events heard in ${shownHours(pace)}.`,
    questions,
    fields: telemetry.fields,
    events,
    leftOut: [...telemetry.leftOut, ...events.flatMap(({ name, leftOut }) => leftOut.map((each) => ({ ...each, event: name })))],
  })
  const isOwnTime = time === undefined || (time.path === 'ts' && (time.format === 'ms' || time.format === 'iso'))
  const mapping = {
    fields: rules.fields,
    ...(time && !isOwnTime && { time: { field: time.path, format: time.format, ...(time.zone !== undefined && { zone: time.zone }) } }),
  }
  return {
    kind,
    file: fileOf(kind),
    source,
    ...((Object.keys(mapping.fields).length > 0 || mapping.time) && { mapping }),
    questions: [...questions, ...telemetry.fields.flatMap((field) => field.questions), ...events.flatMap((event) => event.questions)].slice(
      0,
      mostQuestions,
    ),
    messages: samples.length,
  }
}

const perHour = (count: number, { hours }: Pace): number =>
  Number(Math.min(60, Math.max(0.2, hours > 0 ? count / hours : 1)).toPrecision(2))

const shownHours = ({ hours, every }: Pace): string => (every !== undefined ? `${Number(hours.toPrecision(2))} h` : 'an unknown time')

const kindQuestions = (kind: string, label: Words | undefined, wished: string | undefined): Words[] => [
  ...(wished === undefined || wished === kind
    ? []
    : [
        {
          zh: `${wished} 已被使用或不能作为类型名，这里改用 ${kind}。`,
          en: `${wished} is taken or cannot name a kind, so it is ${kind} here.`,
        },
      ]),
  {
    zh: `类型名 ${kind}${label ? `（${label.zh}）` : ' '}合适吗？有设备使用后不能再改。`,
    en: `Is ${kind}${label ? ` (${label.en})` : ''} the right name? It cannot be changed once devices use it.`,
  },
]

const paceQuestions = ({ every }: Pace): Words[] =>
  every === undefined
    ? [
        {
          zh: '没有时间可循，上报间隔取 60 秒：实际多久一次？',
          en: 'There are no times to go by, so every is 60 s: how often does it report?',
        },
      ]
    : []

function unknownFields(fields: readonly DraftField[]): Words[] {
  const unknown = fields.filter(({ label }) => label.zh.startsWith('字段 ')).map(({ path }) => path)
  if (unknown.length === 0) return []
  const list = unknown.slice(0, 12).join(', ')
  return [{ zh: `${list} 是什么？请写上名称与单位。`, en: `What are ${list}? Write their labels and units.` }]
}

const eventQuestions = (names: readonly string[]): Words[] =>
  names.length === 0
    ? []
    : [
        {
          zh: `哪个事件算居民使用一次（use）：${names.join('、')}？`,
          en: `Which event is one use by a resident (use): ${names.join(', ')}?`,
        },
      ]

function nothingIn(messages: number, unreadable: number): NothingToDraft {
  if (messages === 0) return { nothing: { zh: '没有报文可供起草', en: 'there are no messages to draft from' } }
  if (unreadable > 0)
    return { nothing: { zh: `${messages} 条报文中没有一条是 JSON 对象`, en: `none of the ${messages} messages is a JSON object` } }
  return {
    nothing: { zh: '只有状态、登记等报文，没有读数或事件', en: 'there are only states, births and the like, no readings or events' },
  }
}

const noFields = (readings: number): NothingToDraft =>
  readings === 0
    ? {
        nothing: {
          zh: '只有事件，没有读数：类型至少要有一个读数字段',
          en: 'there are events only and no reading: a kind needs a field that is read',
        },
      }
    : { nothing: { zh: `${readings} 条读数中没有可以作为字段的值`, en: `in ${readings} readings there is no value that could be a field` } }

/** A file of this name would be taken for the one of ours that drafts import. */
const fileOf = (kind: string): string => (/^(define|rhythm|trade)$/.test(kind) ? `${kind}-kind.ts` : `${kind}.ts`)
