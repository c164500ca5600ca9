/** Devices that only look alive, or are counted more than once. Each is to be looked at by somebody; none is left out of a value for it. */
import type { Words } from '../../facilities/define.ts'
import { neighbours } from './adoption-neighbours.ts'
import { frozenDays, type Series, seriesOf } from './adoption-series.ts'
import type { Suspect, SuspectSort } from './indicators.ts'
import type { DeviceView, World } from './world.ts'

const order: readonly SuspectSort[] = ['heartbeat-only', 'frozen', 'identical', 'counted-twice']

/** In the order of sorts, then of device ids; at most one of each sort for a device. */
export const suspectsOf = (world: World): readonly Suspect[] =>
  world.once('suspects', () => {
    const series = seriesOf(world)
    const found = [...heartbeatOnly(world), ...frozen(world, series), ...identical(world, series), ...countedTwice(world, series)]
    return found.sort((one, other) => order.indexOf(one.sort) - order.indexOf(other.sort) || (one.device < other.device ? -1 : 1))
  })

function suspect(sort: SuspectSort, { id, kind, facility, town }: DeviceView, reason: Words, others: Iterable<string> = []): Suspect {
  return { sort, device: id, kind, facility, town, others: [...others].sort(), reason }
}

const heardLeast = 1_440
const registeredLeast = 2 * 86_400

/** Heard for a day's worth of minutes, with nothing to show for it. One that is two days old has had its time. */
function heartbeatOnly(world: World): Suspect[] {
  const sums = new Map<string, { heard: number; registered: number; shown: number }>()
  for (const { device, heard, registered, readings, uses } of world.parts) {
    const known = sums.get(device) ?? { heard: 0, registered: 0, shown: 0 }
    sums.set(device, known)
    known.heard += heard
    known.registered += registered
    known.shown += readings + uses
  }
  return world.register.devices.flatMap((device) => {
    const { heard = 0, registered = 0, shown = 0 } = sums.get(device.id) ?? {}
    if (heard < heardLeast || registered < registeredLeast || shown > 0) return []
    const reason = {
      zh: `期内有 ${heard} 分钟收到报文，却没有一条有效读数，也没有一次使用`,
      en: `It was heard in ${heard} minutes of the period, without a single valid reading or use`,
    }
    return [suspect('heartbeat-only', device, reason)]
  })
}

const readingsLeast = 72

function frozen(world: World, { late }: Series): Suspect[] {
  return world.register.devices.flatMap((device) => {
    const { readings = 0, changes = 0 } = late.get(device.id) ?? {}
    if (readings < readingsLeast || changes > 0) return []
    const reason = {
      zh: `最近 ${frozenDays} 天的 ${readings} 条有效读数没有任何变化`,
      en: `Its ${readings} valid readings of the last ${frozenDays} days do not differ in anything`,
    }
    return [suspect('frozen', device, reason)]
  })
}

function identical(world: World, { twins }: Series): Suspect[] {
  return world.register.devices.flatMap((device) => {
    const same = twins.get(device.id)
    if (!same) return []
    const { days, count, others } = same
    const reason = {
      zh: `有 ${days} 天的全部读数与同类的另 ${count} 台设备完全相同`,
      en: `On ${days} day${days === 1 ? '' : 's'} every reading is the same as that of ${count} other device${count === 1 ? '' : 's'} of its kind`,
    }
    return [suspect('identical', device, reason, others)]
  })
}

/** One thing that two operators, or two vendors, have entered. */
function countedTwice(world: World, { twins }: Series): Suspect[] {
  const near = neighbours(world)
  const devices = new Map(world.register.devices.map((device) => [device.id, device]))
  return world.register.devices.flatMap((device) => {
    const neighbour = near.get(device.id)
    const copies = [...(twins.get(device.id)?.others ?? [])].filter((id) => isElsewhere(device, devices.get(id)))
    if (copies.length > 0) {
      const reason = {
        zh: '与另一处设施或另一厂商的同类设备读数完全相同，可能是同一台设备被登记两次',
        en: 'Its readings are the same as those of one at another facility or of another vendor: it may be one device that is registered twice',
      }
      return [suspect('counted-twice', device, reason, new Set([...copies, ...(neighbour?.others ?? [])]))]
    }
    return neighbour ? [suspect('counted-twice', device, neighbour.reason, neighbour.others)] : []
  })
}

const isElsewhere = (one: DeviceView, other: DeviceView | undefined): boolean =>
  other !== undefined && (one.facility !== other.facility || (one.vendor ?? '') !== (other.vendor ?? ''))
