import type { Column } from './column.ts'

const phone = /^(\+?86[- ]?)?1[3-9]\d{9}$/
const identityCard = /^\d{17}[\dXx]$/
const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const plate = /^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}$/

/** Whether a text is what no message may carry: the phone number, identity card, mail address or number plate of a resident. */
export const isPersonal = (text: string): boolean => [phone, identityCard, mail, plate].some((pattern) => pattern.test(text.trim()))

export const hasPersonal = ({ texts, numbers, others }: Column): boolean =>
  texts.some(isPersonal) ||
  numbers.some((number) => number >= 1e10 && isPersonal(String(number))) ||
  others.some((other) => hidesPersonal(other, 0))

function hidesPersonal(value: unknown, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'number') return isPersonal(String(value))
  if (typeof value !== 'object' || value === null || depth > 6) return false
  return Object.values(value).some((inner) => hidesPersonal(inner, depth + 1))
}
