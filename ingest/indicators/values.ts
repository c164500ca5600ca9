import type { DatabaseSync } from 'node:sqlite'
import type { Offset } from '../../facilities/zone.ts'
import { type Computed, type Evaluated, reasonOf } from './evaluated.ts'
import type { Indicator } from './indicator.ts'
import type { Revision, Target, Value, ValueWithPast } from './indicators.ts'
import { differenceOf, emptyResult } from './kept/difference.ts'
import type { Lines } from './kept/lines.ts'
import type { KeptManual, ManualValues } from './kept/manual.ts'
import type { Result, Results } from './kept/results.ts'
import { monthAt, monthsOf, type Period, previousPeriod, yearBefore } from './period.ts'
import { gapOf, standing, statusOf } from './status.ts'
import { nearestScopes, type TownOf, targetInForce } from './target-in-force.ts'

export interface ValuesParts {
  readonly database: DatabaseSync
  readonly results: Results
  readonly lines: Lines
  readonly manual: ManualValues
  readonly offset: Offset
  readonly now: () => number
  readonly townOf: TownOf
  /** Start of the earliest facts; undefined: there are none. */
  readonly firstFacts: () => number | undefined
  /** Of a period that is open or not kept, made of the facts. */
  readonly evaluated: (period: Period) => Evaluated
}

/** A revision of a closed month, or the one value of an open period, before it is judged. */
interface Found {
  readonly first: Computed
  readonly latest: Computed
  readonly revision: number
  readonly isClosed: boolean
}

/** Values as they are shown: of closed months as kept, of all else as computed, of what cannot be measured as entered. */
export class Values {
  private readonly parts: ValuesParts

  constructor(parts: ValuesParts) {
    this.parts = parts
  }

  /** Undefined: the period lies before all facts, or these were dropped by age. */
  value(indicator: Indicator, period: Period, scope: string): Value | undefined {
    const entered = period.sort === 'month' ? this.parts.manual.revisions(indicator.id, period.id, scope).at(-1) : undefined
    const found = this.find(indicator, period, scope)
    if (entered && !(found && this.isMeasured(indicator, period)))
      return this.judged(indicator, period, this.foundByHand(indicator, entered, found))
    return found && this.judged(indicator, period, found)
  }

  withPast(indicator: Indicator, period: Period, scope: string): ValueWithPast | undefined {
    const value = this.value(indicator, period, scope)
    if (!value) return undefined
    const before = previousPeriod(period, this.parts.offset)
    const [previous, lastYear] = [before, yearBefore(period, this.parts.offset)].map((past) => past && this.past(indicator, past, scope))
    return { ...value, previous: previous ?? null, lastYear: lastYear ?? null }
  }

  /** Of a window that is no period, as a day: judged by the lines of its month, and never closed. */
  ofWindow(indicator: Indicator, window: Period, computed: Computed): Value {
    return this.judged(indicator, window, { first: computed, latest: computed, revision: 0, isClosed: false })
  }

  /** Oldest first. */
  revisions(indicator: Indicator, period: Period, scope: string): readonly Revision[] {
    if (period.sort !== 'month') return []
    const entered = this.parts.manual.revisions(indicator.id, period.id, scope)
    const target = this.target(indicator, period, scope)
    const kept = this.keptRevisions(indicator, period, scope)
    const all = entered.length > 0 && !this.isMeasured(indicator, period) ? entered.map((each) => byHand(indicator, each, kept[0])) : kept
    return all.map((result, index) => revisionOf(result, all[index - 1], statusOf(result, indicator.direction, target)))
  }

  /** The lines that hold for the period: those of its last month that has begun. */
  target(indicator: Indicator, period: Period, scope: string): Target | undefined {
    const month = this.lastMonth(period)
    return targetInForce(nearestScopes(scope, this.parts.townOf), (each) => this.parts.lines.at(indicator.id, each, month))
  }

  /** Whether devices give it, so that nobody may enter it. */
  isMeasured(indicator: Indicator, period: Period): boolean {
    return indicator.count !== undefined && this.parts.evaluated(period).isMeasured(indicator)
  }

  isClosed(period: Period): boolean {
    const { results, offset } = this.parts
    return monthsOf(period, offset).every(({ id }) => results.isClosed(id))
  }

  /** Whether the facts of all of it are there: from the first ever on, and none dropped by age. */
  hasFacts(period: Period): boolean {
    const first = this.parts.firstFacts()
    if (first === undefined) return period.to > this.parts.now()
    if (period.to <= first || period.from > this.parts.now()) return false
    const { dropped } = this.parts.database
      .prepare('SELECT count(*) AS dropped FROM closing WHERE period IN (SELECT value FROM json_each(?)) AND facts_from < ?')
      .get(JSON.stringify(monthsOf(period, this.parts.offset).map(({ id }) => id)), first) as { dropped: number }
    return dropped === 0
  }

  private find(indicator: Indicator, period: Period, scope: string): Found | undefined {
    const { results, evaluated } = this.parts
    if (period.sort === 'month' && results.isClosed(period.id)) {
      const revisions = this.keptRevisions(indicator, period, scope)
      const latest = revisions.at(-1)
      return latest && { first: revisions[0] as Result, latest, revision: latest.revision, isClosed: true }
    }
    if (!this.hasFacts(period)) return undefined
    const latest = evaluated(period).value(indicator, scope)
    const isClosed = this.isClosed(period)
    return { first: latest, latest, revision: isClosed ? this.latestOfMonths(indicator, period, scope) : 0, isClosed }
  }

  /** In a scope of which nothing was kept at the close nothing counted: that is its first revision. */
  private keptRevisions(indicator: Indicator, { id: period }: Period, scope: string): readonly Result[] {
    const kept = this.parts.results.revisions(indicator.id, period, scope)
    if (kept[0]?.revision === 1 || !this.parts.results.isClosed(period)) return kept
    const [ofCity] = this.parts.results.revisions(indicator.id, period, 'city')
    if (!ofCity) return kept // the indicator is newer than the close
    const { reason: _, ...closed } = ofCity
    return [{ ...closed, ...emptyResult, scope, revision: 1, inputs: { count: 0, digest: '0' } }, ...kept]
  }

  private latestOfMonths(indicator: Indicator, period: Period, scope: string): number {
    const { database, offset } = this.parts
    const months = JSON.stringify(monthsOf(period, offset).map(({ id }) => id))
    const { latest } = database
      .prepare(
        'SELECT max(revision) AS latest FROM result WHERE indicator = ? AND scope = ? AND period IN (SELECT value FROM json_each(?))',
      )
      .get(indicator.id, scope, months) as { latest: number | null }
    return latest ?? 1
  }

  private foundByHand(indicator: Indicator, entered: KeptManual, found: Found | undefined): Found & { readonly entered: KeptManual } {
    const [first = entered] = this.parts.manual.revisions(indicator.id, entered.period, entered.scope)
    const of = (each: KeptManual) => byHand(indicator, each, found?.first)
    return { first: of(first), latest: of(entered), revision: entered.revision, isClosed: found?.isClosed ?? true, entered }
  }

  private judged(indicator: Indicator, period: Period, found: Found & { readonly entered?: KeptManual }): Value {
    const { first, latest, revision, isClosed, entered } = found
    const target = this.target(indicator, period, latest.scope)
    const reason = latest.value === null ? (latest.reason ?? reasonOf(indicator, true)) : undefined
    const { parameters: _, cause: __, reason: ___, ...shown } = latest as Computed & { cause?: unknown }
    return {
      ...shown,
      revision,
      state: isClosed ? 'closed' : 'open',
      source: entered ? 'manual' : 'measured',
      ...standing(first, latest, indicator.direction, target),
      ...(target && { target }),
      gap: gapOf(latest.value, indicator.direction, target),
      ...(entered && { document: entered.document }),
      ...(entered?.note !== undefined && { note: entered.note }),
      ...(reason && { reason }),
    }
  }

  private past(indicator: Indicator, period: Period, scope: string): ValueWithPast['previous'] {
    const found = this.value(indicator, period, scope)
    return found ? { period: found.period, value: found.value, status: found.status, revision: found.revision } : null
  }

  private lastMonth({ to }: Period): string {
    return monthAt(Math.min(to - 1, this.parts.now()), this.parts.offset).id
  }
}

function byHand(indicator: Indicator, entered: KeptManual, beside: Pick<Computed, 'registerVersion' | 'until'> | undefined): Result {
  const { period, scope, value, numerator = null, denominator = 0, recorded, revision } = entered
  return {
    ...emptyResult,
    ...{ indicator: indicator.id, period, scope, value, numerator, denominator, revision, parameters: {} },
    ...{ formulaVersion: indicator.formula.version, registerVersion: beside?.registerVersion ?? 0 },
    ...{
      inputs: { count: 0, digest: '0' },
      cause: revision === 1 ? 'close' : 'asked',
      computed: recorded,
      until: beside?.until ?? recorded,
    },
  }
}

function revisionOf(result: Result, before: Result | undefined, status: Revision['status']): Revision {
  const { revision, value, numerator, denominator, computed, registerVersion, formulaVersion, inputs, cause } = result
  return {
    ...{ revision, value, numerator, denominator, computed, registerVersion, formulaVersion, inputs, status, cause },
    ...(before && { difference: differenceOf(before, result) }),
  }
}
