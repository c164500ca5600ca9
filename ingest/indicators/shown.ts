// How numbers of an indicator are printed: with as many decimals everywhere, so that a column is of one cut.
import type { Indicator, IndicatorUnit } from './indicator.ts'

const decimals: Readonly<Record<IndicatorUnit, number>> = { '%': 1, h: 1, 'per-compartment-day': 2 }

export const decimalsOf = ({ unit }: Pick<Indicator, 'unit'>): number => decimals[unit]

/** What stands in print where there is no value. */
export const noValue = '–'

/** `96.4`; a value that is none is a dash, never 0. */
export function shownValue(indicator: Pick<Indicator, 'unit'>, value: number | null): string {
  return value === null ? noValue : unsignedZero(value.toFixed(decimalsOf(indicator)))
}

/** The same of a difference: `+1.2`, `-0.3`, `0.0`. */
export function shownDifference(difference: number | null, places: number): string {
  if (difference === null) return noValue
  const text = unsignedZero(difference.toFixed(places))
  return Number(text) > 0 ? `+${text}` : text
}

/** What is rounded to nothing has no sign. */
const unsignedZero = (text: string): string => (Number(text) === 0 ? text.replace('-', '') : text)
