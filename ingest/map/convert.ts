import type { MappingRule } from '../../register/mapping.ts'
import type { TargetField } from '../../register/mapping-targets.ts'

/** Turns an incoming value into the kind's. What it cannot turn it gives back as it is, so that validation explains what was found. */
export type Conversion = (value: unknown) => unknown

/**
 * A mapped number may come as clean text ('18.5', ' 18.5'), and a mapped text as a number: firmware that is wrong in the type cannot
 * change either. A decimal comma, a unit or hexadecimal digits are guesses, and left to validation.
 */
export function conversionFor({ scale = 1, offset = 0, values }: MappingRule, { type }: TargetField): Conversion {
  if (values) return (value) => (isScalar(value) && Object.hasOwn(values, String(value)) ? values[String(value)] : value)
  if (type === 'text') return (value) => (Number.isFinite(value) ? String(value) : value)
  if (type !== 'number') return (value) => value
  const isReckoned = scale !== 1 || offset !== 0
  return (value) => {
    const number = numberOf(value)
    if (number === undefined) return value
    const result = isReckoned ? reckoned(number, scale, offset) : number
    return Number.isFinite(result) ? result : value
  }
}

const isScalar = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value)

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
  const largest = Math.max(Math.abs(product), Math.abs(offset))
  const places = digits - 1 - Math.floor(Math.log10(largest))
  const sum = product + offset
  if (largest === 0 || places > 100) return sum
  return places >= 0 ? Number(sum.toFixed(places)) : Number(sum.toPrecision(digits))
}
