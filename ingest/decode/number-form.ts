// Numbers as other languages write them, where JSON does not.
import type { Sentence } from '../quarantine/rejection.ts'

export type NumberFault = 'leading-zero' | 'plus-sign' | 'hex-number' | 'bare-point' | 'number-with-unit' | 'number-form' | 'bare-word'

const forms: readonly (readonly [RegExp, NumberFault])[] = [
  [/^[-+]?0x[\da-f]+$/i, 'hex-number'],
  [/^\+/, 'plus-sign'],
  [/^-?0\d+(?:\.\d+)?$/, 'leading-zero'],
  [/^-?(?:\.\d+|\d+\.)$/, 'bare-point'],
  // A date, a time or a version is no number at all.
  [/^\d+(?:[-:]\d|\.\d+\.\d)/, 'bare-word'],
  [/^-?\d+(?:\.\d+)?\s*[\p{L}°%℃℉]/u, 'number-with-unit'],
]

/** What keeps the word from being a number in JSON. */
export const numberFault = (word: string): NumberFault => forms.find(([form]) => form.test(word))?.[1] ?? 'number-form'

/** A number with whatever belongs to it. */
const wordAt = /[-+]?[\w.][\w.:+-]{0,39}(?: ?[°℃℉%]\p{L}?)?/uy

export function numberWordAt(text: string, at: number): string {
  wordAt.lastIndex = at
  return wordAt.exec(text)?.[0] ?? ''
}

/** How to write this very number; undefined where it is none. */
export function numberCure(word: string): Sentence | undefined {
  const number = asJson(word)
  if (number === undefined) return undefined
  if (!/^0\d+$/.test(word)) return { zh: `请写成 ${number}。`, en: `Write ${number}.` }
  return {
    zh: `请写成 ${number}；若是编号，请加上引号："${word}"。`,
    en: `Write ${number}; or if it is an id, put it in quotation marks: "${word}".`,
  }
}

function asJson(word: string): string | undefined {
  if (/^[-+]?0x[\da-f]{1,13}$/i.test(word)) {
    const hex = Number(word.replace(/^[-+]/, ''))
    return String(word.startsWith('-') ? -hex : hex)
  }
  const plain = word
    .replace(/\s*[\p{L}°%℃℉]+$/u, '')
    .replace(/^\+/, '')
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '')
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(plain) ? plain : undefined
}
