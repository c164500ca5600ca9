import { rejection } from '../quarantine/reject.ts'
import type { Rejection, Sentence } from '../quarantine/rejection.ts'
import { shorten } from '../quarantine/show.ts'
import { explainUtf16 } from './explain-encoding.ts'
import { causeOf, type JsonCause } from './json-causes.ts'
import { jsonFault } from './json-fault.ts'
import { numberCure, numberWordAt } from './number-form.ts'
import { protocolFrame } from './protocol-frame.ts'

const found = 30

/** A text that JSON.parse has refused: where it stops being JSON, what stood there, and the usual reason for that. */
export function explainJson(text: string, bytes: Uint8Array): Rejection {
  const utf16 = explainUtf16(bytes)
  if (utf16) return utf16
  const { at, cause, expected } = jsonFault(text) ?? { at: 0, cause: 'out-of-place' as const, expected: '{…}' }
  const { line, column } = placeOf(text, at)
  const format = formatOf(text)
  const { is, cure } = (format === 'binary' && protocolFrame(bytes)) || causeOf(format ?? cause)
  const details = {
    path: `line ${line} column ${column}`,
    expected,
    found: shorten(text.slice(at, at + found + 1), found) || '∅',
    suggestion: (format ? undefined : numberCureOf(cause, text, at)) ?? cure,
  }
  return rejection('not-json', { line, column, cause: is }, details)
}

/** What the whole text is, when it does not even begin like an object. */
const formats: readonly (readonly [RegExp, JsonCause])[] = [
  [/^\s*</, 'xml'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  [/^[^{[]{0,40}[\u0000-\u0008\u000e-\u001f]/, 'binary'],
  [/^\s*[\w.-]+\s*=/, 'pairs'],
  [/^\s*(?:0x)?(?:[\da-f]{2}[\s:-]?){3,}$/i, 'hex'],
  [/^\s*-?\d+(?:\.\d+)?\s*[,;\t]/, 'list'],
  [/^\s*e[yw][\w+/-]{14,}={0,2}\s*$/, 'base64'],
]

const numberCauses: readonly JsonCause[] = ['leading-zero', 'plus-sign', 'hex-number', 'bare-point', 'number-with-unit', 'number-form']

const numberCureOf = (cause: JsonCause, text: string, at: number): Sentence | undefined =>
  numberCauses.includes(cause) ? numberCure(numberWordAt(text, at)) : undefined

function formatOf(text: string): JsonCause | undefined {
  const start = text.length > 512 ? text.slice(0, 512) : text
  return formats.find(([pattern]) => pattern.test(start))?.[1]
}

function placeOf(text: string, at: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
    line++
    start = end + 1
  }
  return { line, column: at - start + 1 }
}
