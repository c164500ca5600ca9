/**
 * From an indicator and a world to values. For the thread that keeps them: `isApplicable` says whether anything can be counted at all,
 * `contributions` what counts (the evidence), `evaluate` the values of any number of scopes in one pass.
 */
import { type KnownExclusion, wordsOfExclusion } from './exclusions.ts'
import type { Contribution, Exclusion, Indicator, Outcome } from './indicator.ts'
import { formatScope, type Scope, scopeIdsOf } from './scope.ts'
import type { World } from './world.ts'

/** False: no kind of this site feeds it; every scope is 不适用, and the words of its feed say what is missing. */
export const isApplicable = (indicator: Indicator, world: World): boolean => indicator.count !== undefined && indicator.feed.isGiven(world)

/** All that counts and all that is left out, of the whole city. Made once a world. */
export const contributions = (indicator: Indicator, world: World): readonly Contribution[] =>
  isApplicable(indicator, world) ? world.contributionsOf(indicator.id) : []

/** By scope id. A scope in which nothing counts has a value too: that it is not applicable. */
export function evaluate(indicator: Indicator, world: World, scopes: readonly Scope[]): ReadonlyMap<string, Outcome> {
  const groups = new Map<string, Contribution[]>(scopes.map((scope) => [formatScope(scope), []]))
  for (const contribution of contributions(indicator, world)) {
    for (const id of scopeIdsOf(contribution)) groups.get(id)?.push(contribution)
  }
  return new Map([...groups].map(([id, group]) => [id, outcomeOf(indicator, world, group)]))
}

/** The value of what is given, whatever scope it is of. */
export function outcomeOf(indicator: Indicator, world: World, group: readonly Contribution[]): Outcome {
  const counted = new Things()
  const sums = { numerator: 0, denominator: 0, known: 0, asked: 0, floor: 0 }
  let hasFloor = false
  for (const one of group) {
    sums.numerator += one.numerator
    sums.denominator += one.denominator
    sums.known += one.known ?? 0
    sums.asked += one.asked ?? 0
    sums.floor += one.floor ?? 0
    hasFloor ||= one.floor !== undefined
    if (one.denominator > 0) counted.add(one)
  }
  const { value, numerator, denominator, variants } = indicator.fold?.(group, world) ?? {
    ...ratio(sums.numerator, sums.denominator),
    variants: [],
  }
  const facilities = counted.facilities
  return {
    value,
    numerator,
    denominator,
    coverage: sums.asked > 0 ? sums.known / sums.asked : null,
    floor: hasFloor && sums.asked > 0 ? percent(sums.floor, sums.asked) : null,
    facilities,
    devices: counted.devices,
    variants: [...variants, ...(indicator.variants?.(group, world) ?? [])],
    exclusions: exclusionsOf(group),
    isRanked: facilities >= fewestRanked && !(indicator.isOfTime && isTooLittle(denominator, facilities, world)),
  }
}

const fewestRanked = 5

/** Below 1 % of the window for each. */
const isTooLittle = (minutes: number, facilities: number, { period, until }: World): boolean =>
  minutes * 60_000 * 100 < (until - period.from) * facilities

/** Numerator and denominator are whole numbers as a rule, so that the one division is the only rounding. */
export const percent = (numerator: number, denominator: number): number => (numerator * 100) / denominator

export const ratio = (numerator: number, denominator: number): Pick<Outcome, 'value' | 'numerator' | 'denominator'> => ({
  value: denominator > 0 ? percent(numerator, denominator) : null,
  numerator,
  denominator,
})

/** How many different things count. */
class Things {
  private readonly facilityIds = new Set<string>()
  private readonly deviceIds = new Set<string>()
  private readonly places = new Set<string>()

  add({ facility, device, counted, community, town }: Contribution): void {
    if (facility !== undefined) this.facilityIds.add(facility)
    if (device !== undefined) this.deviceIds.add(device)
    if (counted !== undefined) this.places.add(counted)
    if (community !== undefined) this.places.add(`${town}/${community}`)
  }

  get facilities(): number {
    return this.places.size || this.facilityIds.size
  }

  get devices(): number {
    return this.deviceIds.size
  }
}

function exclusionsOf(group: readonly Contribution[]): readonly Exclusion[] {
  const found = new Map<string, { count: number; minutes: number }>()
  const of = (code: string) => {
    const entry = found.get(code) ?? { count: 0, minutes: 0 }
    found.set(code, entry)
    return entry
  }
  const isSaid = leftOutAltogether(group)
  for (const one of group) {
    if (one.excluded === undefined) {
      for (const [code, minutes] of Object.entries(one.excludedMinutes ?? {})) if (minutes > 0) of(code).minutes += minutes
    } else if (isSaid(one.excluded, one)) of(one.excluded).count++
  }
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, counts]) => ({ code, reason: wordsOfExclusion(code), ...counts }))
}

/** Codes under which episodes are left out one by one, whatever else counts of the device. */
const ofEpisodes: ReadonlySet<string> = new Set(['excluded-outage'] satisfies readonly KnownExclusion[])

/** Each device or facility once: one that stood at several places, or has several kinds, comes with several contributions. */
function leftOutAltogether(group: readonly Contribution[]): (code: string, one: Contribution) => boolean {
  const counted = new Set(group.flatMap(({ device, denominator }) => (device !== undefined && denominator > 0 ? [device] : [])))
  const said = new Set<string>()
  return (code, { device, facility }) => {
    if (ofEpisodes.has(code) || (device === undefined && facility === undefined)) return true
    if (device !== undefined && counted.has(device)) return false
    const thing = device === undefined ? `${code} facility ${facility}` : `${code} device ${device}`
    const isRepeated = said.has(thing)
    said.add(thing)
    return !isRepeated
  }
}
