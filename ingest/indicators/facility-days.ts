/** What the days of the window say of each facility: read once, for all indicators that ask. */
import type { DayPart } from '../facts/parts.ts'
import type { World } from './world.ts'

export interface FacilityDays {
  /** Local days with registered time, and those of them with a valid reading or a use. */
  days: number
  active: number
}

/** Of the devices of one kind at one facility. */
export interface SiteDays {
  readonly facility: string
  readonly kind: string
  days: number
  uses: number
}

interface Tallies {
  readonly facilities: ReadonlyMap<string, FacilityDays>
  readonly sites: readonly SiteDays[]
}

export const facilityDays = (world: World): Tallies => world.once('facility days', () => tallyDays(world))

/** Days come day by day: what is remembered besides the sums is one day. */
function tallyDays(world: World): Tallies {
  const facilities = new Map<string, FacilityDays>()
  const sites = new Map<string, SiteDays>()
  let today: Today = { day: Number.NaN, activity: new Map(), sites: new Set() }
  for (const one of world.days(new Set(world.kinds.map(({ kind }) => kind)))) {
    if (one.day !== today.day) {
      closeDay(today, facilities, sites)
      today = { day: one.day, activity: new Map(), sites: new Set() }
    }
    addDay(one, today, sites)
  }
  closeDay(today, facilities, sites)
  return { facilities, sites: [...sites.values()] }
}

interface Today {
  readonly day: number
  /** Facilities with registered time, and whether they were active. */
  readonly activity: Map<string, boolean>
  readonly sites: Set<string>
}

function addDay({ part: { facility, kind }, facts }: DayPart, today: Today, sites: Map<string, SiteDays>): void {
  const key = `${facility} ${kind}`
  const site = sites.get(key) ?? { facility, kind, days: 0, uses: 0 }
  sites.set(key, site)
  site.uses += facts.uses
  if (facts.registered === 0) return
  today.sites.add(key)
  today.activity.set(facility, today.activity.get(facility) === true || facts.readings > 0 || facts.uses > 0)
}

function closeDay(today: Today, facilities: Map<string, FacilityDays>, sites: Map<string, SiteDays>): void {
  for (const [facility, isActive] of today.activity) {
    const tally = facilities.get(facility) ?? { days: 0, active: 0 }
    facilities.set(facility, tally)
    tally.days++
    if (isActive) tally.active++
  }
  for (const key of today.sites) {
    const site = sites.get(key)
    if (site) site.days++
  }
}
