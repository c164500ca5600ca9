import type { z } from 'zod'
import type { EventKind } from '../../facilities/define.ts'
import { didYouMean } from './did-you-mean.ts'
import { explainNumber, explainWord } from './explain-field.ts'
import { explainTime } from './explain-time.ts'
import { rejection } from './reject.ts'
import type { Rejection, Sentence } from './rejection.ts'
import { show } from './show.ts'

type Issue = z.core.$ZodIssue
type Fields = Readonly<Record<string, unknown>>

interface Fault {
  readonly path: string
  readonly value: unknown
  readonly parent: Fields
  /** Optional fields of which one must be there, when the fault is that none is. */
  readonly oneOf?: readonly string[]
}

/** The words for what a zod schema found wrong with the fields of an event. */
export function explainIssue(issue: Issue, fields: Fields, event?: EventKind): Rejection {
  const fault = faultAt(issue, fields, event)
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
    const found = explainNumber(value, {
      ...placeOf(fault),
      whole: expected === 'int',
      gauged: { unit: '', limits: [-Infinity, Infinity] },
    })
    return found?.code === 'not-whole' && path.endsWith('Fen') ? { ...found, suggestion: inFen(Number(value)) } : found
  }
  const words = types[expected]
  if (!words) return undefined
  const details = { path, expected, found: show(value), suggestion: inQuotes(expected, value) ?? asTruth(expected, value) }
  return rejection('wrong-type', { field: path, expected: words, found: show(value) }, details)
}

const inFen = (yuan: number): Sentence => {
  const fen = Math.round(yuan * 100)
  return { zh: `金额以分为单位：${show(yuan)} 元应发送 ${fen}。`, en: `Amounts are in fen: for ${show(yuan)} yuan send ${fen}.` }
}

function inQuotes(expected: string, value: unknown): Sentence | undefined {
  if (expected !== 'string' || (typeof value !== 'number' && typeof value !== 'boolean')) return undefined
  return { zh: `请加上引号："${value}"。`, en: `Put it in quotation marks: "${value}".` }
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
  if (typeof value === 'number') return explainNumber(value, { ...placeOf(fault), whole: false, gauged: { unit: '', limits: [low, high] } })
  if (typeof value !== 'string' && !Array.isArray(value)) return undefined
  const limits = high === Infinity ? `≥ ${low}` : `≤ ${high}`
  const code = typeof value === 'string' ? 'text-length' : 'list-length'
  return rejection(code, { field: path, length: value.length, limits }, { path, expected: limits, found: show(value) })
}

const mobileNumber = /^(?:\+?86)?1[3-9]\d{9}$/

function explainFormat(format: string, { path, value }: Fault): Rejection | undefined {
  if (format === 'datetime') return explainTime(value, path)
  if (typeof value !== 'string' || !mobileNumber.test(value)) return undefined
  // Not shown: what may not be kept may not be repeated either.
  return rejection('personal-data', { field: path }, { path, found: '1**********' })
}

function notAccepted(issue: Issue, { path, value }: Fault): Rejection {
  const rule = issue.code === 'invalid_format' && issue.pattern ? issue.pattern : issue.message
  return rejection(
    'not-accepted',
    { field: path || '{…}', found: show(value), rule },
    { path: path || undefined, expected: rule, found: show(value) },
  )
}

const same = (word: string): Sentence => ({ zh: word, en: word })

const placeOf = ({ path }: Fault) => ({ path, called: path })

function faultAt(issue: Issue, fields: Fields, event: EventKind | undefined): Fault {
  let value: unknown = fields
  let parent = fields
  for (const step of issue.path) {
    if (typeof value !== 'object' || value === null) break
    parent = value as Fields
    value = Object.hasOwn(parent, step) ? parent[String(step)] : undefined
  }
  const [first] = issue.path
  const oneOf = value === undefined && issue.path.length === 1 && event?.anyOf?.includes(String(first)) ? { oneOf: event.anyOf } : {}
  return { path: pathOf(issue.path), value, parent, ...oneOf }
}

/** `lines[3].sku`. */
const pathOf = (steps: readonly PropertyKey[]): string =>
  steps.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`)).join('')
