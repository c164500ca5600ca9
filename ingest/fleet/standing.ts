// How a device stands, in the five words a wall has for it.
import type { DeviceStateName } from '../pipeline/live.ts'
import { hearsNobody, type OwnOutage } from './own-outage.ts'

/** `unknown`: nothing was heard of it yet, or we cannot know because we ourselves are the cause. */
export const standings = ['online', 'sleeping', 'offline', 'faulty', 'unknown'] as const

export type Standing = (typeof standings)[number]

/** `isBad`: by what it said last of the fields its kind's service hangs on. */
export function standingOf(state: DeviceStateName, isBad: boolean, outage: OwnOutage | undefined): Standing {
  if (state === 'unknown' || hearsNobody(outage)) return 'unknown'
  if (state === 'online') return isBad ? 'faulty' : 'online'
  if (state === 'sleeping') return 'sleeping'
  return outage === undefined ? 'offline' : 'unknown'
}

/** Who has to look after it: nobody has installed it yet, the device or its line, or we. */
export type Whose = 'nobody' | 'device' | 'line' | 'platform'

export function whoseFault(standing: Standing, cause: string, outage: OwnOutage | undefined): Whose {
  if (cause === 'never-heard') return 'nobody'
  if (standing === 'unknown' && outage !== undefined) return 'platform'
  return cause === 'connection-broke' || cause === 'no-readings' ? 'line' : 'device'
}
