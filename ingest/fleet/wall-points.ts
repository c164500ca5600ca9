// The picture of the fleet as points: dashboards/grafana reads what is named here.

import type { Catalogue } from '../../facilities/catalogue.ts'
import type { Words } from '../../facilities/define.ts'
import type { Facility } from '../../register/register.ts'
import { stateCauses } from '../state/causes.ts'
import type { WallPoint } from '../store/influx/wall-writer.ts'
import type { FleetPicture, StandingDevice } from './fleet.ts'
import { outageWords } from './own-outage.ts'
import { type Standing, whoseFault } from './standing.ts'

type Counts = Record<Standing, number>

const nothing = (): Counts => ({ online: 0, sleeping: 0, offline: 0, faulty: 0, unknown: 0 })
const circleOf = ({ circles }: Facility): string => circles.join(',')

/** By kind and place. `used`: devices that were used today; undefined while no facts tell. */
export function fleetPoints({ devices }: FleetPicture, used: ReadonlySet<string> | undefined): WallPoint[] {
  const groups = Map.groupBy(devices, ({ kind, facility }) => `${kind} ${facility.town} ${circleOf(facility)}`)
  return [...groups.values()].map((group) => {
    const { kind, facility } = group[0] as StandingDevice
    return {
      measurement: 'kezhong_fleet',
      tags: { kind, town: facility.town, circle: circleOf(facility) },
      fields: {
        registered: group.length,
        ...countsOf(group),
        ...(used && { used: group.reduce((sum, { id }) => sum + (used.has(id) ? 1 : 0), 0) }),
      },
    }
  })
}

export function facilityPoints({ facilities, devices }: FleetPicture): WallPoint[] {
  const byFacility = Map.groupBy(devices, ({ facility }) => facility.id)
  return facilities.map((facility) => {
    const here = byFacility.get(facility.id) ?? []
    const { id, name, town, latitude, longitude } = facility
    const { sleeping, ...counts } = countsOf(here)
    return {
      measurement: 'kezhong_facility',
      tags: { facility: id, circle: circleOf(facility), town },
      fields: {
        name,
        ...(latitude !== undefined && longitude !== undefined && { latitude, longitude }),
        devices: here.length,
        ...counts,
        // One that sleeps as it said is well.
        online: counts.online + sleeping,
        level: levelOf(here.length, countsOf(here)),
      },
    }
  })
}

/** 0 all is well, or nothing is there to be down; 1 some is down; 2 all is down; 3 nothing is known. */
function levelOf(devices: number, { offline, faulty, unknown }: Counts): number {
  if (devices === 0 || offline + faulty + unknown === 0) return 0
  if (unknown === devices) return 3
  if (offline + faulty === devices) return 2
  return offline + faulty > 0 ? 1 : 3
}

/** Only of those that are down or not known. */
export function devicePoints({ devices, outage }: FleetPicture, catalogue: Catalogue): WallPoint[] {
  return devices.flatMap((device) => {
    const { id, kind, facility, standing, cause, since } = device
    if (standing === 'online' || standing === 'sleeping') return []
    const { zh, en } = causeWords(device, catalogue)
    return {
      measurement: 'kezhong_device' as const,
      tags: { device: id, facility: facility.id, circle: circleOf(facility), town: facility.town, kind },
      fields: {
        ...{ state: standing, cause, causeZh: zh, causeEn: en, whose: whoseFault(standing, cause, outage) },
        ...{ facilityName: facility.name, sinceMs: since },
      },
    }
  })
}

function causeWords({ kind, field, cause }: StandingDevice, catalogue: Catalogue): Words {
  const telemetry = field === undefined ? undefined : catalogue.get(kind)?.telemetry[field]
  if (telemetry?.type === 'state') {
    const word = telemetry.values[cause]
    return { zh: `${telemetry.label.zh}：${word?.zh ?? cause}`, en: `${telemetry.label.en}: ${word?.en ?? cause}` }
  }
  const words: Readonly<Record<string, Words>> = { ...stateCauses, ...outageWords }
  return words[cause] ?? { zh: cause, en: cause }
}

function countsOf(devices: readonly StandingDevice[]): Counts {
  const counts = nothing()
  for (const { standing } of devices) counts[standing]++
  return counts
}

/** For those who count them by kind. */
export function standingsByKind({ devices }: FleetPicture): ReadonlyMap<string, Counts> {
  return new Map([...Map.groupBy(devices, ({ kind }) => kind)].map(([kind, group]) => [kind, countsOf(group)]))
}
