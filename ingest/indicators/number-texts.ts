// How numbers are printed. Halves go away from zero, of the number as it is written and not of its bits: 1.005 is 1.01, as Excel has it.
import type { IndicatorUnit } from './indicator.ts'

type Options = Intl.NumberFormatOptions & { signDisplay?: 'negative' | 'exceptZero' }

const formatter = (options: Options) => new Intl.NumberFormat('en', options as Intl.NumberFormatOptions)
const decimals = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const
const plain = formatter({ ...decimals, useGrouping: false, signDisplay: 'negative' })
const signed = formatter({ ...decimals, useGrouping: false, signDisplay: 'exceptZero' })
const grouped = formatter({ ...decimals, signDisplay: 'negative' })
const whole = formatter({ maximumFractionDigits: 0, signDisplay: 'negative' })

/** Fifteen digits are all that Excel keeps, and all that a quotient of sums is good for. */
const written = (value: number) => value.toPrecision(15) as unknown as number

export const none = '–'

/** A value, target or share: two decimals throughout, so that a column reads alike. */
export const valueText = (value: number | null | undefined): string => (value == null ? none : plain.format(written(value)))

export const changeText = (value: number | null | undefined): string => (value == null ? none : signed.format(written(value)))

export const countText = (value: number | null | undefined): string =>
  value == null ? none : Number.isInteger(value) ? whole.format(value) : grouped.format(written(value))

const units = {
  '%': { zh: '%', en: '%' },
  h: { zh: '小时', en: 'h' },
  'per-compartment-day': { zh: '次/格口·日', en: 'per compartment-day' },
} as const satisfies Record<IndicatorUnit, unknown>

export const valueUnit = (unit: IndicatorUnit) => units[unit]

/** Of a difference: rates change in percentage points. */
export const changeUnit = (unit: IndicatorUnit) => (unit === '%' ? { zh: '个百分点', en: ' percentage points' } : unitAfter(unit))

/** Behind a number, with the space English wants. */
export const unitAfter = (unit: IndicatorUnit) => (unit === '%' ? units['%'] : { zh: units[unit].zh, en: ` ${units[unit].en}` })
