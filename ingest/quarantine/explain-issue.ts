import type { z } from 'zod'
import type { EventKind } from '../../facilities/define.ts'
import { didYouMean } from './did-you-mean.ts'
import { explainNumber, explainWord } from './explain-field.ts'
import { explainTime, isoOfNumber } from './explain-time.ts'
import { rejection } from './reject.ts'
import type { Rejection, Sentence } from './rejection.ts'
import { type DigitsOf, inQuotes, isRounded, showSent } from './sent-digits.ts'
import { show } from './show.ts'
import { unitInName } from './written-unit.ts'

type Issue = z.core.$ZodIssue
type Fields = Readonly<Record<string, unknown>>

interface Fault {
  readonly path: string
  readonly value: unknown
  readonly parent: Fields
  readonly digitsOf: DigitsOf | undefined
  /** Of the field, where it is not inside a list. */
  readonly schema: z.ZodType | undefined
  /** Optional fields of which one must be there, when the fault is that none is. */
  readonly oneOf?: readonly string[]
}

/** The words for what a zod schema found wrong with the fields of an event. */
export function explainIssue(issue: Issue, fields: Fields, event?: EventKind, digitsOf?: DigitsOf): Rejection {
  const fault = faultAt(issue, fields, event, digitsOf)
  return explain(issue, fault) ?? notAccepted(issue, fault)
}

function explain(issue: Issue, fault: Fault): Rejection | undefined {
  if (fault.value === undefined) return missing(fault)
  switch (issue.code) {
    case 'invalid_type':
      return explainType(issue.expected, fault)
    case 'invalid_value':
      return explainWord(Object.fromEntries(issue.values.map((word) => [String(word), same(String(word))])), fault.value, placeOf(fault))
    case 'too_small':
      return explainSize(fault, Number(issue.minimum), Infinity)
    case 'too_big':
      return explainSize(fault, -Infinity, Number(issue.maximum))
    case 'invalid_format':
      return explainFormat(issue.format, fault)
    default:
      return undefined
  }
}

function missing({ path, parent, oneOf }: Fault): Rejection {
  const wanted = oneOf ?? [path.slice(path.lastIndexOf('.') + 1)]
  const candidates = wanted.map((name) => ({ name }))
  for (const given of Object.keys(parent).slice(0, 20)) {
    const meant = didYouMean(given, candidates)
    if (meant === undefined) continue
    const shown = show(given, 40)
    const fen = meant.endsWith('Fen') ? { zh: '（以分为单位）', en: ', in fen' } : { zh: '', en: '' }
    const suggestion = { zh: `请把 ${shown} 改名为 "${meant}"${fen.zh}。`, en: `Rename ${shown} to "${meant}"${fen.en}.` }
    return rejection('missing-field', { field: wanted.join(' / ') }, { path, expected: wanted.join(' | '), suggestion })
  }
  return rejection('missing-field', { field: wanted.join(' / ') }, { path, expected: wanted.join(' | ') })
}

const types: Readonly<Record<string, Sentence>> = {
  string: { zh: '文本', en: 'a text' },
  boolean: { zh: '真值 true 或 false', en: 'true or false' },
  array: { zh: '数组', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
}

function explainType(expected: string, fault: Fault): Rejection | undefined {
  const { path, value } = fault
  if (expected === 'number' || expected === 'int') {
    const unit = unitInName(path)
    const whole = expected === 'int' || unit === 'fen' || takesNoFraction(fault)
    return explainNumber(value, { ...placeOf(fault), whole, gauged: { unit, limits: [-Infinity, Infinity] } })
  }
  const words = types[expected]
  if (!words) return undefined
  if (expected === 'string' && isRefusedMobile(fault)) return personalData(path)
  const found = showSent(value, fault.digitsOf)
  const suggestion = expected === 'string' ? asText(fault) : asTruth(expected, value)
  return rejection('wrong-type', { field: path, expected: words, found }, { path, expected, found, suggestion })
}

const takesNoFraction = ({ schema }: Fault): boolean => schema?.safeParse(1).success === true && !schema.safeParse(1.5).success

/** What to send where a text is wanted; what the field would refuse again is not suggested. */
function asText({ value, schema, digitsOf }: Fault): Sentence | undefined {
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined
  const accepts = (text: string) => schema?.safeParse(text).success !== false
  if (isRounded(value) || accepts(String(value))) return inQuotes(value, digitsOf)
  const time = typeof value === 'number' ? isoOfNumber(value) : undefined
  return time !== undefined && accepts(time) ? inQuotes(time, undefined) : undefined
}

function asTruth(expected: string, value: unknown): Sentence | undefined {
  if (expected !== 'boolean') return undefined
  const truths: readonly unknown[] = [1, '1', 'true', 'True', 'TRUE', 'yes']
  const untruths: readonly unknown[] = [0, '0', 'false', 'False', 'FALSE', 'no']
  const meant = truths.includes(value) ? 'true' : untruths.includes(value) ? 'false' : undefined
  return meant === undefined ? undefined : { zh: `请发送 ${meant}，不加引号。`, en: `Send ${meant}, without quotation marks.` }
}

function explainSize(fault: Fault, low: number, high: number): Rejection | undefined {
  const { path, value } = fault
  if (typeof value === 'number')
    return explainNumber(value, { ...placeOf(fault), whole: false, gauged: { unit: unitInName(path), limits: [low, high] } })
  if (typeof value !== 'string' && !Array.isArray(value)) return undefined
  const limits = high === Infinity ? `≥ ${low}` : `≤ ${high}`
  const code = typeof value === 'string' ? 'text-length' : 'list-length'
  return rejection(code, { field: path, length: value.length, limits }, { path, expected: limits, found: show(value) })
}

const mobileNumber = /^(?:\+?86)?1[3-9]\d{9}$/

function explainFormat(format: string, { path, value }: Fault): Rejection | undefined {
  if (format === 'datetime') return explainTime(value, path)
  return typeof value === 'string' && mobileNumber.test(value) ? personalData(path) : undefined
}

/** Sent as a number, where a text of these digits would be refused. */
const isRefusedMobile = ({ value, schema }: Fault): boolean =>
  typeof value === 'number' && mobileNumber.test(String(value)) && schema?.safeParse(String(value)).success === false

/** Not shown: what may not be kept may not be repeated either. */
const personalData = (path: string): Rejection => rejection('personal-data', { field: path }, { path, found: '1**********' })

function notAccepted(issue: Issue, { path, value }: Fault): Rejection {
  const rule = issue.code === 'invalid_format' && issue.pattern ? issue.pattern : issue.message
  return rejection(
    'not-accepted',
    { field: path || '{…}', found: show(value), rule },
    { path: path || undefined, expected: rule, found: show(value) },
  )
}

const same = (word: string): Sentence => ({ zh: word, en: word })

const placeOf = ({ path, digitsOf }: Fault) => ({ path, called: path, digitsOf })

function faultAt(issue: Issue, fields: Fields, event: EventKind | undefined, digitsOf: DigitsOf | undefined): Fault {
  let value: unknown = fields
  let parent = fields
  for (const step of issue.path) {
    if (typeof value !== 'object' || value === null) break
    parent = value as Fields
    value = Object.hasOwn(parent, step) ? parent[String(step)] : undefined
  }
  const [first] = issue.path
  const oneOf = value === undefined && issue.path.length === 1 && event?.anyOf?.includes(String(first)) ? { oneOf: event.anyOf } : {}
  const schema = issue.path.length === 1 && event && Object.hasOwn(event.payload, String(first)) ? event.payload[String(first)] : undefined
  return { path: pathOf(issue.path), value, parent, digitsOf, schema, ...oneOf }
}

/** `lines[3].sku`. */
const pathOf = (steps: readonly PropertyKey[]): string =>
  steps.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`)).join('')
