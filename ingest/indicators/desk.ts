import type { FactsReader } from '../facts/reader.ts'
import type { Evaluated } from './evaluated.ts'
import type { Contribution, Indicator } from './indicator.ts'
import {
  type Adoption,
  type EvidencePage,
  type FactLine,
  IndicatorFault,
  type Indicators,
  type ManualValue,
  type Page,
  type Paged,
  type RankedTown,
  type Revision,
  type Scoped,
  type Suspect,
  type Value,
  type ValueWithPast,
} from './indicators.ts'
import { facilitiesOf, keptFacilities, type PlacedFacility } from './kept/closed-facilities.ts'
import { neededIndicator } from './needed-indicator.ts'
import { monthsUpTo, type Period, parsePeriod, previousPeriod } from './period.ts'
import { ranking } from './rank.ts'
import { formatScope, matches } from './scope.ts'
import { type By, type Geography, partsOf, scopeOf } from './scope-parts.ts'
import { Values, type ValuesParts } from './values.ts'

export interface DeskParts extends ValuesParts {
  readonly indicators: readonly Indicator[]
  readonly facts: Pick<FactsReader, 'slicesOf'>
  readonly geography: () => Geography
  readonly adoption: (evaluated: Evaluated, by: 'city' | 'town' | 'circle' | 'kind') => readonly Adoption[]
  readonly suspects: (evaluated: Evaluated) => readonly Suspect[]
}

type Query<Name extends keyof Indicators> = Indicators[Name] extends (...args: infer Args) => unknown ? Args : never

/** What the indicators thread is asked for. Each name is one of the facade. */
export const asked = [
  'values',
  'value',
  'history',
  'ranking',
  'parts',
  'evidence',
  'facts',
  'revisions',
  'adoption',
  'suspects',
  'refuseMeasured',
] as const
export type Asked = (typeof asked)[number]

/** Answers what is asked about values and what they are made of, from what is kept and from the facts. */
export class Desk {
  private readonly judge: Values
  private readonly from: DeskParts

  constructor(parts: DeskParts) {
    this.from = parts
    this.judge = new Values(parts)
  }

  values(query: Query<'values'>[0]): readonly ValueWithPast[] {
    const wanted = this.from.indicators.filter(({ task }) => query.task === undefined || task === query.task)
    return wanted.map((indicator) => this.value(indicator.id, query))
  }

  value(id: string, { period, scope }: Scoped): ValueWithPast {
    const found = this.judge.withPast(this.indicator(id), this.period(period, id, scope), formatScope(scopeOf(scope)))
    if (!found) throw new IndicatorFault('no-value', { id, period, scope })
    return found
  }

  history(id: string, { scope, until, months }: Query<'history'>[1]): readonly Value[] {
    const indicator = this.indicator(id)
    const last = this.period(until, id, scope)
    return monthsUpTo(last, months, this.from.offset).flatMap((month) => this.judge.value(indicator, month, scope) ?? [])
  }

  ranking(id: string, { period: asked, kind }: Query<'ranking'>[1]): readonly RankedTown[] {
    const indicator = this.indicator(id)
    const period = this.period(asked, id, 'city')
    const before = previousPeriod(period, this.from.offset)
    return ranking(this.ofTowns(indicator, period, kind), before ? this.ofTowns(indicator, before, kind) : new Map(), indicator.direction)
  }

  parts(id: string, { period: asked, scope, by, after = '', limit }: Scoped & Paged & { by: By }): Page<Value> {
    const indicator = this.indicator(id)
    const period = this.period(asked, id, scope)
    const scopes = partsOf(scopeOf(scope), by, this.from.geography(), () => this.facilities(period)).filter((each) => each > after)
    const found: Value[] = []
    for (const each of scopes) {
      const value = this.judge.value(indicator, period, each)
      if (!value || (isOfThings(by) && value.value === null && value.exclusions.length === 0 && value.coverage === null)) continue
      if (found.length === limit) return { items: found, next: found.at(-1)?.scope as string }
      found.push(value)
    }
    return { items: found }
  }

  evidence(id: string, query: Query<'evidence'>[1]): EvidencePage {
    const indicator = this.indicator(id)
    const { scope, only, device, after, limit } = query
    const period = this.period(query.period, id, scope)
    if (!this.judge.hasFacts(period)) throw new IndicatorFault('no-value', { id, period: query.period, scope })
    const wanted = scopeOf(scope)
    const all = this.from
      .evaluated(period)
      .contributions(indicator)
      .filter((each) => matches(each, wanted) && (device === undefined || each.device === device) && isAskedFor(each, only))
    return pageOfEvidence(all, after, limit)
  }

  facts({ device, from, to, after, limit }: Query<'facts'>[0]): Page<FactLine> {
    const slices = this.from.facts.slicesOf(device, from, to, { limit: limit + 1, ...(after !== undefined && { after: Number(after) }) })
    const items = slices.slice(0, limit).map(({ part, start, end, facts }): FactLine => {
      const { facility, town, circles } = part
      return { start, end, facility, town, circles, facts: { ...facts } }
    })
    return slices.length > limit ? { items, next: String(items.at(-1)?.start) } : { items }
  }

  revisions(id: string, { period, scope }: Scoped): readonly Revision[] {
    return this.judge.revisions(this.indicator(id), this.period(period, id, scope), scope)
  }

  adoption({ period, by }: Query<'adoption'>[0]): readonly Adoption[] {
    return this.from.adoption(this.withFacts(period), by)
  }

  suspects({ period, sort, town, after, limit }: Query<'suspects'>[0]): Page<Suspect> {
    const all = this.from
      .suspects(this.withFacts(period))
      .filter((suspect) => (sort === undefined || suspect.sort === sort) && (town === undefined || suspect.town === town))
    const start = after === undefined ? 0 : Number(after)
    const items = all.slice(start, start + limit)
    return start + limit < all.length ? { items, next: String(start + limit) } : { items }
  }

  /** Devices speak for themselves: nobody enters what they measure. */
  refuseMeasured(values: readonly ManualValue[]): void {
    for (const { indicator: id, period, scope } of values) {
      const found = this.period(period, id, scope)
      if (found.sort !== 'month') throw new IndicatorFault('no-value', { id, period, scope })
      if (this.judge.isMeasured(this.indicator(id), found)) throw new IndicatorFault('not-manual', { id })
    }
  }

  private withFacts(id: string): Evaluated {
    const period = this.period(id, '', 'city')
    if (!this.judge.hasFacts(period)) throw new IndicatorFault('no-value', { id: '', period: id, scope: 'city' })
    return this.from.evaluated(period)
  }

  private indicator(id: string): Indicator {
    return neededIndicator(this.from.indicators, id)
  }

  private period(text: string, id: string, scope: string): Period {
    const period = parsePeriod(text, this.from.offset)
    if (!period) throw new IndicatorFault('no-value', { id, period: text, scope })
    return period
  }

  private ofTowns(indicator: Indicator, period: Period, kind: string | undefined): ReadonlyMap<string, Value> {
    const found = new Map<string, Value>()
    for (const town of this.from.geography().towns) {
      const value = this.judge.value(indicator, period, formatScope({ town, ...(kind !== undefined && { kind }) }))
      if (value) found.set(town, value)
    }
    return found
  }

  /** Of a closed month as they were then. */
  private facilities(period: Period): Iterable<PlacedFacility> {
    const { database, results, evaluated } = this.from
    if (period.sort !== 'month' || !results.isClosed(period.id))
      return this.judge.hasFacts(period) ? facilitiesOf(evaluated(period).world) : []
    return keptFacilities(database, period.id)
  }
}

/** Kinds and facilities are many: those in which nothing counts are not listed. */
const isOfThings = (by: By): boolean => by === 'kind' || by === 'facility'

const isAskedFor = ({ excluded }: Contribution, only: 'counted' | 'excluded' | undefined): boolean =>
  only === undefined || (excluded !== undefined) === (only === 'excluded')

const keyOf = ({ counted, community, facility, device, kind }: Contribution): string =>
  [counted, community, facility, device, kind].map((part) => part ?? '').join(' ')

/** In the order of what is counted; several of one thing keep theirs, so that a cursor finds its place when others come. */
function pageOfEvidence(all: readonly Contribution[], after: string | undefined, limit: number): EvidencePage {
  const counts = new Map<string, number>()
  const placed = all.map((item) => {
    const key = keyOf(item)
    const nth = counts.get(key) ?? 0
    counts.set(key, nth + 1)
    return { item, place: `${key} ${String(nth).padStart(9, '0')}` }
  })
  const rest = placed.filter(({ place }) => after === undefined || place > after).sort((one, other) => (one.place < other.place ? -1 : 1))
  const page = rest.slice(0, limit)
  const items = page.map(({ item }) => item)
  return rest.length > limit ? { items, next: page.at(-1)?.place as string } : { items }
}
