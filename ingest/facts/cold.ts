import type { ColdLimits } from '../../register/register.ts'
import { type DeviceBasis, termsAt } from './basis.ts'
import { type CountingRules, minuteMs } from './counting-rules.ts'
import type { Draft } from './draft.ts'
import { heldAt } from './held.ts'
import type { Marks } from './marks.ts'
import { bad, columnOf, firstFrom, type Material } from './material.ts'
import { LetterRuns } from './runs.ts'

/** Temperatures are summed in 10⁻⁶ °C: a mean at the limit must not hang on the order of adding. */
const micro = (value: number): number => Math.round(value * 1e6)

interface Limits {
  readonly low: number
  readonly high: number
  readonly severe: number
}

/** °C: goods at −18 °C or below, and above −12 °C it is severe; chilled ones at 0 to 8 °C. */
function limitsOf(limits: ColdLimits, { coldTolerance }: CountingRules): Limits {
  const { low, high, severe } =
    limits === 'frozen'
      ? { high: -18 + coldTolerance, severe: -12 }
      : limits === 'chilled'
        ? { low: 0, high: 8 }
        : (limits as { low?: number; high?: number; severe?: number })
  return {
    low: low === undefined ? Number.NEGATIVE_INFINITY : micro(low),
    high: high === undefined ? Number.POSITIVE_INFINITY : micro(high),
    severe: severe === undefined ? Number.POSITIVE_INFINITY : micro(severe),
  }
}

/** The mean of the last ten minutes against the limits of the device; without limits it is not judged. */
export function countCold(draft: Draft, basis: DeviceBasis, marks: Marks, material: Material, rules: CountingRules): void {
  const { cold } = basis.kind.roles ?? {}
  if (!cold) return
  const limits = limitsAtEach(basis, marks, rules)
  if (limits.every((each) => each === undefined)) return
  const held = heldAt(cold.temperature, basis, marks, material, rules)
  const means = meansAt(cold.temperature, basis, marks, material, rules)
  const runs = new LetterRuns()
  for (let index = 0; index < marks.count; index++) {
    const limit = limits[index]
    const [sum, count] = [means.sums[index] as number, means.counts[index] as number]
    const latest = held[index]
    const state = !limit
      ? 'U'
      : count > 0
        ? judged(limit, sum, count)
        : latest === undefined
          ? 'U'
          : judged(limit, micro(latest as number), 1)
    runs.add(marks.suspended[index] ? 'S' : marks.registered[index] && limit ? (state[0] as string) : '-')
    if (!marks.service[index] || !limit) continue
    draft[state === 'G' ? 'coldGood' : state === 'U' ? 'coldUnknown' : 'coldBad'] += 60
    if (state === 'B!') draft.coldSevere += 60
  }
  draft.coldRuns = runs.end()
}

function judged({ low, high, severe }: Limits, sum: number, count: number): 'G' | 'B' | 'B!' {
  if (sum > severe * count) return 'B!'
  return sum >= low * count && sum <= high * count ? 'G' : 'B'
}

function limitsAtEach(basis: DeviceBasis, { first, count }: Marks, rules: CountingRules): (Limits | undefined)[] {
  const at = (mark: number): Limits | undefined => {
    const limits = termsAt(basis, mark).limits ?? basis.kind.roles?.cold?.limits
    return limits === undefined ? undefined : limitsOf(limits, rules)
  }
  if (basis.terms.length < 2) return new Array(count).fill(at(first))
  return Array.from({ length: count }, (_, index) => at(first + index * minuteMs))
}

interface Means {
  readonly sums: Float64Array
  readonly counts: Float64Array
}

/** Sum and number of the temperatures with ts in (m − 10 min, m]. */
function meansAt(field: string, basis: DeviceBasis, { first, count }: Marks, { rows }: Material, { coldMeanMs }: CountingRules): Means {
  const column = columnOf(basis.kind, field)
  const means = { sums: new Float64Array(count), counts: new Float64Array(count) }
  let oldest = firstFrom(rows, first - coldMeanMs)
  let next = oldest
  let [sum, known] = [0, 0]
  for (let index = 0, mark = first; index < count; index++, mark += minuteMs) {
    for (; next < rows.length && timeOf(rows, next) <= mark; next++) {
      const entering = temperatureOf(rows, next, column)
      if (entering === null) continue
      sum += micro(entering)
      known++
    }
    for (; oldest < next && timeOf(rows, oldest) <= mark - coldMeanMs; oldest++) {
      const leaving = temperatureOf(rows, oldest, column)
      if (leaving === null) continue
      sum -= micro(leaving)
      known--
    }
    means.sums[index] = sum
    means.counts[index] = known
  }
  return means
}

const timeOf = (rows: Material['rows'], index: number): number => (rows[index] as Material['rows'][number])[0]

function temperatureOf(rows: Material['rows'], index: number, column: number): number | null {
  const row = rows[index] as Material['rows'][number]
  return row[3] === bad ? null : (row[column] as number | null)
}
