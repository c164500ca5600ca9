// JSON.parse rounds numbers of more than 15 digits. What people are shown, and told to send, has the digits that were sent.
import type { Sentence } from './rejection.ts'
import { shorten, show } from './show.ts'

/** A number of the message as it was written there; undefined where that cannot be told. */
export type DigitsOf = (number: number) => string | undefined

/** Looks a payload through when it is first asked about, and remembers the last one: a thousand elements may be refused one by one. */
export function sentDigits(): (payload: Uint8Array) => DigitsOf {
  let last: { readonly payload: Uint8Array; readonly texts: ReadonlyMap<number, string> } | undefined
  return (payload) => (number) => {
    if (last?.payload !== payload) last = { payload, texts: roundedNumbers(Buffer.from(payload).toString('utf8')) }
    return last.texts.get(number) || undefined
  }
}

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g

/** Empty where two numbers of the message have become the same. */
function roundedNumbers(json: string): Map<number, string> {
  const texts = new Map<number, string>()
  for (const [text] of json.matchAll(stringOrNumber)) {
    const number = text.startsWith('"') ? 0 : Number(text)
    if (!isRounded(number)) continue
    const before = texts.get(number)
    texts.set(number, before === undefined || before === text ? text : '')
  }
  return texts
}

/** Whether JSON.parse may have changed it. */
export const isRounded = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER

/** As `show`, with the digits that were sent. */
export function showSent(value: unknown, digitsOf: DigitsOf | undefined): string {
  if (!isRounded(value)) return show(value)
  return shorten(digitsOf?.(value) ?? (Number.isFinite(value) ? `≈ ${value}` : String(value)), 60)
}

/** What to do about what should have been sent as a text. */
export function inQuotes(value: number | boolean | string, digitsOf: DigitsOf | undefined): Sentence {
  if (!isRounded(value)) return { zh: `请加上引号："${value}"。`, en: `Put it in quotation marks: "${value}".` }
  const digits = digitsOf?.(value)
  if (digits === undefined || !/^-?\d{1,64}$/.test(digits)) return lost
  return {
    zh: `请加上引号，否则末几位会丢失："${digits}"。`,
    en: `Put it in quotation marks, or its last digits get lost: "${digits}".`,
  }
}

const lost: Sentence = {
  zh: '大于 9007199254740991 的数，末几位已丢失。编号请作为文本发送（加引号）。',
  en: 'Above 9007199254740991 a number loses its last digits, as this one has. Send ids as text, in quotation marks.',
}
