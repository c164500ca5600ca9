/** Facilities of different operators that may be one: in the same place or of the same name, with devices of the same kind. */
import type { Words } from '../../facilities/define.ts'
import type { DeviceView, FacilityView, World } from './world.ts'

const nearMetres = 50
/** A name or a point that more of them share was entered for want of a better, and tells nothing. */
const mostAlike = 50
const metresADegree = 111_320

interface Neighbour {
  readonly others: Set<string>
  readonly reason: Words
}

/** By device. */
export function neighbours(world: World): ReadonlyMap<string, Neighbour> {
  const devices = Map.groupBy(world.register.devices, ({ facility }) => facility)
  const found = new Map<string, Neighbour>()
  for (const [one, other, reason] of pairs(world.register.facilities)) {
    if (one.operator === undefined || other.operator === undefined || one.operator === other.operator) continue
    const [here, there] = [devices.get(one.id) ?? [], devices.get(other.id) ?? []]
    add(found, here, there, reason(other))
    add(found, there, here, reason(one))
  }
  return found
}

type Reason = (other: FacilityView) => Words

function* pairs(facilities: readonly FacilityView[]): Iterable<readonly [FacilityView, FacilityView, Reason]> {
  yield* ofTheSameName(facilities)
  yield* ofTheSamePlace(facilities)
}

function* ofTheSameName(facilities: readonly FacilityView[]): Iterable<readonly [FacilityView, FacilityView, Reason]> {
  for (const group of Map.groupBy(facilities, ({ name }) => name.trim()).values()) {
    if (group.length > mostAlike) continue
    for (const [index, one] of group.entries()) for (const other of group.slice(index + 1)) yield [one, other, sameName]
  }
}

/** From south to north, so that each is held against those of the next 50 m alone. */
function* ofTheSamePlace(facilities: readonly FacilityView[]): Iterable<readonly [FacilityView, FacilityView, Reason]> {
  const located = facilities.flatMap((facility) => {
    const { latitude, longitude } = facility
    return latitude === undefined || longitude === undefined ? [] : [{ facility, latitude, longitude }]
  })
  located.sort((one, other) => one.latitude - other.latitude)
  for (const [index, one] of located.entries()) {
    for (let next = index + 1; next < located.length && next <= index + mostAlike; next++) {
      const other = located[next]
      if (!other || (other.latitude - one.latitude) * metresADegree > nearMetres) break
      const north = (other.latitude - one.latitude) * metresADegree
      const east = (other.longitude - one.longitude) * metresADegree * Math.cos((one.latitude * Math.PI) / 180)
      if (Math.hypot(north, east) <= nearMetres) yield [one.facility, other.facility, samePlace]
    }
  }
}

const sameName: Reason = ({ id, name }) => ({
  zh: `与设施“${name}”（${id}）同名而经营者不同，且有同类设备，可能是同一处`,
  en: `The facility "${name}" (${id}) of another operator has the same name and devices of this kind: they may be one`,
})

const samePlace: Reason = ({ id, name }) => ({
  zh: `与设施“${name}”（${id}）相距不到 ${nearMetres} 米而经营者不同，且有同类设备，可能是同一处`,
  en: `The facility "${name}" (${id}) of another operator is within ${nearMetres} m and has devices of this kind: they may be one`,
})

function add(found: Map<string, Neighbour>, here: readonly DeviceView[], there: readonly DeviceView[], reason: Words): void {
  for (const { id, kind } of here) {
    const others = there.filter((device) => device.kind === kind).map((device) => device.id)
    if (others.length === 0) continue
    const known = found.get(id) ?? { others: new Set(), reason }
    found.set(id, known)
    for (const other of others) known.others.add(other)
  }
}
