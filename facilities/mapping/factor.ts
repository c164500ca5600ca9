import type { Words } from '../define.ts'
import { type Exact, exact } from './decimal.ts'

/** What a number is multiplied with or what is added to it: a number, or a fraction as text such as `5/9`. */
export type Factor = number | string

const fraction = /^[+-]?\d{1,15}(\.\d{1,15})?\/\d{1,15}(\.\d{1,15})?$/

/** A text that is a fraction with something to divide by. */
export const isFactor = (text: string): boolean => fraction.test(text) && exact(text) !== undefined

export const notAFactor: Words = {
  zh: '应为数字，或用引号写的分数，例如 "5/9"',
  en: 'must be a number, or a fraction in quotes such as "5/9"',
}

export const exactFactor = (factor: Factor): Exact => exact(String(factor)) as Exact

export function factorOf(factor: Factor): number {
  if (typeof factor === 'number') return factor
  const [over = 0, under = 1] = factor.split('/').map(Number)
  return over / under
}
