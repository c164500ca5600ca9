import type { ClockRecord } from '../clock/clock-record.ts'
import type { DeviceStateName } from '../pipeline/live.ts'
import type { Quality } from '../store/store.ts'

export interface LatestValue {
  value: number | string | boolean
  ts: number
  quality: Quality
}

export interface UnknownField {
  count: number
  first: number
  last: number
  suggestion?: string
}

/** What is known of a device now; kept in ingest.sqlite, table `device` (state, since and cause as columns, the rest as JSON). */
export interface DeviceRecord {
  state: DeviceStateName
  /** ms since 1970 UTC, like every time here. */
  since: number
  /** A code of stateCauses. */
  cause: string
  /** null: the gateway has restarted since, and the device has not been back. */
  connected: boolean | null
  address?: string
  boot?: string
  /** The first boot that numbered its messages; never forgotten, because its readings lie where it put them. */
  firstBoot?: string
  /** Boots before the present one, the latest last: a will that carries one of them comes too late. */
  formerBoots: string[]
  latest: Record<string, LatestValue>
  /** Latest own time of a message, and latest receipt. */
  lastTs: number
  lastReceived: number
  /** Highest own time seen in messages without a sequence number: what is later cannot be a repeat. */
  highestTs: number
  birth?: Readonly<Record<string, unknown>>
  /** Undefined: it has not sent a time yet. */
  clock?: ClockRecord
  /** Of messages that carry no boot. */
  lastSeq?: number
  /** Why the gateway last closed a connection of this device. */
  refusal?: { at: number; code: string; message: { zh: string; en: string } }
  /** Sequence numbers that have not come yet. */
  seqGaps: number
  unknown: Record<string, UnknownField>
}

export const newRecord = (): DeviceRecord => ({
  state: 'unknown',
  since: 0,
  cause: 'never-heard',
  connected: null,
  formerBoots: [],
  latest: {},
  lastTs: 0,
  lastReceived: 0,
  highestTs: 0,
  seqGaps: 0,
  unknown: {},
})
