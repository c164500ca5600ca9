import { badPayload } from './bad-payload.ts'
import { burst } from './burst.ts'
import { clock8h } from './clock-8h.ts'
import { clock1970 } from './clock-1970.ts'
import { clockDrift } from './clock-drift.ts'
import { clockDst } from './clock-dst.ts'
import { clockSeconds } from './clock-seconds.ts'
import { duplicate } from './duplicate.ts'
import type { Fault } from './fault.ts'
import { meterReset } from './meter-reset.ts'
import { offline } from './offline.ts'
import { outOfOrder } from './out-of-order.ts'

/** What --faults knows, in the order in which they are applied. */
export const faults = {
  offline,
  burst,
  'meter-reset': meterReset,
  'bad-payload': badPayload,
  'clock-drift': clockDrift,
  'clock-dst': clockDst,
  'clock-8h': clock8h,
  'clock-1970': clock1970,
  'clock-seconds': clockSeconds,
  duplicate,
  'out-of-order': outOfOrder,
} satisfies Record<string, Fault>

export type FaultName = keyof typeof faults

/** Share of the devices (0 to 1) that have each fault. */
export type FaultShares = Readonly<Partial<Record<FaultName, number>>>

export const faultNames = Object.keys(faults) as FaultName[]
