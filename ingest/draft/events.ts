// The events of a draft: their payloads, and which of the device's names goes to which of ours.
import type { Words } from '../../facilities/define.ts'
import type { MappingRule } from '../../facilities/mapping/mapping.ts'
import { type Column, columnsOf, highest, lowest } from './column.ts'
import type { NameConstant } from './constants.ts'
import { eventLabels } from './dictionary.ts'
import { cleanName, labelOf, type Named, nameOf, sentence, tokensOf } from './naming.ts'
import { numberSchema, type Schema, schemaOf, textSchema } from './payload.ts'
import { hasPersonal } from './personal.ts'
import { quantityOf, reckoned } from './quantity.ts'
import type { DraftRules } from './rules.ts'
import type { Sample } from './samples.ts'

export interface DraftEventField extends Schema {
  readonly name: string
  readonly path: string
  readonly label: Words
  readonly isDemanded: boolean
}

export interface DraftEvent {
  readonly name: string
  readonly label: Words
  readonly count: number
  readonly fields: readonly DraftEventField[]
  readonly leftOut: readonly { readonly path: string; readonly why: Words }[]
  readonly questions: readonly Words[]
}

interface Settings {
  readonly rules: DraftRules
  /** Paths that are of the envelope: the time, what tells messages apart. */
  readonly spoken: ReadonlySet<string>
  /** Of all events: what is yuan in one is yuan in the others. */
  readonly numbersOf: (path: string) => readonly number[]
  readonly nameConstant: NameConstant
}

const ofEnvelope: readonly string[] = ['ts', 'seq', 'boot', 'id', 'quality', 'values']

export function draftEvent(name: string, samples: readonly Sample[], { rules, spoken, numbersOf, nameConstant }: Settings): DraftEvent {
  const taken = new Set<string>([
    'ts',
    'n',
    'time',
    'device',
    'received',
    'quality',
    'facility',
    'circle',
    'town',
    'kind',
    'event',
    'values',
    'seq',
    'boot',
    'id',
  ])
  const fields: Omit<DraftEventField, 'isDemanded'>[] = []
  const leftOut: { path: string; why: Words }[] = []
  const questions: Words[] = []
  const sources = new Set(samples.map(({ source }) => source)).size
  const always = new Map<string, { isAlways: boolean; isMoney: boolean }>()
  for (const column of columnsOf(samples)) {
    const { path } = column
    if (spoken.has(path) || ofEnvelope.includes(path)) continue
    const named = nameOf(path)
    const guess = fieldGuess({ column, named, samples, sources, event: name, everywhere: numbersOf(path), nameConstant })
    if ('zh' in guess) {
      leftOut.push({ path, why: guess })
      continue
    }
    const { schema, rule, suffix, asked } = guess
    const suggested = cleanName(named)
    const wanted = suffix && !suggested.toLowerCase().endsWith(suffix.toLowerCase()) ? `${suggested}${suffix}` : suggested
    const ours = rules.fits(path, rule) ? rules.name(path, wanted, taken) : undefined
    if (ours === undefined) {
      leftOut.push({ path, why: { zh: '在别的报文中另有含义', en: 'it means something else in another message' } })
      continue
    }
    if (ours !== path || rule.scale !== undefined) rules.add(path, { to: ours, ...rule })
    questions.push(...asked)
    always.set(ours, { isAlways: column.count === column.of, isMoney: named.meaning?.sense === 'money' })
    fields.push({ name: ours, path, label: labelOf(named), ...schema })
  }
  // Demanded is the one field without which the event says nothing: of a sale the money, else what is always there.
  const constant = [...always].filter(([, { isAlways }]) => isAlways)
  const demanded = (constant.find(([, { isMoney }]) => isMoney) ?? constant[0])?.[0]
  return {
    name,
    label: eventLabel(name),
    count: samples.length,
    fields: fields.map((field) => ({ ...field, isDemanded: field.name === demanded })),
    leftOut,
    questions,
  }
}

interface FieldGuess {
  readonly schema: Schema
  readonly rule: Omit<MappingRule, 'to'>
  readonly suffix?: string
  readonly asked: readonly Words[]
}

interface Asked {
  readonly column: Column
  readonly named: Named
  readonly samples: readonly Sample[]
  readonly sources: number
  readonly event: string
  /** Its numbers in all events. */
  readonly everywhere: readonly number[]
  readonly nameConstant: NameConstant
}

function fieldGuess({ column, named, samples, sources, event, everywhere, nameConstant }: Asked): FieldGuess | Words {
  const { meaning, unitWord } = named
  const { path, numbers, numberTexts, count, distinct } = column
  if (meaning?.sense === 'personal' || hasPersonal(column))
    return { zh: '可能是居民个人信息，平台不收', en: 'it may be of a resident, and no such thing is ever kept' }
  if (count === 0) return { zh: '一直为空', en: 'it was never anything but null' }
  const isConstant = distinct.size <= sources && samples.length > sources
  if (
    ['identity', 'version', 'sort', 'number', 'time', 'unit'].includes(meaning?.sense ?? '') &&
    (isConstant || meaning?.sense !== 'identity')
  )
    return { zh: '说的是设备或报文本身', en: 'it is about the device or the message' }
  const isNumber = numbers.length === count && (numberTexts === 0 || ['money', 'gauge', 'total', 'count'].includes(meaning?.sense ?? ''))
  if (isNumber && meaning?.sense === 'money') return moneyGuess(path, numbers, everywhere, unitWord)
  if (isNumber && meaning?.sense !== 'text' && lowest(numbers) > -1e11 && highest(numbers) < 1e11) {
    const quantity = quantityOf(path, numbers, meaning, unitWord)
    const rule = { ...(quantity.scale !== 1 && { scale: quantity.scale }), ...(quantity.offset !== 0 && { offset: quantity.offset }) }
    return { schema: numberSchema(numbers.map((number) => reckoned(number, quantity))), rule, asked: quantity.questions }
  }
  const values = samples.map(({ fields }) => fields.get(path))
  const texts = values.filter((value) => typeof value === 'string')
  const constant = `${event}${tokensOf(path)
    .map((token) => `${token[0]?.toUpperCase()}${token.slice(1)}`)
    .join('')}`.replace(/[^a-zA-Z0-9]/g, '')
  const schema = texts.length === count ? textSchema(texts) : schemaOf(values, `${constant.slice(0, 40)}Entry`, nameConstant)
  return schema ? { schema, rule: {}, asked: [] } : { zh: '取值类型不一', en: 'its values are of several sorts' }
}

/** In fen in our messages. What has a point is yuan; whole numbers may be either. */
function moneyGuess(path: string, numbers: readonly number[], everywhere: readonly number[], unitWord: string | undefined): FieldGuess {
  const isYuan = unitWord === 'yuan' || (unitWord === undefined && everywhere.some((number) => !Number.isInteger(number)))
  const fen = numbers.map((number) => Math.round(isYuan ? number * 100 : number))
  const bounded = fen.every((each) => Number.isInteger(each) && Math.abs(each) <= 10_000_000)
  const schema = bounded ? { ...numberSchema(fen), schema: 'fen' } : numberSchema(fen)
  const asked = isYuan
    ? {
        zh: `${path} 带小数，按元换算为分（×100）：对吗？`,
        en: `${path} has a decimal point and is taken as yuan, times 100 for fen: is that right?`,
      }
    : { zh: `${path} 都是整数，按分记录：是分还是元？`, en: `${path} has whole numbers only and is taken as fen: is it fen or yuan?` }
  return { schema, rule: isYuan ? { scale: 100 } : {}, suffix: 'Fen', asked: unitWord === undefined ? [asked] : [] }
}

function eventLabel(name: string): Words {
  const tokens = tokensOf(name)
  const known = eventLabels.get(tokens.join('')) ?? eventLabels.get(tokens.at(-1) ?? '') ?? eventLabels.get(tokens[0] ?? '')
  return known ?? { zh: `事件 ${name}`, en: sentence(tokens) }
}
