// Where a text stops being JSON, and what stood there. Read only when JSON.parse has refused it, whose messages change between versions.
import type { JsonCause } from './json-causes.ts'
import { numberFault, numberWordAt } from './number-form.ts'

export interface JsonFault {
  /** Position in the text, from 0. */
  readonly at: number
  readonly cause: JsonCause
  readonly expected: string
}

interface Cursor {
  readonly text: string
  at: number
}

type Outcome = JsonFault | undefined

/** The first fault of a text nested no deeper than the stack; undefined when it is JSON. */
export function jsonFault(text: string): Outcome {
  const cursor: Cursor = { text, at: 0 }
  const fault = value(cursor)
  if (fault) return fault
  space(cursor)
  if (cursor.at >= text.length) return undefined
  const cause = '{["'.includes(text[cursor.at] as string) ? 'several' : text[cursor.at] === '\0' ? 'nul' : 'more-behind'
  return { at: cursor.at, cause: charactersOutOfPlace(text, cursor.at) ?? cause, expected: 'end' }
}

function value(cursor: Cursor): Outcome {
  space(cursor)
  const character = cursor.text[cursor.at]
  if (character === '{') return members(cursor, '}', member)
  if (character === '[') return members(cursor, ']', value)
  if (character === '"') return string(cursor)
  if (character === '-' || isDigit(character)) return number(cursor)
  for (const word of ['true', 'false', 'null']) {
    if (!match(cursor, wordAt, word)) continue
    cursor.at += word.length
    return undefined
  }
  return strange(cursor, 'value')
}

/** What stands between brackets, with commas between. */
function members(cursor: Cursor, end: '}' | ']', one: (cursor: Cursor) => Outcome): Outcome {
  const { text } = cursor
  cursor.at++
  space(cursor)
  if (text[cursor.at] === end) {
    cursor.at++
    return undefined
  }
  for (;;) {
    const fault = one(cursor)
    if (fault) return fault
    const lastEnd = cursor.at
    space(cursor)
    if (text[cursor.at] === end) {
      cursor.at++
      return undefined
    }
    if (text[cursor.at] !== ',') return strange(cursor, `, ${end}`, 'missing-comma')
    const isAfterNumber = cursor.at === lastEnd && isDigit(text[cursor.at - 1])
    cursor.at++
    if (end === '}' && isAfterNumber && isDigit(text[cursor.at])) return { at: cursor.at - 1, cause: 'decimal-comma', expected: '.' }
    space(cursor)
    if (text[cursor.at] === end) return { at: cursor.at, cause: 'trailing-comma', expected: end === '}' ? '"…"' : 'value' }
  }
}

function member(cursor: Cursor): Outcome {
  if (cursor.text[cursor.at] !== '"') return strange(cursor, '"…"', isWord(cursor) ? 'unquoted-name' : undefined)
  const fault = string(cursor)
  if (fault) return fault
  space(cursor)
  if (cursor.text[cursor.at] !== ':') return strange(cursor, ':', 'missing-colon')
  cursor.at++
  return value(cursor)
}

function string(cursor: Cursor): Outcome {
  const { text } = cursor
  for (cursor.at++; cursor.at < text.length; cursor.at++) {
    const character = text.charCodeAt(cursor.at)
    if (character === 0x22) {
      cursor.at++
      return undefined
    }
    if (character < 0x20) return { at: cursor.at, cause: 'control-character', expected: '\\n \\t \\u00…' }
    if (character !== 0x5c) continue
    const escaped = match(cursor, escapeAt)
    if (!escaped)
      return {
        at: cursor.at,
        cause: /^\\(?:u[\da-fA-F]{0,3})?$/.test(text.slice(cursor.at, cursor.at + 6)) ? 'truncated' : 'bad-escape',
        expected: '\\" \\\\ \\/ \\n \\u0000',
      }
    cursor.at += escaped.length - 1
  }
  return { at: text.length, cause: 'truncated', expected: '"' }
}

function number(cursor: Cursor): Outcome {
  const { text } = cursor
  const start = cursor.at
  const digits = match(cursor, numberAt)
  if (digits === undefined) {
    cursor.at++
    const isEnd = cursor.at >= text.length
    if (!isEnd && charactersOutOfPlace(text, cursor.at) === 'full-width-number')
      return { at: start, cause: 'full-width-number', expected: '-18.5' }
    if (isEnd || isWord(cursor)) return { at: start, cause: isEnd ? 'truncated' : 'no-number', expected: '-18.5' }
    return { at: start, cause: numberFault(numberWordAt(text, start)), expected: '-18.5' }
  }
  cursor.at += digits.length
  if (match(cursor, behindNumber) === undefined) return undefined
  const cutOff = /^(?:\.|[eE][+-]?)$/.test(text.slice(cursor.at, cursor.at + 3))
  if (cutOff) return { at: text.length, cause: 'truncated', expected: '-18.5' }
  return { at: start, cause: numberFault(numberWordAt(text, start)), expected: '-18.5' }
}

/** What stands where something else was expected. */
function strange({ text, at }: Cursor, expected: string, otherwise: JsonCause = 'out-of-place'): JsonFault {
  const cause = at >= text.length ? 'truncated' : (charactersOutOfPlace(text, at) ?? wordOutOfPlace(text, at, expected) ?? otherwise)
  return { at: Math.min(at, text.length), cause, expected }
}

const outOfPlace: readonly (readonly [string, JsonCause])[] = [
  ["'", 'single-quotes'],
  ['“”„‟″＂«»', 'typographic-quotes'],
  ['‘’`', 'single-quotes'],
  ['，：；、｛｝【】［］。　', 'full-width'],
  ['０１２３４５６７８９－−＋．', 'full-width-number'],
  ['/#', 'comment'],
  ['\0', 'nul'],
  ['+', 'plus-sign'],
  ['.', 'bare-point'],
]

function charactersOutOfPlace(text: string, at: number): JsonCause | undefined {
  const character = text[at] as string
  return outOfPlace.find(([characters]) => characters.includes(character))?.[1]
}

function wordOutOfPlace(text: string, at: number, expected: string): JsonCause | undefined {
  const word = match({ text, at }, anyWordAt)
  if (word === undefined || expected !== 'value') return undefined
  if (/^(?:nan|inf|infinity|undefined)$/i.test(word)) return 'no-number'
  if (/^(?:true|false|none|null)$/i.test(word)) return 'capital-word'
  // The beginning of a word at the very end is a message cut off.
  if (at + word.length === text.length && ['true', 'false', 'null'].some((whole) => whole.startsWith(word))) return 'truncated'
  return 'bare-word'
}

const wordAt = /(?:true|false|null)(?![\w$])/y
const anyWordAt = /[\p{L}_$][\p{L}\p{N}_$-]{0,63}/uy
const numberAt = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/** What no number ends before: the rest of a word, or a unit. */
const behindNumber = /[\w.+-]|\p{L}| ?[°℃℉%]/uy
const escapeAt = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

/** What the sticky pattern matches at the cursor, and nothing else when `only` is given. */
function match({ text, at }: Cursor, pattern: RegExp, only?: string): string | undefined {
  pattern.lastIndex = at
  const found = pattern.exec(text)?.[0]
  return only === undefined || found === only ? found : undefined
}

const isWord = (cursor: Cursor): boolean => match(cursor, anyWordAt) !== undefined

const isDigit = (character: string | undefined): boolean => character !== undefined && character >= '0' && character <= '9'

function space(cursor: Cursor): void {
  while (' \t\n\r'.includes(cursor.text[cursor.at] ?? '.')) cursor.at++
}
