/** The value of every indicator for a scope. */
import { type Counted, sum, type Window } from './counted.ts'
import { availability, circlesWithCharging, type Episode, outages, reconciliation, starts } from './task-12.ts'
import { circlesWithTypes, cold, compartments, online, stockOuts, stores, turnover } from './task-16.ts'
import { communities, completeness, connected, consistency, timeliness } from './task-17.ts'
import { lowUse, median, overdue, restocked, stockAccuracy, traced } from './task-18.ts'

export interface Scope {
  readonly town?: string
  readonly circle?: string
  readonly kind?: string
  readonly facility?: string
}

export interface Value {
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number
  readonly coverage: number | null
  readonly floor: number | null
  readonly variants: Readonly<Record<string, number | null>>
  readonly counted: readonly Counted[]
}

type Answer = (counted: readonly Counted[]) => Partial<Value>
interface Rule {
  readonly count: (window: Window) => readonly Counted[]
  /** Where a kind is asked for. */
  readonly within?: (window: Window, kind: string) => readonly Counted[]
  readonly answer?: Answer
}

const of = (name: 'numerator' | 'denominator' | 'known' | 'asked') => (counted: readonly Counted[]) =>
  sum(counted.map((one) => one[name] ?? 0))
const [numerators, denominators, knowns, askeds] = [of('numerator'), of('denominator'), of('known'), of('asked')]
const also = (counted: readonly Counted[], name: string): number => sum(counted.map((one) => one.also?.[name] ?? 0))

const per = (numerator: number, denominator: number, factor = 100): number | null =>
  denominator === 0 ? null : (numerator * factor) / denominator

export const rules: Readonly<Record<string, Rule>> = {
  '12-1': {
    count: availability,
    answer: (counted) => {
      const strict = per(also(counted, 'strict'), askeds(counted))
      return { floor: strict, variants: { strict } }
    },
  },
  '12-2': { count: circlesWithCharging },
  '12-3': { count: outages, answer: (counted) => restoring(counted as readonly Episode[]) },
  '12-4': { count: starts },
  '12-5': { count: reconciliation, answer: (counted) => deviation(counted as ReturnType<typeof reconciliation>) },
  '16-1': { count: circlesWithTypes },
  '16-2': { count: online },
  '16-3': { count: cold, answer: (counted) => ({ variants: { severe: also(counted, 'severe'), doorOpen: also(counted, 'door') } }) },
  '16-4': { count: compartments },
  '16-5': {
    count: turnover,
    answer: (counted) => ({
      value: per(numerators(counted), denominators(counted), 1_440),
      denominator: denominators(counted) / 1_440,
    }),
  },
  '16-6': { count: stockOuts, answer: () => ({ floor: null }) },
  '16-7': { count: stores },
  '17-1': { count: (window) => connected(window), within: connected },
  '17-2': { count: completeness },
  '17-3': { count: timeliness },
  '17-4': { count: consistency },
  '17-5': { count: communities },
  '18-1': {
    count: traced,
    answer: (counted) => ({ variants: { amount: per(also(counted, 'amount'), also(counted, 'amounts')) } }),
  },
  '18-2': { count: restocked },
  '18-3': {
    count: stockAccuracy,
    answer: (counted) => {
      const right = Math.max(0, denominators(counted) - numerators(counted))
      return { numerator: right, value: per(right, denominators(counted)) }
    },
  },
  '18-4': { count: overdue },
  '18-5': { count: lowUse },
}

/** Each indicator counts once; then asked for scope by scope. */
export function valuesOf(window: Window): (indicator: string, scope: Scope) => Value {
  const made = new Map(Object.entries(rules).map(([id, { count }]) => [id, count(window)]))
  return (indicator, scope) => {
    const { within } = rules[indicator] as Rule
    const all = within && scope.kind !== undefined ? within(window, scope.kind) : (made.get(indicator) ?? [])
    const counted = all.filter((one) => isIn(one, scope))
    const [numerator, denominator, known, asked] = [numerators(counted), denominators(counted), knowns(counted), askeds(counted)]
    const isJudged = counted.some((one) => one.asked !== undefined)
    return {
      value: per(numerator, denominator),
      numerator,
      denominator,
      coverage: isJudged && asked > 0 ? known / asked : null,
      floor: isJudged ? per(numerator, asked) : null,
      variants: {},
      counted,
      ...rules[indicator]?.answer?.(counted),
    }
  }
}

const isIn = (one: Counted, { town, circle, kind, facility }: Scope): boolean =>
  (town === undefined || one.town === town) &&
  (circle === undefined || one.circles.includes(circle)) &&
  (kind === undefined || one.kind === kind) &&
  (facility === undefined || one.facility === facility)

/** Median hours of the outages that ended; nearest rank for nine of ten. */
function restoring(episodes: readonly Episode[]): Partial<Value> {
  const lengths = episodes.filter(({ ended }) => ended !== undefined).map(({ lengthMinutes }) => lengthMinutes)
  const sorted = lengths.toSorted((one, other) => one - other)
  const p90 = sorted.length === 0 ? null : (sorted[Math.ceil((sorted.length * 9) / 10) - 1] as number) / 60
  const open = episodes.filter(({ ended }) => ended === undefined).map(({ lengthMinutes }) => lengthMinutes)
  const oldestOpen = open.length === 0 ? null : Math.max(...open) / 60
  const value = lengths.length === 0 ? null : median(lengths) / 60
  return { value, numerator: null, denominator: lengths.length, variants: { p90, open: open.length, oldestOpen } }
}

/** Energy of ports against that of meters, in kWh. */
function deviation(counted: ReturnType<typeof reconciliation>): Partial<Value> {
  const [ports, meters] = [sum(counted.map((one) => one.ports)), sum(counted.map((one) => one.meters))]
  const numerator = Math.abs(ports - meters)
  return { value: per(numerator, meters), numerator: numerator / 1_000_000, denominator: meters / 1_000_000 }
}
