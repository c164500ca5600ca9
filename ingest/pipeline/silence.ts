import { onSilence } from '../state/device-state.ts'
import { Batch } from './batch.ts'
import type { Devices } from './devices.ts'
import { reportState } from './report-state.ts'

/**
 * Finds the devices that have fallen silent. Judged only while we hear: `heardSince` is since when gateway and pipeline have been up and
 * abreast of the journal, so that our own outage makes no device silent.
 */
export function silentDevices(devices: Devices, position: number, now: number, heardSince: number): Batch | undefined {
  const batch = new Batch([], position)
  for (const device of devices.all()) {
    if (device.everyMs === 0 || device.retiredAt !== undefined) continue
    if (!onSilence(device.record, now, device.everyMs, heardSince)) continue
    batch.touch(device)
    reportState(batch, device, now, 0)
  }
  return batch.touched.size > 0 ? batch : undefined
}
