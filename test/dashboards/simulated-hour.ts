import type { FacilityKind } from '../../facilities/define.ts'
import type { Place, Point } from '../../ingest/store/store.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Noon in Taicang: everything is used. */
export const from = Date.UTC(2026, 8, 30, 4)
export const to = from + hour

export interface SimulatedDevice {
  readonly id: string
  readonly kind: FacilityKind
  readonly place: Place
  readonly points: readonly Point[]
}
