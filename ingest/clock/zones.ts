import { minuteMs } from './clock-record.ts'

/** Why an offset is one of zones: what the device did with which zone (minutes ahead of UTC). */
export interface ZoneFault {
  readonly cause: 'zone' | 'dst'
  /** By how much its times are ahead, a multiple of a quarter of an hour. */
  readonly offsetMs: number
  readonly how: 'local-as-utc' | 'utc-as-local' | 'other-as-utc' | 'other-zone' | 'summer-time'
  readonly zoneMinutes: number
}

const hour = 60
const quarterMs = 15 * minuteMs
/** How far from the whole hour, or from the half or quarter, an offset of zones may lie: messages come a little late. */
const nearHourMs = 2 * minuteMs
const nearQuarterMs = minuteMs

/** Minutes ahead of UTC at which clocks are somewhere on earth, besides whole hours; without those of a few thousand people. */
const brokenZones = [-210, 210, 270, 330, 345, 390, 570, 630]

/** The fault of zones that explains an offset, if one does. `local`: minutes our own zone is ahead of UTC. */
export function zoneFault(offsetMs: number, local: number): ZoneFault | undefined {
  const minutes = (Math.round(offsetMs / quarterMs) * quarterMs) / minuteMs
  const near = minutes % hour === 0 ? nearHourMs : nearQuarterMs
  if (minutes === 0 || Math.abs(offsetMs - minutes * minuteMs) > near) return undefined
  const how = explain(minutes, local)
  return how && { offsetMs: minutes * minuteMs, ...how }
}

function explain(minutes: number, local: number): Pick<ZoneFault, 'cause' | 'how' | 'zoneMinutes'> | undefined {
  if (Math.abs(minutes) === hour) return { cause: 'dst', how: 'summer-time', zoneMinutes: minutes }
  if (minutes === local) return { cause: 'zone', how: 'local-as-utc', zoneMinutes: local }
  if (minutes === -local) return { cause: 'zone', how: 'utc-as-local', zoneMinutes: local }
  const isBehindOurs = minutes < 0 && isZone(local + minutes)
  if (isBehindOurs) return { cause: 'zone', how: 'other-zone', zoneMinutes: local + minutes }
  if (isZone(minutes)) return { cause: 'zone', how: 'other-as-utc', zoneMinutes: minutes }
  if (isZone(local + minutes)) return { cause: 'zone', how: 'other-zone', zoneMinutes: local + minutes }
  return undefined
}

const isZone = (minutes: number): boolean =>
  minutes % hour === 0 ? minutes >= -12 * hour && minutes <= 14 * hour : brokenZones.includes(minutes)

/** `UTC+08:00` */
export function zoneName(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const size = Math.abs(minutes)
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(size / hour))}:${two(size % hour)}`
}
