import type { Batch } from './batch.ts'
import type { DeviceContext } from './devices.ts'

/** A change of state is kept in the store and told to whoever watches. The place is filled in by the store step. */
export function reportState(batch: Batch, device: DeviceContext, ts: number, n: number): void {
  const { state, since, cause } = device.record
  batch.stateChanges.push({ device, ts, n, state, cause })
  batch.live.push({ type: 'state', device: device.id, kind: device.kindName, state, since, cause })
}
