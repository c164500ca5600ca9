// An invented register to look at and try things with: nothing in it exists, and every entry says so.
import { circles } from './circles.ts'
import { cooledModels, makes, type SeedKind, type SiteType, sites, type TownPlan, townPlans } from './demo-plan.ts'
import { storeFunctions } from './functions.ts'
import { randomOf } from './random.ts'
import { shortName, type Town, type TownId, towns } from './towns.ts'

export type SeedFacility = {
  readonly id: string
  readonly name: string
  readonly town: TownId
  readonly circles: readonly string[]
  readonly community?: string
  readonly operator?: string
  readonly latitude: number
  readonly longitude: number
  /** Ids of `storeFunctions`. */
  readonly functions?: readonly string[]
  /** Households the lockers of an estate serve. */
  readonly households?: number
  /** How long a parcel may stay in the lockers of an estate. */
  readonly retentionHours?: number
  /** Of a store that does not serve all day. */
  readonly hours?: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[]
  readonly demo: true
}

export type SeedDevice = {
  readonly id: string
  readonly kind: SeedKind
  readonly facility: string
  readonly model: string
  readonly vendor: string
  /** Of a cooled vending machine. */
  readonly limits?: 'chilled'
  readonly demo: true
}

type SeedCommunity = { readonly id: string; readonly name: string; readonly town: TownId; readonly demo: true }

type PlannedSite = { type: SiteType; devices: readonly SeedKind[] }

/** The demo register of a seed: the same seed, the same register. */
export function demoRegister(seed = 1): { facilities: SeedFacility[]; devices: SeedDevice[] } {
  const parts = towns.map((town) => townRegister(town, seed))
  return { facilities: parts.flatMap((part) => part.facilities), devices: parts.flatMap((part) => part.devices) }
}

/** That of each circle, and a village in every town in which there is nothing. */
export const demoCommunities = (): SeedCommunity[] =>
  towns.flatMap((town) => [
    ...circles
      .filter((circle) => circle.town === town.id)
      .map(({ id }) => ({ id, name: communityOf(id), town: town.id, demo: true as const })),
    { id: `${town.id}-demo-village`, name: `${shortName(town)}演示村`, town: town.id, demo: true as const },
  ])

function townRegister(town: Town, seed: number) {
  const facilities: SeedFacility[] = []
  const devices: SeedDevice[] = []
  const nextSite = counter()
  const nextDevice = counter()
  for (const [index, site] of plannedSites(townPlans[town.id]).entries()) {
    const number = nextSite(site.type)
    const id = `${town.id}-${site.type}-${number}`
    // Chance of its own for each: a facility more does not move the others.
    facilities.push(facility(id, town, site, index, number, randomOf(`${seed}/${id}`)))
    for (const kind of site.devices) {
      const make = pick(makes[kind], randomOf(`${seed}/${id}/${kind}`)) // one for all of a kind at a site
      const limits = cooledModels.has(make.model) && { limits: 'chilled' as const }
      devices.push({ id: `${kind}-${town.id}-${nextDevice(kind)}`, kind, facility: id, ...make, ...limits, demo: true })
    }
  }
  return { facilities, devices }
}

function plannedSites(plan: TownPlan): PlannedSite[] {
  const repeat = (kind: SeedKind, count: number) => Array<SeedKind>(count).fill(kind)
  return [
    ...plan.lockers.map((count) => ({ type: 'estate' as const, devices: repeat('locker', count) })),
    ...plan.vending.map((count) => ({ type: 'vending-point' as const, devices: repeat('vending', count) })),
    ...Array.from({ length: plan.stores }, () => ({ type: 'store' as const, devices: ['store', 'freezer', 'meter'] as const })),
    ...plan.chargers.map((count) => ({ type: 'station' as const, devices: [...repeat('charger', count), 'meter' as const] })),
    ...plan.freezers.map((count) => ({ type: 'freezer-point' as const, devices: repeat('freezer', count) })),
  ]
}

function facility(id: string, town: Town, site: PlannedSite, index: number, number: string, random: () => number): SeedFacility {
  const { zh, operators } = sites[site.type]
  const served = circlesServed(town.id, index)
  return {
    id,
    name: `${shortName(town)}演示${zh}${number}`,
    town: town.id,
    circles: served,
    ...(served[0] && { community: communityOf(served[0]) }),
    operator: pick(operators, random),
    ...near(town, random),
    ...(site.type === 'store' && Number(number) % 2 === 1 && { functions: someFunctions(random) }),
    ...(site.type === 'estate' && { households: site.devices.length * (240 + Math.floor(random() * 360)), retentionHours: 48 }),
    ...(site.type === 'store' && Number(number) % 2 === 0 && { hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '06:00', to: '23:00' }] }),
    demo: true,
  }
}

/** In turn through the town's circles; some facilities lie in none, some serve two. */
function circlesServed(town: TownId, index: number): string[] {
  const ids = circles.filter((circle) => circle.town === town).map((circle) => circle.id)
  if (index % 9 === 8) return []
  return [0, ...(index % 7 === 3 ? [1] : [])].flatMap((step) => ids[(index + step) % ids.length] ?? [])
}

/** The real community of a recognised circle, an invented one of any other. */
const communityOf = (circleId: string): string => circles.find(({ id }) => id === circleId)?.name.zh.replace('生活圈', '社区') ?? ''

/** Within two kilometres of the town's centre, evenly over the area. */
function near({ centre }: Town, random: () => number) {
  const angle = random() * 2 * Math.PI
  const metres = 1_950 * Math.sqrt(random())
  const metresPerDegree = 111_320
  const east = (metres * Math.cos(angle)) / (metresPerDegree * Math.cos((centre.latitude * Math.PI) / 180))
  return { latitude: rounded(centre.latitude + (metres * Math.sin(angle)) / metresPerDegree), longitude: rounded(centre.longitude + east) }
}

/** Five decimals are a metre. */
const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5

/** Three to five, the store's own trade first. */
function someFunctions(random: () => number): string[] {
  const [trade = 'groceries', ...others] = Object.keys(storeFunctions)
  const shuffled = others.map((id) => ({ id, at: random() })).sort((a, b) => a.at - b.at)
  return [trade, ...shuffled.slice(0, 2 + Math.floor(random() * 3)).map(({ id }) => id)]
}

function pick<T>(choices: readonly T[], random: () => number): T {
  return choices[Math.floor(random() * choices.length)] as T
}

/** Numbers `01`, `02` … for each name asked. */
function counter(): (name: string) => string {
  const counts = new Map<string, number>()
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return String(count).padStart(2, '0')
  }
}
