import type { StateMessage } from '../decode/state.ts'
import { hourOf } from '../deduplicate/seen-runs.ts'
import type { Batch, Step } from './batch.ts'
import type { DeviceContext } from './devices.ts'
import type { Item } from './item.ts'

const minuteMs = 60_000
/** Minutes in each half of an hour: 30 bits are a small number everywhere, 60 are not. */
const half = 30

/**
 * What a batch says of one device and UTC hour. Bit i of a half stands for the mark i minutes after its start: bits go by receipt, and mark m
 * stands for (m − 1 min, m].
 */
export interface ActiveHour {
  readonly hour: number
  /** Minutes in which a message was accepted. */
  heard: [number, number]
  /** Of these, those whose last message said that the device has left. */
  left: [number, number]
  /** Something with a time of this hour was kept. */
  stored: boolean
}

/** Notes what facts are made of besides readings and events, and for which hours they have to be made anew. */
export function activity(): Step {
  return {
    name: 'activity',
    run(batch: Batch): void {
      for (const item of batch.items) if (item.device && item.rejection === undefined && !item.isStale) note(batch, item, item.device)
    },
  }
}

function note(batch: Batch, item: Item, device: DeviceContext): void {
  const { sort } = item
  const isElement = sort === 'reading' || sort === 'event'
  if (!isElement && sort !== 'state' && sort !== 'birth') return
  if (device.active.length === 0) batch.active.push(device)
  if (isElement && !item.duplicate) hourIn(device, hourOf(item.ts)).stored = true
  hear(device, item, sort === 'state' && isLeave(item.value as StateMessage))
  if (sort === 'birth') noteInterval(batch, item, device)
}

function hear(device: DeviceContext, { entry }: Item, leaves: boolean): void {
  const mark = Math.ceil(entry.at / minuteMs) * minuteMs
  const hour = hourOf(mark)
  const minute = (mark - hour) / minuteMs
  const active = hourIn(device, hour)
  const at = minute < half ? 0 : 1
  const bit = 1 << (minute % half)
  active.heard[at] |= bit
  // Of what comes within a minute the last decides.
  if (leaves) active.left[at] |= bit
  else active.left[at] &= ~bit
}

const isLeave = ({ state }: StateMessage): boolean => state === 'offline' || state === 'lost'

/** Two at the most, as a rule: the hour of the receipt and the one before. */
function hourIn({ active }: DeviceContext, hour: number): ActiveHour {
  for (let index = active.length - 1; index >= 0; index--) {
    const known = active[index] as ActiveHour
    if (known.hour === hour) return known
  }
  const fresh: ActiveHour = { hour, heard: [0, 0], left: [0, 0], stored: false }
  active.push(fresh)
  return fresh
}

/** A birth that does not say how often the device reports changes nothing. */
function noteInterval(batch: Batch, { value, entry }: Item, { id }: DeviceContext): void {
  const { every } = value as { every?: unknown }
  if (typeof every === 'number') batch.intervals.push({ device: id, since: Math.floor(entry.at), seconds: every })
}

/** The marks of the bits of an hour, ascending. */
export function marksOf(hour: number, bits: readonly [number, number]): number[] {
  const marks: number[] = []
  for (const [at, all] of bits.entries()) {
    for (let left = all; left !== 0; left &= left - 1) marks.push(hour + (at * half + Math.clz32(1) - Math.clz32(left & -left)) * minuteMs)
  }
  return marks
}
