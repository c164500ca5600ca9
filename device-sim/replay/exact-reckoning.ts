import { placesOf, type Reckoning } from '../../facilities/mapping/convert.ts'
import { type Exact, exact, plus, rounded, times } from '../../facilities/mapping/decimal.ts'
import { exactFactor, type Factor, factorOf } from '../../facilities/mapping/factor.ts'

interface Rule {
  readonly scale?: Factor | undefined
  readonly offset?: Factor | undefined
  readonly round?: number | undefined
}

/** For records: in fractions, without an error of its own, and rounded once: to `round` digits, else as the platform rounds. */
export function exactReckoning({ scale, offset, round }: Rule): Reckoning {
  const isPlain = scale === undefined && offset === undefined && round === undefined
  return (value) => {
    const given = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    const read = given.includes('/') ? undefined : exact(given)
    if (!read) return undefined
    const result = isPlain ? Number(given) : roundedTo(round, scaled(read, scale, offset), Number(given), scale, offset)
    return Number.isFinite(result) ? result : undefined
  }
}

export function scaled(value: Exact, scale: Factor | undefined, offset?: Factor): Exact {
  const product = scale === undefined ? value : times(value, exactFactor(scale))
  return offset === undefined ? product : plus(product, exactFactor(offset))
}

function roundedTo(round: number | undefined, result: Exact, given: number, scale: Factor = 1, offset: Factor = 0): number {
  const places = round ?? placesOf(given * factorOf(scale), factorOf(offset)) ?? 100
  return places >= 0 ? rounded(result, places) : Number(rounded(result, 0).toPrecision(12))
}
