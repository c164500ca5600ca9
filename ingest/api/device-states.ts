import type { DatabaseSync } from 'node:sqlite'
import type { DeviceStateName } from '../pipeline/live.ts'
import type { DeviceRecord } from '../state/device-record.ts'

/** What the pipeline knows of a device, as far as lists show it. */
export interface StateOfDevice {
  readonly state: DeviceStateName
  readonly since: number
  readonly cause: string
  /** Latest receipt; 0: never. */
  readonly lastReceived: number
}

/** Device records as the pipeline wrote them last. */
export interface DeviceStates {
  /** Those of these devices that were heard of. */
  of(devices: readonly string[]): ReadonlyMap<string, StateOfDevice>
  /** Those of these devices in this state; one that was never heard of is `unknown`. */
  those(devices: readonly string[], state: DeviceStateName): ReadonlySet<string>
  record(device: string): DeviceRecord | undefined
  /** The bare states of all that were heard of. */
  all(): Map<string, DeviceStateName>
}

type StateRow = StateOfDevice & { readonly device: string }
type RecordRow = Pick<DeviceRecord, 'state' | 'since' | 'cause'> & { readonly record: string }

export function deviceStates(database: DatabaseSync): DeviceStates {
  const several = database.prepare(`
    SELECT device, state, since, cause, coalesce(json_extract(record, '$.lastReceived'), 0) AS lastReceived
    FROM device WHERE device IN (SELECT value FROM json_each(?))`)
  const bare = database.prepare('SELECT device, state FROM device WHERE device IN (SELECT value FROM json_each(?))')
  const all = database.prepare('SELECT device, state FROM device')
  const one = database.prepare('SELECT state, since, cause, record FROM device WHERE device = ?')
  return {
    of(devices) {
      const rows = several.all(JSON.stringify(devices)) as unknown as StateRow[]
      return new Map(rows.map((row) => [row.device, row]))
    },
    those(devices, state) {
      const known = new Map((bare.all(JSON.stringify(devices)) as unknown as StateRow[]).map((row) => [row.device, row.state]))
      return new Set(devices.filter((device) => (known.get(device) ?? 'unknown') === state))
    },
    record(device) {
      const row = one.get(device) as RecordRow | undefined
      if (!row) return undefined
      const { state, since, cause, record } = row
      return { ...(JSON.parse(record) as Omit<DeviceRecord, 'state' | 'since' | 'cause'>), state, since, cause }
    },
    all: () => new Map((all.all() as unknown as StateRow[]).map(({ device, state }) => [device, state])),
  }
}
