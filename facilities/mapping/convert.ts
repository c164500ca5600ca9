import { factorOf } from './factor.ts'
import type { MappingRule } from './mapping.ts'
import type { TargetField } from './targets.ts'

/** Turns an incoming value into the kind's. What it cannot turn it gives back as it is, so that validation explains what was found. */
export type Conversion = (value: unknown) => unknown

/** Reads a number and reckons with it; undefined: what came is no number, or leads to none that can be held. */
export type Reckoning = (value: unknown) => number | undefined

/** A mapped text may come as a number: firmware that is wrong in the type cannot change either. So may a mapped number as text. */
export function conversionFor({ values }: MappingRule, { type }: TargetField, reckoning: Reckoning): Conversion {
  if (values) return (value) => (isScalar(value) && Object.hasOwn(values, String(value)) ? values[String(value)] : value)
  if (type === 'text') return (value) => (Number.isFinite(value) ? String(value) : value)
  if (type !== 'number') return (value) => value
  return (value) => reckoning(value) ?? value
}

const isScalar = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value)

/**
 * For messages: in binary numbers, to twelve digits. Clean text is a number, too ('18.5', ' 18.5'); a decimal comma, a unit or hexadecimal
 * digits are guesses, and left to validation.
 */
export function quickReckoning({ scale = 1, offset = 0 }: MappingRule): Reckoning {
  const [factor, addend] = [factorOf(scale), factorOf(offset)]
  const isReckoned = factor !== 1 || addend !== 0
  return (value) => {
    const number = numberOf(value)
    if (number === undefined) return undefined
    const result = isReckoned ? reckoned(number, factor, addend) : number
    return Number.isFinite(result) ? result : undefined
  }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.length > 40) return undefined
  return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value.trim()) ? Number(value) : undefined
}

const digits = 12

/**
 * value × scale + offset without the noise of binary fractions: 184 × 0.1 is 18.4, and 1001 × 0.1 − 100 is 0.1. So the digits are counted
 * from the larger of the two parts, not from what is left of them.
 */
function reckoned(value: number, scale: number, offset: number): number {
  const product = value * scale
  const places = placesOf(product, offset)
  const sum = product + offset
  if (places === undefined) return sum
  return places >= 0 ? Number(sum.toFixed(places)) : Number(sum.toPrecision(digits))
}

/** Digits after the point that leave twelve in the larger part; undefined where rounding has nothing to say. */
export function placesOf(product: number, offset: number): number | undefined {
  const largest = Math.max(Math.abs(product), Math.abs(offset))
  const places = digits - 1 - Math.floor(Math.log10(largest))
  return largest === 0 || places > 100 ? undefined : places
}
