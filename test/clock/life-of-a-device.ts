import type { ClockRecord, TimeSort } from '../../ingest/clock/clock-record.ts'
import { learn } from '../../ingest/clock/learn.ts'

export const minute = 60_000
export const hour = 60 * minute
export const start = Date.UTC(2026, 2, 1)

/** Taicang. */
export const local = () => 480

/** A message as it arrives: own time in ms, and receipt. */
export interface Arrival {
  readonly ts: number
  readonly at: number
  readonly boot?: string
  readonly sort?: TimeSort
}

/** The network is away; what is measured meanwhile is kept, and sent as fast as this afterwards. */
export interface Outage {
  /** Hours after the start. */
  readonly from: number
  readonly hours: number
  /** Ms between two buffered messages when they are sent. */
  readonly paceMs: number
}

export interface Life {
  readonly hours: number
  readonly everyMs: number
  /** What the clock shows at a time. */
  readonly shows: (real: number) => number
  /** Of message number `index`. */
  readonly delayMs?: (index: number) => number
  readonly outages?: readonly Outage[]
}

/** Everything a device sends, in the order in which it arrives: first in, first out, as devices keep what they could not send. */
export function arrivals({ hours, everyMs, shows, delayMs = () => 200, outages = [] }: Life): Arrival[] {
  const arrived: Arrival[] = []
  let free = start
  for (let index = 0; index * everyMs < hours * hour; index++) {
    const real = start + index * everyMs
    const outage = outages.find(({ from, hours: lasts }) => real >= start + from * hour && real < start + (from + lasts) * hour)
    const earliest = outage ? start + (outage.from + outage.hours) * hour : real
    const waits = free > real
    const lastOutage = outages.findLast(({ from, hours: lasts }) => start + (from + lasts) * hour <= Math.max(free, earliest))
    const at = Math.max(earliest, waits ? free + (lastOutage?.paceMs ?? 1) : 0) + (waits ? 0 : delayMs(index))
    free = Math.max(free, at)
    arrived.push({ ts: Math.floor(shows(real)), at: free })
  }
  return arrived
}

/** What is made of them, and every cause that was named on the way. */
export function diagnosed(messages: readonly Arrival[], clock: ClockRecord = { offsetMs: 0, at: 0, corrected: 0 }) {
  const named: string[] = []
  for (const { ts, at, sort = 'ms', boot } of messages) {
    learn(clock, { at: Math.floor(at), ts, sort, boot }, local)
    if (clock.cause !== undefined && clock.cause !== named.at(-1)) named.push(clock.cause)
  }
  return { clock, named }
}
