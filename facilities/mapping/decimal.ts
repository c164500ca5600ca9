// Decimal numbers exactly as they are written, so that ten thousand additions add no error of their own.

/** A fraction; the denominator is positive. */
export interface Exact {
  readonly over: bigint
  readonly under: bigint
}

export const zero: Exact = { over: 0n, under: 1n }

const digitsMost = 60

/** `12.50`, `-3e-4`, or a fraction such as `1/60`; undefined for anything else. */
export function exact(text: string): Exact | undefined {
  const [over, under, ...more] = text.split('/').map(decimal)
  if (!over || more.length > 0) return undefined
  if (under === undefined) return text.includes('/') ? undefined : over
  return under.over > 0n ? times(over, { over: under.under, under: under.over }) : undefined
}

function decimal(text: string): Exact | undefined {
  const [, sign, whole = '', part = '', exponent = '0'] = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text.trim()) ?? []
  if (whole + part === '' || whole.length + part.length > digitsMost || sign === undefined) return undefined
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${part}`)
  const shift = Number(exponent) - part.length
  return shift >= 0 ? { over: digits * 10n ** BigInt(shift), under: 1n } : reduced({ over: digits, under: 10n ** BigInt(-shift) })
}

export const plus = (a: Exact, b: Exact): Exact =>
  a.under === b.under
    ? { over: a.over + b.over, under: a.under }
    : reduced({ over: a.over * b.under + b.over * a.under, under: a.under * b.under })

export const times = (a: Exact, b: Exact): Exact => reduced({ over: a.over * b.over, under: a.under * b.under })

/** Half away from zero, as one rounds by hand. */
export function rounded({ over, under }: Exact, digits: number): number {
  const scaled = (over < 0n ? -over : over) * 10n ** BigInt(digits)
  const whole = (2n * scaled + under) / (2n * under)
  return Number(`${over < 0n && whole !== 0n ? '-' : ''}${whole}e-${digits}`)
}

/** For people: at most `digits` after the point, thousands apart. */
export function written(value: Exact, digits: number): string {
  return rounded(value, digits).toLocaleString('en-US', { maximumFractionDigits: digits })
}

function reduced({ over, under }: Exact): Exact {
  let [a, b] = [over < 0n ? -over : over, under]
  while (b > 0n) [a, b] = [b, a % b]
  return a > 1n ? { over: over / a, under: under / a } : { over, under }
}
