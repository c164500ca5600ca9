import type { Sentence } from './rejection.ts'
import { shorten } from './show.ts'

/** For a text that is itself the JSON of an object or array: `"{\"temperature\":-18}"`. */
export function encodedTwice(value: unknown): Sentence | undefined {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value) || !isJson(value)) return undefined
  const inside = shorten(value.trim(), 60)
  return {
    zh: `JSON 被编码了两次：请只编码一次，直接发送 ${inside}，外面不加引号。`,
    en: `The JSON was encoded twice: encode it once and send ${inside} itself, not as a text in quotation marks.`,
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
