import type { Outcome } from '../indicator.ts'
import type { Revision } from '../indicators.ts'

/** What a scope had in which nothing counted when its month closed: nothing was kept of it then. */
export const emptyResult: Outcome = {
  ...{ value: null, numerator: null, denominator: 0, coverage: null, floor: null, facilities: 0, devices: 0 },
  ...{ variants: [], exclusions: [], isRanked: false },
}

const shown = ({ value, numerator, denominator, coverage, exclusions }: Outcome): string =>
  JSON.stringify([value, numerator ?? 0, denominator, coverage, exclusions.map(({ code, count, minutes }) => [code, count, minutes])])

/** Whether a reader would see anything else. A sum of nothing is as good as none. */
export const differs = (one: Outcome, other: Outcome): boolean => shown(one) !== shown(other)

export function differenceOf(before: Outcome, after: Outcome): NonNullable<Revision['difference']> {
  return {
    value: before.value === null || after.value === null ? null : after.value - before.value,
    numerator: before.numerator === null || after.numerator === null ? null : after.numerator - before.numerator,
    denominator: after.denominator - before.denominator,
  }
}
