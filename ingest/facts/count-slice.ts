import type { DeviceBasis } from './basis.ts'
import { keepInBounds } from './bounds.ts'
import { countCold } from './cold.ts'
import type { Facts } from './columns.ts'
import type { CountingRules } from './counting-rules.ts'
import { type Draft, newDraft } from './draft.ts'
import { countEvents } from './events.ts'
import { marksIn, secondsOf } from './marks.ts'
import type { Material } from './material.ts'
import { countOnline } from './online.ts'
import { countParcels } from './parcels.ts'
import { type Carry, countReadings } from './readings.ts'
import { countService } from './service.ts'
import { countSlots } from './slots.ts'
import { type Span, type Suspensions, spansOf } from './suspensions.ts'
import { countThings } from './things.ts'

/** A stretch of one place within an hour and a local day. */
export interface Slice {
  readonly start: number
  readonly end: number
}

export interface Counting {
  readonly basis: DeviceBasis
  readonly suspensions: Suspensions
  readonly outages: readonly Span[]
  readonly rules: CountingRules
  /** Marks up to this one are counted, slots and parcels whose time ended by then. A whole minute. */
  readonly now: number
}

/** `material` reaches far enough before and behind (reach.ts). Moves `carry` on to the end of the slice. Pure but for that. */
export function countSlice(
  { basis, suspensions, outages, rules, now }: Counting,
  { start, end }: Slice,
  material: Material,
  carry: Carry,
): Facts {
  const draft: Draft = newDraft()
  const span = { start, end, now }
  const marks = marksIn(basis, span, suspensions, outages)
  draft.registered = secondsOf(marks.registered)
  draft.suspended = secondsOf(marks.suspended)
  draft.service = secondsOf(marks.service)
  countOnline(draft, basis, marks, material.receipts, rules)
  countService(draft, basis, marks, material, rules)
  countCold(draft, basis, marks, material, rules)
  countThings(draft, basis, marks, material, rules)
  countSlots(draft, basis, span, material, suspensions, rules)
  countReadings(draft, basis, span, material, carry, rules)
  countEvents(draft, basis, span, material)
  countParcels(draft, basis, span, material)
  return keepInBounds(draft)
}

export const excludedOutages = (basis: DeviceBasis): Span[] => spansOf(basis, 'excluded-outage')
