// What zod says of a wrong query or body, told to people in both languages.
import { closest, distance } from 'fastest-levenshtein'
import { z } from 'zod'
import type { Words } from '../../facilities/define.ts'
import type { Fault } from './problem.ts'

type Issue = z.core.$ZodIssue

export function faultsOf(issue: Issue, schema: z.ZodType, sent: unknown): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownName([...issue.path, key], key, knownNames(schema, issue.path)))
  const value = at(sent, issue.path)
  const path = pathText(issue.path)
  if (value === undefined && issue.code !== 'custom')
    return [{ path, message: { zh: `缺少 ${path || '内容'}`, en: `${path || 'the content'} is missing` } }]
  const { message, expected } = sentenceOf(issue, value)
  return [{ path, message, ...(expected !== undefined && { expected }), found: shown(value) }]
}

/** The name that was probably meant: close by, or the same word in another case. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const best = closest(
    name.toLowerCase(),
    known.map((each) => each.toLowerCase()),
  )
  const match = known.find((each) => each.toLowerCase() === best) ?? best
  const isNear = distance(name.toLowerCase(), best) <= Math.max(1, Math.floor(name.length / 3))
  return isNear || (name.length > 2 && match.toLowerCase().startsWith(name.toLowerCase())) ? match : undefined
}

function unknownName(path: PropertyKey[], key: string, known: readonly string[]): Fault {
  const meant = didYouMean(key, known)
  const message = {
    zh: `不认识 ${key}${meant ? `，是否想写 ${meant}？` : ''}`,
    en: `${key} is not known here${meant ? `; did you mean ${meant}?` : ''}`,
  }
  return { path: pathText(path), message, ...(known.length > 0 && { expected: known.join(', ') }) }
}

function sentenceOf(issue: Issue, value: unknown): { message: Words; expected?: string } {
  switch (issue.code) {
    case 'invalid_type':
      return say(`应为${typeNames[issue.expected] ?? issue.expected}`, `must be ${issue.expected}`, issue.expected)
    case 'too_small':
      return limit('不少于', 'at least', issue.origin, issue.minimum)
    case 'too_big':
      return limit('不超过', 'at most', issue.origin, issue.maximum)
    case 'invalid_value': {
      const words = issue.values.map(String)
      const meant = typeof value === 'string' ? didYouMean(value, words) : undefined
      const list = words.join(', ')
      return say(
        `应为 ${list} 之一${meant ? `，是否想写 ${meant}？` : ''}`,
        `must be one of ${list}${meant ? `; did you mean ${meant}?` : ''}`,
        list,
      )
    }
    case 'invalid_format':
      return say(`格式应为 ${issue.pattern ?? issue.format}`, `must match ${issue.pattern ?? issue.format}`, issue.pattern ?? issue.format)
    case 'custom': {
      const { zh, expected } = (issue.params ?? {}) as { zh?: string; expected?: string }
      return { message: { zh: zh ?? issue.message, en: issue.message }, ...(expected && { expected }) }
    }
    case 'invalid_union':
      return unionSentence(issue, value)
    default:
      return { message: { zh: '不符合要求', en: issue.message } }
  }
}

/** Of several forms the one whose sort of value was sent says what is wrong; else each says what it would be. */
function unionSentence(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown): { message: Words; expected?: string } {
  const first = issue.errors.flatMap(([inner]) => (inner ? [inner] : []))
  const near = first.find(({ code, path }) => code !== 'invalid_type' || path.length > 0)
  if (near && near.code !== 'invalid_union') return sentenceOf(near, at(value, near.path))
  const told = first.map((inner) => sentenceOf(inner, value).message)
  if (told.length === 0) return { message: { zh: '不符合要求', en: issue.message } }
  return { message: { zh: told.map(({ zh }) => zh).join('，或'), en: told.map(({ en }) => en).join(', or ') } }
}

const typeNames: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  object: '对象',
  array: '列表',
  tuple: '列表',
}

const say = (zh: string, en: string, expected: string) => ({ message: { zh, en }, expected })

function limit(zh: string, en: string, origin: string, bound: number | bigint): { message: Words; expected: string } {
  const unit = { string: [' 个字符', ' characters'], array: [' 项', ' items'] }[origin] ?? ['', '']
  return say(`应${zh} ${bound}${unit[0]}`, `must be ${en} ${bound}${unit[1]}`, `${en} ${bound}${unit[1]}`)
}

function knownNames(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const found = path.reduce<unknown>(
    (inner, name) => (inner instanceof z.ZodObject ? unwrapped(inner.shape[name as string]) : undefined),
    unwrapped(schema),
  )
  return found instanceof z.ZodObject ? Object.keys(found.shape) : []
}

const unwrapped = (schema: unknown): unknown =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault ? unwrapped(schema.unwrap()) : schema

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[name], value)

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, name) => (typeof name === 'number' ? `${text}[${name}]` : text ? `${text}.${String(name)}` : String(name)),
    '',
  )
}

/** Secrets are never read back to the sender. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 80 ? `${value.slice(0, 80)}…` : value
  if (value === null || typeof value !== 'object') return String(value)
  return Array.isArray(value) ? 'list' : 'object'
}
