/** The hours in which the ports of a facility can be held against its meters. */

import type { DevicePart, SlicePart } from '../../facts/parts.ts'
import { dayMs } from '../day.ts'
import { feeds, kindsOf } from '../feeds.ts'
import type { World } from '../world.ts'

/** A facility at one place, with the sums of its compared hours. */
export interface ComparedSite extends Pick<DevicePart, 'facility' | 'town' | 'circles'> {
  /** Of its ports. */
  readonly kinds: ReadonlySet<string>
  /** 10⁻⁶ kWh. */
  ports: number
  meters: number
  hours: number
  /** Hours left out though it has both. */
  left: number
}

interface Hour {
  ports: number
  meters: number
  hasPort: boolean
  hasMeter: boolean
  isComplete: boolean
}

const hourMs = 3_600_000

/** Sites with ports. Only devices of sites that have meters too are read hour by hour, a day at a time. */
export function comparedSites(world: World, clockMinutes: number): Iterable<ComparedSite> {
  const ports = kindsOf(world, feeds.delivering)
  const both = new Set([...ports, ...kindsOf(world, feeds.metering)])
  const { sites, devices } = sitesOf(world, ports, both)
  for (let from = world.period.from; devices.size > 0 && from < world.until; from += dayMs) {
    const hours = new Map<string, Hour>()
    for (const slice of world.slices(both, from, Math.min(from + dayMs, world.until), devices)) {
      addSlice(hours, slice, ports.has(slice.part.kind), clockMinutes)
    }
    for (const [key, hour] of hours) addHour(sites.get(key.slice(0, key.lastIndexOf(' '))), hour)
  }
  return sites.values()
}

/** Sites with ports, and the devices of those that also have a meter. */
function sitesOf(world: World, ports: ReadonlySet<string>, both: ReadonlySet<string>) {
  const there = Map.groupBy(
    world.parts.filter(({ kind, registered, suspended }) => both.has(kind) && registered + suspended > 0),
    siteOf,
  )
  const sites = new Map<string, ComparedSite>()
  const devices = new Set<string>()
  for (const [key, parts] of there) {
    const kinds = new Set(parts.map(({ kind }) => kind).filter((kind) => ports.has(kind)))
    const [first] = parts
    if (!first || kinds.size === 0) continue
    const { facility, town, circles } = first
    sites.set(key, { facility, town, circles, kinds, ports: 0, meters: 0, hours: 0, left: 0 })
    if (parts.some(({ kind }) => !ports.has(kind))) for (const { device } of parts) devices.add(device)
  }
  return { sites, devices }
}

function addSlice(hours: Map<string, Hour>, { part, start, end, facts }: SlicePart, isPort: boolean, clockMinutes: number): void {
  if (facts.registered === 0 && facts.suspended === 0) return
  const key = `${siteOf(part)} ${Math.floor(start / hourMs)}`
  const hour = hours.get(key) ?? { ports: 0, meters: 0, hasPort: false, hasMeter: false, isComplete: true }
  hours.set(key, hour)
  hour[isPort ? 'hasPort' : 'hasMeter'] = true
  hour[isPort ? 'ports' : 'meters'] += facts.energy
  const isWhole = end - start === hourMs && facts.registered * 1_000 === hourMs
  const isFilled = facts.expected > 0 && facts.distinct === facts.expected
  const isOnTime = facts.clockError !== null && facts.clockError <= clockMinutes * 60_000 && facts.clockMarked === 0
  hour.isComplete &&= isWhole && isFilled && isOnTime
}

function addHour(site: ComparedSite | undefined, { ports, meters, hasPort, hasMeter, isComplete }: Hour): void {
  if (!site || !hasPort || !hasMeter) return
  if (!isComplete) {
    site.left++
    return
  }
  site.hours++
  site.ports += ports
  site.meters += meters
}

const siteOf = ({ facility, town, circles }: Pick<DevicePart, 'facility' | 'town' | 'circles'>): string =>
  [facility, town, ...circles].join(' ')
