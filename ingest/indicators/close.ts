import type { DatabaseSync } from 'node:sqlite'
import { atOnce } from './database.ts'
import type { Computed, Evaluated } from './evaluated.ts'
import type { Indicator } from './indicator.ts'
import { keepFacilities } from './kept/closed-facilities.ts'
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
/** What is still to be counted of a month is waited for, but where old data trickles in without end not for ever. */
const pendingMs = 3_600_000

/** What facts are asked of here; FactsReader has it. */
export interface FactsState {
  until(): number
  /** Nothing before `to` is to be made anew, as of that version of the register. */
  isSettled(to: number, registerVersion: number): boolean
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
  /** Whether all that an indicator is made of is still kept; absent: always. */
  readonly isThere?: (indicator: Indicator, month: Period) => boolean
}

interface Revised {
  readonly indicator: string
  readonly revised: readonly Result[]
  /** What each was before; undefined: nothing was kept of it. */
  readonly was: readonly (Result | undefined)[]
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
  /** The month whose facts are waited for, and since when. */
  private waiting: { readonly month: string; readonly since: number } | undefined
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
      // Half made facts would be closed, and revised a minute later.
      if (!results.isClosed(month.id)) return this.isCounted(month) ? month : undefined
    }
    return undefined
  }

  /** After a long standstill the running day is counted first, and what lies before it is still to come. */
  private isCounted(month: Period): boolean {
    const { now } = this.parts
    if (this.areFactsMade(month)) return true
    if (this.waiting?.month !== month.id) this.waiting = { month: month.id, since: now() }
    return now() - this.waiting.since >= pendingMs
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
    const { database, results, putOut, months, now } = this.parts
    const period = months.of(month)
    const before = this.closings().find(({ period: each }) => each === month) as Closing
    const state = this.stateOf(period)
    const isSame = !this.asked.has(month) && this.isMadeOfTheSame(before, state, period)
    const evaluated = isSame ? undefined : this.parts.evaluate(period)
    const added = evaluated ? this.revisionsOf(month, evaluated, causes(before, state, this.asked.has(month))) : []
    atOnce(database, () => {
      for (const { indicator, revised, was } of added) {
        results.add(revised)
        putOut({ type: 'indicator.revised', subject: month, data: revisedData(month, indicator, revised, was) })
      }
      this.keepState(month, { ...state, facts_from: Math.min(before.facts_from, state.facts_from) }, now())
      if (evaluated && added.length > 0) keepFacilities(database, month, evaluated)
    })
    this.stale.delete(month)
    this.asked.delete(month)
    const count = added.reduce((sum, { revised }) => sum + revised.length, 0)
    return { what: count > 0 ? 'revised' : 'unchanged', month, results: count }
  }

  private revisionsOf(month: string, evaluated: Evaluated, cause: (indicator: string) => Cause): Revised[] {
    const { results, indicators, now, isThere = () => true } = this.parts
    return indicators.flatMap((indicator) => {
      if (!isThere(indicator, evaluated.world.period)) return []
      const latest = results.latest(month, indicator.id)
      const changed = [...new Set([...latest.keys(), ...everyScope(evaluated, indicator)])].flatMap((scope) => {
        const was = latest.get(scope)
        const value = evaluated.value(indicator, scope)
        if (!differs(was ?? emptyResult, value)) return []
        return [{ was, is: resultOf(value, (was?.revision ?? 1) + 1, cause(indicator.id), now()) }]
      })
      if (changed.length === 0) return []
      return [{ indicator: indicator.id, revised: changed.map(({ is }) => is), was: changed.map(({ was }) => was) }]
    })
  }

  /** The register changes often, and seldom in what holds for a month that is over. */
  private isMadeOfTheSame(before: Closing, state: Omit<Closing, 'period' | 'looked'>, { to }: Period): boolean {
    if (before.formulas !== state.formulas || before.register_digest !== state.register_digest) return false
    return !this.changedBefore(to, before.facts_version)
  }

  /** Episodes that began before a month belong to it, so what changed before it may concern it too. */
  private changedBefore(to: number, version: number): boolean {
    const { facts } = this.parts
    // A file made anew begins to count anew.
    return facts.changedSince(facts.version() < version ? 0 : version).ranges.some((range) => range.from < to)
  }

  /** Which closed months may not be of what there is now. */
  private notice(): void {
    const { facts, register, months, formulas, now } = this.parts
    const [version, registerVersion] = [facts.version(), register.version()]
    const closings = this.closings()
    const elsewhere = `${registerVersion} ${JSON.stringify(closings.map(({ period }) => formulas(period)))}`
    if (version === this.seenFacts && elsewhere === this.seenElse) return
    for (const closing of closings) {
      const isOther =
        elsewhere !== this.seenElse &&
        (closing.register_version !== registerVersion || closing.formulas !== JSON.stringify(formulas(closing.period)))
      if (isOther || this.changedBefore(months.of(closing.period).to, this.seenFacts ?? closing.facts_version)) {
        this.markStale(closing.period, now())
      }
    }
    this.seenFacts = version
    this.seenElse = elsewhere
  }

  private markStale(month: string, at: number): void {
    const known = this.stale.get(month)
    if (known) known.last = at
    else this.stale.set(month, { first: at, last: at })
  }

  private monthToRevise(): string | undefined {
    const { now, months } = this.parts
    const at = now()
    for (const closing of this.closings()) {
      const { period, looked } = closing
      const stale = this.stale.get(period)
      const isDue = stale && (at - stale.last >= quietMs || at - stale.first >= longestMs) && at - looked >= apartMs
      if (!isDue && !this.asked.has(period)) continue
      if (!this.areFactsMade(months.of(period))) continue
      if (!this.areFactsThere(closing)) {
        this.stale.delete(period)
        this.asked.delete(period)
        continue
      }
      return period
    }
    return undefined
  }

  private areFactsMade({ to }: Period): boolean {
    const { facts, register } = this.parts
    return facts.until() >= to && facts.isSettled(to, register.version())
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
