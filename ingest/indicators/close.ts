import type { DatabaseSync } from 'node:sqlite'
import { atOnce } from './database.ts'
import type { Computed, Evaluated } from './evaluated.ts'
import type { Indicator } from './indicator.ts'
import { differenceOf, differs, emptyResult } from './kept/difference.ts'
import type { PutOut } from './kept/outbox.ts'
import type { Result, Results } from './kept/results.ts'
import type { Period } from './period.ts'
import { parseScope } from './scope.ts'

/** Late data is waited for this long after the end of a month. */
export const graceMs = 48 * 3_600_000
/** Data that trickles in late makes few revisions: it has to be quiet for a while, but not for ever. */
const quietMs = 5_000
const longestMs = 600_000
/** And of one month they are this far apart. */
const apartMs = 60_000

/** What facts are asked of here; FactsReader has it. */
export interface FactsState {
  until(): number
  version(): number
  first(): number | undefined
  changedSince(version: number): { readonly version: number; readonly ranges: readonly { readonly from: number; readonly to: number }[] }
}

export interface CloserParts {
  readonly database: DatabaseSync
  readonly results: Results
  readonly indicators: readonly Indicator[]
  readonly facts: FactsState
  /** Of the register as it concerns a window: the same as long as nothing that holds in it has changed. */
  readonly register: { version(): number; digest(from: number, to: number): string }
  /** What besides facts and register a value of a month hangs on, by indicator: version and numbers of the formula, lines it is made with. */
  readonly formulas: (month: string) => Readonly<Record<string, string>>
  readonly months: { of(id: string): Period; at(time: number): Period }
  readonly evaluate: (month: Period) => Evaluated
  readonly putOut: PutOut
  readonly now: () => number
}

interface Closing {
  readonly period: string
  readonly facts_from: number
  readonly facts_version: number
  readonly register_version: number
  readonly register_digest: string
  readonly formulas: string
  readonly looked: number
}

/** What a step did. */
export interface Done {
  readonly what: 'closed' | 'revised' | 'unchanged'
  readonly month: string
  /** Results added. */
  readonly results: number
}

type Cause = Result['cause']

/**
 * Closes months when they are over and makes revisions of closed ones when what they were made of has changed. Nothing happens by itself:
 * whoever has it calls `step` again and again. Results are only ever added.
 */
export class Closer {
  private readonly parts: CloserParts
  /** Closed months of which something changed: when it was first and last noticed. */
  private readonly stale = new Map<string, { readonly first: number; last: number }>()
  private readonly asked = new Set<string>()
  private seenFacts: number | undefined
  private seenElse = ''

  constructor(parts: CloserParts) {
    this.parts = parts
  }

  /** Does one thing that is due; undefined when nothing is. */
  step(): Done | undefined {
    const due = this.monthToClose()
    if (due) return this.close(due)
    this.notice()
    const month = this.monthToRevise()
    return month === undefined ? undefined : this.revise(month)
  }

  /** Somebody ordered these facts to be made anew: what became of them is shown at once. Undefined: all months. */
  ask(range?: { readonly from: number; readonly to: number }): void {
    for (const { period } of this.closings()) {
      if (range && this.parts.months.of(period).to <= range.from) continue
      this.asked.add(period)
    }
  }

  private monthToClose(): Period | undefined {
    const { facts, months, results, now } = this.parts
    const first = facts.first()
    if (first === undefined) return undefined
    for (let month = months.at(first); month.to + graceMs <= now() && month.to <= facts.until(); month = months.at(month.to)) {
      if (!results.isClosed(month.id)) return month
    }
    return undefined
  }

  private close(month: Period): Done {
    const { database, results, indicators, putOut, now } = this.parts
    const closing = this.stateOf(month)
    const evaluated = this.parts.evaluate(month)
    const made = indicators.flatMap((indicator) => [...everyScope(evaluated, indicator)].map((scope) => evaluated.value(indicator, scope)))
    const values = made.map((value) => resultOf(value, 1, 'close', now()))
    atOnce(database, () => {
      results.add(values)
      this.keepState(month.id, closing, now())
      keepFacilities(database, month.id, evaluated)
      const ofCity = values.filter(({ scope }) => scope === 'city').map(told)
      putOut({ type: 'indicator.closed', subject: month.id, data: { period: month.id, values: ofCity } })
    })
    return { what: 'closed', month: month.id, results: values.length }
  }

  private revise(month: string): Done {
    const { database, results, indicators, putOut, months, now } = this.parts
    const period = months.of(month)
    const before = this.closings().find(({ period: each }) => each === month) as Closing
    const state = this.stateOf(period)
    const evaluated = this.parts.evaluate(period)
    const cause = causes(before, state, this.asked.has(month))
    const added: { indicator: string; results: Result[]; was: (Result | undefined)[] }[] = []
    for (const indicator of indicators) {
      const latest = results.latest(month, indicator.id)
      const changed = [...new Set([...latest.keys(), ...everyScope(evaluated, indicator)])].flatMap((scope) => {
        const was = latest.get(scope)
        const value = evaluated.value(indicator, scope)
        if (!differs(was ?? emptyResult, value)) return []
        return [{ was, is: resultOf(value, (was?.revision ?? 1) + 1, cause(indicator.id), now()) }]
      })
      if (changed.length > 0)
        added.push({ indicator: indicator.id, results: changed.map(({ is }) => is), was: changed.map(({ was }) => was) })
    }
    atOnce(database, () => {
      for (const { indicator, results: revised, was } of added) {
        results.add(revised)
        putOut({ type: 'indicator.revised', subject: month, data: revisedData(month, indicator, revised, was) })
      }
      this.keepState(month, { ...state, facts_from: Math.min(before.facts_from, state.facts_from) }, now())
      if (added.length > 0) keepFacilities(database, month, evaluated)
    })
    this.stale.delete(month)
    this.asked.delete(month)
    const count = added.reduce((sum, each) => sum + each.results.length, 0)
    return { what: count > 0 ? 'revised' : 'unchanged', month, results: count }
  }

  /** Which closed months are not of what there is now. */
  private notice(): void {
    const { facts, register, months, now } = this.parts
    const version = facts.version()
    const closings = this.closings()
    const elsewhere = `${register.version()} ${JSON.stringify(closings.map(({ period }) => this.parts.formulas(period)))}`
    if (version === this.seenFacts && elsewhere === this.seenElse) return
    const sinceLast = this.seenFacts === undefined || version < this.seenFacts ? undefined : facts.changedSince(this.seenFacts).ranges
    for (const closing of closings) {
      const { from, to } = months.of(closing.period)
      // Episodes that began before a month belong to it, so what changed before it may concern it too.
      const ranges = sinceLast ?? facts.changedSince(version < closing.facts_version ? 0 : closing.facts_version).ranges
      const isOther = elsewhere !== this.seenElse && this.isMadeOfOther(closing, from, to)
      if (isOther || ranges.some((range) => range.from < to)) this.markStale(closing.period, now())
    }
    this.seenFacts = version
    this.seenElse = elsewhere
  }

  private isMadeOfOther(closing: Closing, from: number, to: number): boolean {
    if (closing.formulas !== JSON.stringify(this.parts.formulas(closing.period))) return true
    const { register } = this.parts
    return closing.register_version !== register.version() && closing.register_digest !== register.digest(from, to)
  }

  private markStale(month: string, at: number): void {
    const known = this.stale.get(month)
    if (known) known.last = at
    else this.stale.set(month, { first: at, last: at })
  }

  private monthToRevise(): string | undefined {
    const { now, months, facts } = this.parts
    const at = now()
    for (const closing of this.closings()) {
      const { period, looked } = closing
      const stale = this.stale.get(period)
      const isDue = stale && (at - stale.last >= quietMs || at - stale.first >= longestMs) && at - looked >= apartMs
      if (!isDue && !this.asked.has(period)) continue
      if (facts.until() < months.of(period).to) continue // they are being made
      if (!this.areFactsThere(closing)) {
        this.stale.delete(period)
        this.asked.delete(period)
        continue
      }
      return period
    }
    return undefined
  }

  /** Facts that were dropped by age make no revision: what was closed stays. */
  private areFactsThere({ period, facts_from: from }: Closing): boolean {
    const first = this.parts.facts.first()
    return first !== undefined && first <= Math.max(from, this.parts.months.of(period).from)
  }

  private stateOf({ id, from, to }: Period): Omit<Closing, 'period' | 'looked'> {
    const { facts, register, formulas } = this.parts
    return {
      facts_from: Math.max(from, facts.first() ?? to),
      facts_version: facts.version(),
      register_version: register.version(),
      register_digest: register.digest(from, to),
      formulas: JSON.stringify(formulas(id)),
    }
  }

  private keepState(month: string, state: Omit<Closing, 'period' | 'looked'>, at: number): void {
    this.parts.database
      .prepare(
        `INSERT INTO closing (period, closed, facts_from, facts_version, register_version, register_digest, formulas, looked)
         VALUES (:month, :at, :facts_from, :facts_version, :register_version, :register_digest, :formulas, :at)
         ON CONFLICT DO UPDATE SET facts_from = excluded.facts_from, facts_version = excluded.facts_version, looked = excluded.looked,
           register_version = excluded.register_version, register_digest = excluded.register_digest, formulas = excluded.formulas`,
      )
      .run({ month, at, ...state })
  }

  private closings(): Closing[] {
    return this.parts.database
      .prepare('SELECT period, facts_from, facts_version, register_version, register_digest, formulas, looked FROM closing ORDER BY period')
      .all() as unknown as Closing[]
  }
}

/** The city is kept even when nothing counts: that is said too. */
function* everyScope(evaluated: Evaluated, indicator: Indicator): Generator<string> {
  let isCityThere = false
  for (const scope of evaluated.scopes(indicator)) {
    isCityThere ||= scope === 'city'
    yield scope
  }
  if (!isCityThere) yield 'city'
}

const resultOf = (value: Computed, revision: number, cause: Cause, at: number): Result => ({ ...value, revision, cause, computed: at })

function causes(before: Closing, now: Omit<Closing, 'period' | 'looked'>, isAsked: boolean): (indicator: string) => Cause {
  const [was, is] = [JSON.parse(before.formulas), JSON.parse(now.formulas)] as Record<string, string>[]
  const otherwise: Cause = before.register_digest !== now.register_digest ? 'register' : isAsked ? 'asked' : 'late-data'
  return (indicator) => (was?.[indicator] === is?.[indicator] ? otherwise : 'formula')
}

function keepFacilities(database: DatabaseSync, month: string, { world }: Evaluated): void {
  const put = database.prepare('INSERT OR REPLACE INTO closed_facility VALUES (?, ?, ?, ?, ?)')
  for (const { id, town, circles, kinds } of facilitiesOf(world)) put.run(month, id, town, JSON.stringify(circles), JSON.stringify(kinds))
}

export interface PlacedFacility {
  readonly id: string
  readonly town: string
  readonly circles: readonly string[]
  readonly kinds: readonly string[]
}

/** Those in service and those that have facts, with the kinds of their devices. */
export function facilitiesOf({ register, parts }: Evaluated['world']): Iterable<PlacedFacility> {
  const found = new Map<string, { id: string; town: string; circles: readonly string[]; kinds: Set<string> }>()
  for (const { facility: id, town, circles, kind } of parts) {
    const known = found.get(id)
    if (known) known.kinds.add(kind)
    else found.set(id, { id, town, circles, kinds: new Set([kind]) })
  }
  for (const { id, town, circles } of register.facilities) if (!found.has(id)) found.set(id, { id, town, circles, kinds: new Set() })
  return [...found.values()].map((facility) => ({ ...facility, kinds: [...facility.kinds].sort() }))
}

const told = ({ indicator, scope, revision, value, numerator, denominator, coverage }: Result) => ({
  ...{ indicator, scope, revision, value, numerator, denominator, coverage },
})

/** Of facilities only how many there are: whoever wants them asks. */
function revisedData(period: string, indicator: string, revised: readonly Result[], was: readonly (Result | undefined)[]): unknown {
  const pairs = revised.map((result, index) => ({ result, before: was[index] }))
  const values = pairs
    .filter(({ result }) => parseScope(result.scope)?.facility === undefined)
    .map(({ result, before }) => ({ ...told(result), cause: result.cause, difference: differenceOf(before ?? emptyResult, result) }))
  return { period, indicator, values, facilities: revised.length - values.length }
}
