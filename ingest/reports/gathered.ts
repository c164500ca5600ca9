/** What a report is made of, read from the facade once, so that all its parts speak of the same values. */
import type { FacilityKind, Words } from '../../facilities/define.ts'
import type { Indicator } from '../indicators/indicator.ts'
import {
  type Adoption,
  IndicatorFault,
  type Indicators,
  type ManualValue,
  type ParameterSetting,
  type RankedTown,
  type Rectification,
  type Revision,
  type Suspect,
  type Value,
  type ValueWithPast,
} from '../indicators/indicators.ts'
import { monthsOf, type ReportPeriod } from './report-period.ts'

export type ReportIndicators = Pick<
  Indicators,
  | 'all'
  | 'values'
  | 'ranking'
  | 'parts'
  | 'history'
  | 'revisions'
  | 'rectifications'
  | 'adoption'
  | 'suspects'
  | 'manualValues'
  | 'parameters'
>

interface Named {
  readonly id: string
  readonly name: Words
}

/** Names for what values refer to by id. */
export interface Names {
  readonly towns: readonly Named[]
  readonly circles: readonly (Named & { readonly town: string })[]
  readonly units: readonly Named[]
  readonly tasks: readonly {
    readonly no: number
    readonly heading: string
    readonly headingEn: string
    readonly text: string
    readonly units: readonly string[]
    readonly ending: string
    readonly unitIds: readonly string[]
  }[]
  readonly kinds: readonly Pick<FacilityKind, 'kind' | 'label'>[]
}

export interface Gathered {
  readonly period: ReportPeriod
  readonly indicators: readonly Indicator[]
  readonly names: Names
  readonly city: readonly ValueWithPast[]
  /** By town, in the order of `names.towns`. */
  readonly towns: ReadonlyMap<string, readonly ValueWithPast[]>
  /** By indicator; only where some town has a value. */
  readonly rankings: ReadonlyMap<string, readonly RankedTown[]>
  /** By indicator. */
  readonly circles: ReadonlyMap<string, readonly Value[]>
  readonly kinds: ReadonlyMap<string, readonly Value[]>
  /** By indicator, month by month of a quarter or year; empty for a month. */
  readonly months: ReadonlyMap<string, readonly Value[]>
  readonly adoption: { readonly city: Adoption | undefined; readonly towns: readonly Adoption[]; readonly kinds: readonly Adoption[] }
  readonly suspects: readonly Suspect[]
  /** There are more suspects than are listed. */
  readonly hasMoreSuspects: boolean
  readonly revisions: readonly { readonly indicator: string; readonly scope: string; readonly revision: Revision }[]
  readonly rectifications: readonly Rectification[]
  readonly manual: readonly (ManualValue & { readonly recorded: number })[]
  readonly parameters: ReadonlyMap<string, readonly ParameterSetting[]>
}

/** Of lists that a report prints: what is longer is for a query, not for paper. */
const mostListed = 500

/** The values alone: what decides whether there is a new report to be made. */
export type Values = Pick<Gathered, 'city' | 'towns'>

export async function gatherValues(
  indicators: Pick<ReportIndicators, 'values'>,
  { towns: all }: Names,
  { id: period }: ReportPeriod,
): Promise<Values> {
  const city = await indicators.values({ period, scope: 'city' })
  const towns = new Map<string, readonly ValueWithPast[]>()
  for (const { id } of all) towns.set(id, await whereThere(() => indicators.values({ period, scope: `town:${id}` }), []))
  return { city, towns }
}

/** Of a place where nothing is, and of a period whose facts are gone, there is nothing to tell. */
async function whereThere<Found>(ask: () => Promise<Found>, otherwise: Found): Promise<Found> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof IndicatorFault && error.code === 'no-value') return otherwise
    throw error
  }
}

export async function gather(indicators: ReportIndicators, names: Names, period: ReportPeriod): Promise<Gathered> {
  const asked = { period: period.id }
  const { city, towns } = await gatherValues(indicators, names, period)
  const shown = indicators.all.filter(({ id }) => city.some((value) => value.indicator === id && value.status !== 'not-applicable'))
  const suspects = await whereThere(() => indicators.suspects({ ...asked, limit: mostListed }), { items: [] })
  const adoption = (by: 'city' | 'town' | 'kind') => whereThere(() => indicators.adoption({ ...asked, by }), [])
  return {
    period,
    indicators: indicators.all,
    names,
    city,
    towns,
    rankings: await rankingsOf(indicators, shown, period),
    circles: await partsOf(indicators, shown, period, 'circle'),
    kinds: await partsOf(indicators, shown, period, 'kind'),
    months: await monthsOfAll(indicators, shown, period),
    adoption: {
      city: (await adoption('city'))[0],
      towns: await adoption('town'),
      kinds: await adoption('kind'),
    },
    suspects: suspects.items,
    hasMoreSuspects: suspects.next !== undefined,
    revisions: await revisionsOf(indicators, [...city, ...[...towns.values()].flat()], period),
    rectifications: await pagesOf((after) => indicators.rectifications(paged(after))),
    manual: (
      await Promise.all(monthsOf(period).map((month) => pagesOf((after) => indicators.manualValues({ period: month, ...paged(after) }))))
    ).flat(),
    parameters: new Map(indicators.all.map(({ id }) => [id, indicators.parameters(id)])),
  }
}

async function rankingsOf(indicators: ReportIndicators, shown: readonly Indicator[], { id: period }: ReportPeriod) {
  const found = new Map<string, readonly RankedTown[]>()
  for (const { id } of shown.filter(({ granularity }) => granularity.includes('T'))) {
    const ranking = await indicators.ranking(id, { period })
    if (ranking.some(({ rank }) => rank !== null)) found.set(id, ranking)
  }
  return found
}

async function partsOf(indicators: ReportIndicators, shown: readonly Indicator[], { id: period }: ReportPeriod, by: 'circle' | 'kind') {
  const found = new Map<string, readonly Value[]>()
  const letter = by === 'circle' ? 'L' : 'F'
  for (const { id } of shown.filter(({ granularity }) => granularity.includes(letter))) {
    found.set(id, await pagesOf((after) => indicators.parts(id, { period, scope: 'city', by, ...paged(after) })))
  }
  return found
}

async function monthsOfAll(indicators: ReportIndicators, shown: readonly Indicator[], period: ReportPeriod) {
  const found = new Map<string, readonly Value[]>()
  if (period.sort === 'month') return found
  const months = monthsOf(period)
  for (const { id } of shown) {
    found.set(id, await indicators.history(id, { scope: 'city', until: months.at(-1) ?? '', months: months.length }))
  }
  return found
}

async function revisionsOf(indicators: ReportIndicators, values: readonly Value[], { id: period }: ReportPeriod) {
  const revised = values.filter(({ revision }) => revision > 1).slice(0, mostListed)
  const found: Gathered['revisions'][number][] = []
  for (const { indicator, scope } of revised) {
    for (const revision of await indicators.revisions(indicator, { period, scope })) found.push({ indicator, scope, revision })
  }
  return found
}

const paged = (after: string | undefined) => ({ limit: 200, ...(after !== undefined && { after }) })

async function pagesOf<Item>(
  page: (after: string | undefined) => Promise<{ items: readonly Item[]; next?: string }> | { items: readonly Item[]; next?: string },
): Promise<Item[]> {
  const items: Item[] = []
  let after: string | undefined
  do {
    const { items: some, next } = await page(after)
    items.push(...some)
    after = next
  } while (after !== undefined && items.length < mostPaged)
  return items
}

const mostPaged = 10_000
