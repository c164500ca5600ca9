import { gatewayTopics } from '../../journal/gateway-topics.ts'
import type { DeviceRecord } from '../state/device-record.ts'
import { isOfFormerBoot, onConnected, onDisconnected, onHeard, onStateMessage } from '../state/device-state.ts'
import type { Batch, Step } from './batch.ts'
import type { DeviceContext, Devices } from './devices.ts'
import type { Item } from './item.ts'
import type { Refused } from './knocks.ts'
import { reportState } from './report-state.ts'

/** The live picture: who is here, and the latest value of each field. It only moves forward; what comes late is stored and changes nothing here. */
export function followState(devices: Devices): Step {
  return {
    name: 'state',
    run(batch: Batch): void {
      for (const item of batch.items) {
        if (item.entry.topic === gatewayTopics.started && item.sort === 'link') forgetConnections(batch, devices)
        else if (item.device && (item.goesOn || item.duplicate)) follow(batch, item, item.device)
      }
    },
  }
}

/** The gateway has restarted: nobody is known to be connected, and nobody has left. */
function forgetConnections(batch: Batch, devices: Devices): void {
  for (const device of devices.all()) {
    if (!device.record.connected) continue
    device.record.connected = null
    batch.touch(device)
  }
}

function follow(batch: Batch, item: Item, device: DeviceContext): void {
  batch.touch(device)
  if (change(item, device)) reportState(batch, device, Math.floor(item.entry.at), item.entry.offset % 1_000_000)
  if (item.goesOn && item.sort === 'reading') takeLatest(device.record, item)
  if (item.unknownFields) noteUnknown(batch, device.record, item)
}

function change(item: Item, device: DeviceContext): boolean {
  const { record } = device
  const at = Math.floor(item.entry.at)
  if (item.sort === 'link') return followLink(item, record, at)
  if (item.sort === 'state') {
    const { state, boot } = item.value as { state: 'online' | 'sleeping' | 'offline' | 'lost'; boot?: string }
    item.isStale = isOfFormerBoot(record, state, boot)
    return !item.isStale && onStateMessage(record, at, state, boot)
  }
  if (item.sort === 'birth') {
    record.birth = item.value as Record<string, unknown>
    device.setEvery()
  }
  return onHeard(record, at, item.boot)
}

function followLink({ entry, value }: Item, record: DeviceRecord, at: number): boolean {
  const said = value as { address?: string; clean?: boolean; denial?: { code: string; message: { zh: string; en: string } } }
  if (entry.topic === gatewayTopics.refused) {
    // Somebody who failed to sign in under its name: where the device itself is does not change by that.
    record.refusal = refusalOf(value, at)
    return false
  }
  if (entry.topic === gatewayTopics.connected) return onConnected(record, at, said.address ?? '')
  if (said.denial) record.refusal = { at, ...said.denial }
  return onDisconnected(record, at, said.clean === true, said.denial !== undefined)
}

function refusalOf(value: unknown, at: number): NonNullable<DeviceRecord['refusal']> {
  const { code, message } = value as Refused
  return { at, code, message }
}

export function takeLatest(record: DeviceRecord, { fields, ts, quality }: Item): void {
  if (ts > record.lastTs) record.lastTs = ts
  for (const name in fields) {
    const known = record.latest[name]
    if (known && known.ts > ts) continue
    record.latest[name] = { value: fields[name] as number | string | boolean, ts, quality }
  }
}

/** A device that invents field names without end must not fill its record. */
const unknownKept = 50

export function noteUnknown(batch: Batch, record: DeviceRecord, { unknownFields, entry }: Item): void {
  for (const { name, suggestion } of unknownFields ?? []) {
    batch.unknownFields++
    const known = record.unknown[name]
    if (known) {
      known.count++
      if (entry.at > known.last) known.last = entry.at
    } else if (Object.keys(record.unknown).length < unknownKept) {
      record.unknown[name] = { count: 1, first: entry.at, last: entry.at, ...(suggestion === undefined ? {} : { suggestion }) }
    }
  }
}
