import { type DeviceBasis, facilityTermsAt, isInService } from './basis.ts'
import { hourMs } from './counting-rules.ts'
import type { Draft } from './draft.ts'
import type { Material } from './material.ts'

/** Parcels whose time ends in the slice and not after `now`, and those of them that nobody has fetched by then. */
export function countParcels(
  draft: Draft,
  basis: DeviceBasis,
  { start, end, now }: { readonly start: number; readonly end: number; readonly now: number },
  { events }: Material,
): void {
  const { parcels } = basis.kind.roles ?? {}
  if (!parcels) return
  for (const { event, ts, values } of events) {
    if (event !== parcels.deposit || ts >= end || !isInService(basis, ts)) continue
    const hours = facilityTermsAt(basis, ts).retentionHours
    const due = hours === undefined ? Number.NaN : ts + hours * hourMs
    if (!(due >= start && due < end && due <= now)) continue
    draft.parcelsDue++
    const parcel = values[parcels.parcel]
    const isFetched = events.some(
      (other) => other.event === parcels.pickup && other.ts >= ts && other.ts <= due && other.values[parcels.parcel] === parcel,
    )
    if (!isFetched) draft.parcelsOverdue++
  }
}
