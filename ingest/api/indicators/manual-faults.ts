// A value by hand must not contradict itself.
import type { Words } from '../../../facilities/define.ts'
import type { Indicator } from '../../indicators/indicator.ts'

interface Entered {
  readonly value: number
  readonly numerator?: number | undefined
  readonly denominator?: number | undefined
}

/** Amounts of a whole city stay far below. */
const most = 1e12
/** Values are entered as they are printed. */
const rounding = 0.01

export function manualFault(
  { unit }: Indicator,
  { value, numerator, denominator }: Entered,
): { path: keyof Entered; message: Words } | undefined {
  const tooLarge = Object.entries({ value, numerator, denominator }).find(([, number]) => number !== undefined && number > most)
  if (tooLarge) return { path: tooLarge[0] as keyof Entered, message: notMore }
  if (unit === '%' && value > 100) return { path: 'value', message: perCent }
  if ((numerator === undefined) !== (denominator === undefined))
    return { path: numerator === undefined ? 'numerator' : 'denominator', message: both }
  if (unit !== '%' || numerator === undefined || denominator === undefined) return undefined
  if (denominator === 0) return { path: 'denominator', message: notZero }
  const follows = (numerator * 100) / denominator
  return Math.abs(follows - value) > rounding ? { path: 'value', message: otherwise(follows) } : undefined
}

const notMore: Words = { zh: '不应超过 10¹²', en: 'must be at most 10¹²' }
const perCent: Words = { zh: '百分比应在 0 到 100 之间', en: 'per cent lie between 0 and 100' }
const both: Words = { zh: '分子和分母应同时填写', en: 'numerator and denominator go together: give both or none' }
const notZero: Words = { zh: '分母不能为 0', en: 'the denominator cannot be 0' }
const otherwise = (follows: number): Words => ({
  zh: `与分子、分母不符：二者得 ${follows.toFixed(2)}`,
  en: `does not follow from numerator and denominator: they give ${follows.toFixed(2)}`,
})
