/** The hours in which the ports of a facility can be held against its meters. */
import { dayMs } from '../day.ts'
import { feeds, kindsOf } from '../feeds.ts'
import type { DevicePart, SlicePart, World } from '../world.ts'

/** A facility at one place, with the sums of its compared hours. */
export interface ComparedSite extends Pick<DevicePart, 'facility' | 'town' | 'circles'> {
  /** Of its ports. */
  readonly kinds: Set<string>
  /** 10⁻⁶ kWh. */
  ports: number
  meters: number
  hours: number
  /** Hours left out though it has both. */
  left: number
}

interface Hour {
  readonly part: SlicePart['part']
  readonly kinds: Set<string>
  ports: number
  meters: number
  hasMeter: boolean
  isComplete: boolean
}

const hourMs = 3_600_000

/** Sites with ports; a day of slices is held at a time. */
export function comparedSites(world: World, clockMinutes: number): Iterable<ComparedSite> {
  const ports = kindsOf(world, feeds.delivering)
  const both = new Set([...ports, ...kindsOf(world, feeds.metering)])
  const sites = new Map<string, ComparedSite>()
  for (let from = world.period.from; from < world.until; from += dayMs) {
    const hours = new Map<string, Hour>()
    for (const slice of world.slices(both, from, Math.min(from + dayMs, world.until))) {
      addSlice(hours, slice, ports.has(slice.part.kind), clockMinutes)
    }
    for (const hour of hours.values()) if (hour.kinds.size > 0) addHour(sites, hour)
  }
  return sites.values()
}

function addSlice(hours: Map<string, Hour>, { part, start, end, facts }: SlicePart, isPort: boolean, clockMinutes: number): void {
  if (facts.registered === 0 && facts.suspended === 0) return
  const key = `${siteOf(part)} ${Math.floor(start / hourMs)}`
  const hour = hours.get(key) ?? { part, kinds: new Set(), ports: 0, meters: 0, hasMeter: false, isComplete: true }
  hours.set(key, hour)
  if (isPort) hour.kinds.add(part.kind)
  else hour.hasMeter = true
  hour[isPort ? 'ports' : 'meters'] += facts.energy
  const isWhole = end - start === hourMs && facts.registered * 1_000 === hourMs
  const isFilled = facts.expected > 0 && facts.distinct === facts.expected
  const isOnTime = facts.clockError !== null && facts.clockError <= clockMinutes * 60_000 && facts.clockMarked === 0
  hour.isComplete &&= isWhole && isFilled && isOnTime
}

function addHour(sites: Map<string, ComparedSite>, { part, kinds, ports, meters, hasMeter, isComplete }: Hour): void {
  const { facility, town, circles } = part
  const key = siteOf(part)
  const site = sites.get(key) ?? { facility, town, circles, kinds: new Set(), ports: 0, meters: 0, hours: 0, left: 0 }
  sites.set(key, site)
  for (const kind of kinds) site.kinds.add(kind)
  if (!hasMeter) return
  if (!isComplete) {
    site.left++
    return
  }
  site.hours++
  site.ports += ports
  site.meters += meters
}

const siteOf = ({ facility, town, circles }: SlicePart['part']): string => [facility, town, ...circles].join(' ')
