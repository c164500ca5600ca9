/** How the state of a device follows from connection, will, birth and readings. Pure: each function changes the record it is given. */
import type { DeviceStateName } from '../pipeline/live.ts'
import type { StateCause } from './causes.ts'
import type { DeviceRecord } from './device-record.ts'

const formerBootsKept = 8

/** A device without a reading for this many of its intervals is silent. */
const silentAfterIntervals = 3

function become(record: DeviceRecord, state: DeviceStateName, cause: StateCause, at: number): boolean {
  if (record.state === state) return false
  record.state = state
  record.since = at
  record.cause = cause
  return true
}

/** All return whether the state changed. */
export function onConnected(record: DeviceRecord, at: number, address: string): boolean {
  record.connected = true
  if (address) record.address = address
  return become(record, 'online', 'connected', at)
}

export function onDisconnected(record: DeviceRecord, at: number, clean: boolean, refused: boolean): boolean {
  record.connected = false
  // What the device (or its will) said of itself stands.
  if (record.state !== 'online' && record.state !== 'silent') return false
  if (clean) return become(record, 'offline', 'goodbye', at)
  return become(record, 'lost', refused ? 'refused' : 'connection-broke', at)
}

type Said = Exclude<DeviceStateName, 'silent' | 'unknown'>

/** A will is published when a connection ends, maybe long after the device came back: one of an older boot is ignored. */
export const isOfFormerBoot = (record: DeviceRecord, state: Said, boot?: string): boolean =>
  (state === 'lost' || state === 'offline') && boot !== undefined && record.formerBoots.includes(boot)

export function onStateMessage(record: DeviceRecord, at: number, state: Said, boot?: string): boolean {
  if (isOfFormerBoot(record, state, boot)) return false
  if (boot !== undefined) noteBoot(record, boot)
  return become(record, state, 'reported', at)
}

/** Whatever comes from a device shows that it is there. */
export function onHeard(record: DeviceRecord, at: number, boot?: string): boolean {
  if (boot !== undefined && boot !== record.boot) noteBoot(record, boot)
  if (at > record.lastReceived) record.lastReceived = at
  return become(record, 'online', 'reading', at)
}

export function onSilence(record: DeviceRecord, now: number, everyMs: number, heardSince: number): boolean {
  if (record.state !== 'online') return false
  const last = Math.max(record.lastReceived, record.since, heardSince)
  return now - last > silentAfterIntervals * everyMs && become(record, 'silent', 'no-readings', now)
}

/** A backlog of an older boot does not bring that boot back. */
function noteBoot(record: DeviceRecord, boot: string): void {
  if (boot === record.boot || record.formerBoots.includes(boot)) return
  if (record.boot !== undefined) record.formerBoots = [...record.formerBoots, record.boot].slice(-formerBootsKept)
  record.boot = boot
}
