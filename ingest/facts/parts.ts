/** Facts as they are read: of a device and place over a window, a local day, a slice. */
import type { FactSums, Facts } from './columns.ts'

/** The facts of a device over the window, as far as it stood at one place. A device that moved has several. */
export interface DevicePart extends FactSums {
  readonly device: string
  readonly kind: string
  readonly facility: string
  readonly town: string
  readonly circles: readonly string[]
}

/** One local day of such a part. */
export interface DayPart {
  readonly part: Pick<DevicePart, 'device' | 'kind' | 'facility' | 'town' | 'circles'>
  /** Start of the local day, ms. */
  readonly day: number
  /** Start of its first slice: the runs begin there, and say every minute from there on (`-` where there is no slice). */
  readonly start: number
  readonly facts: Facts
}

export interface SlicePart {
  readonly part: DayPart['part']
  readonly start: number
  readonly end: number
  readonly facts: Facts
}
