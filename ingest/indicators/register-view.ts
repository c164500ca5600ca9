/** The register as it is valid in a window: who is in service at its end, where, and under which terms. */

import { isRecognisedAt } from '../../register/circles.ts'
import type { Device } from '../../register/devices.ts'
import type { Facility } from '../../register/facilities.ts'
import { placesOf, validAt } from '../../register/places.ts'
import type { Register } from '../../register/register.ts'
import { isExemptThroughout } from './exempt-times.ts'
import type { DeviceView, FacilityView, RegisterView } from './world.ts'

/** Devices and facilities with registered time in the window were in service, whenever they were entered. */
interface WithTime {
  readonly devices: ReadonlySet<string>
  readonly facilities: ReadonlySet<string>
}

export function registerView(register: Register, end: number, withTime: WithTime): RegisterView {
  const at = end - 1
  const all = everyFacility(register)
  const views = new Map(all.map((facility) => [facility.id, facilityView(register, facility, at)]))
  const commissioned = new Map(all.map(({ id, commissionedAt }) => [id, commissionedAt]))
  const isIn = (
    { createdAt, retiredAt = Number.POSITIVE_INFINITY }: Facility | Device,
    since: number | undefined,
    hasTime: boolean,
  ): boolean => (since ?? (hasTime ? Number.NEGATIVE_INFINITY : createdAt)) < end && retiredAt >= end
  const devices = [...register.allDevices()].flatMap((device) => {
    const view = deviceView(register, device, at)
    const since = device.commissionedAt ?? (view && commissioned.get(view.facility))
    return view && isIn(device, since, withTime.devices.has(device.id)) ? [view] : []
  })
  return {
    version: register.version(),
    towns: register.towns().map(({ id }) => id),
    circles: register.circles().map((circle) => ({ id: circle.id, town: circle.town, isRecognised: isRecognisedAt(circle, at) })),
    communities: register.communities().filter(({ since = at, until = end }) => since <= at && at < until),
    facilities: all
      .filter((facility) => isIn(facility, facility.commissionedAt, withTime.facilities.has(facility.id)))
      .map(({ id }) => views.get(id) as FacilityView),
    devices,
    suspendedThroughout: (facility, from, to) => isExemptThroughout(register, facility, from, to),
    facility: (id) => views.get(id),
  }
}

function everyFacility(register: Register): readonly Facility[] {
  const found: Facility[] = []
  let cursor: string | undefined
  do {
    const page = register.facilities({ retired: 'all', limit: 1_000, ...(cursor !== undefined && { cursor }) })
    found.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return found
}

/** Town, circles and terms as they were; name, community and operator as they are. */
function facilityView(register: Register, facility: Facility, at: number): FacilityView {
  const { id, name, community, operator, latitude, longitude } = facility
  const place = validAt(placesOf(register.database, id), at)
  const { households, functions = [], isPublic = true, retentionHours } = register.facilityTermsAt(id, at)
  return {
    id,
    name,
    town: place?.town ?? facility.town,
    circles: place ? circlesOf(place.circles) : facility.circles,
    functions,
    isPublic,
    ...(community !== undefined && { community }),
    ...(operator !== undefined && { operator }),
    ...(households !== undefined && { households }),
    ...(retentionHours !== undefined && { retentionHours }),
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
  }
}

function deviceView(register: Register, { id, kind, vendor }: Device, at: number): DeviceView | undefined {
  const place = register.placeAt(id, at)
  if (!place) return undefined
  const { facility, town, circle } = place
  return { id, kind, facility, town, circles: circlesOf(circle), ...(vendor !== undefined && { vendor }) }
}

const circlesOf = (joined: string): string[] => (joined === '' ? [] : joined.split(','))
