import { type Offset, startOfDay } from '../../facilities/zone.ts'
import type { DeviceBasis } from './basis.ts'
import type { Slice } from './count-slice.ts'
import { hourMs } from './counting-rules.ts'
import type { Span } from './suspensions.ts'

/** A local day. */
export interface Day {
  readonly start: number
  readonly end: number
}

export function dayAt(time: number, offset: Offset): Day {
  return { start: startOfDay(time, offset), end: startOfDay(time, offset, 1) }
}

/** The slices of a local day that have begun: hours UTC, cut where the device moved; those in which it is in service at all. */
export function slicesOf(basis: DeviceBasis, { start, end }: Day, now: number): Slice[] {
  const cuts = [start]
  for (let hour = Math.floor(start / hourMs) * hourMs + hourMs; hour < end; hour += hourMs) cuts.push(hour)
  for (const { since } of basis.stays) if (since > start && since < end) cuts.push(since)
  cuts.sort((one, other) => one - other)
  const service = inServiceSpans(basis)
  return cuts
    .map((cut, index) => ({ start: cut, end: cuts[index + 1] ?? end }))
    .filter(
      (slice) => slice.start < slice.end && slice.start <= now && service.some(({ from, to }) => slice.start < to && slice.end > from),
    )
}

function inServiceSpans({ stays, commissioned, retired }: DeviceBasis): Span[] {
  return stays.map(({ since }, index) => ({
    from: Math.max(since, commissioned[index] ?? Number.POSITIVE_INFINITY),
    to: Math.min(stays[index + 1]?.since ?? Number.POSITIVE_INFINITY, retired),
  }))
}
