/** What the formulas look at: facts and register of one period, read once for all indicators. */
import type { FacilityKind } from '../../facilities/define.ts'
import type { FactSums, Facts } from '../facts/columns.ts'
import type { Contribution } from './indicator.ts'
import type { Period } from './period.ts'

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

export interface FacilityView {
  readonly id: string
  readonly name: string
  readonly town: string
  readonly circles: readonly string[]
  readonly community?: string
  readonly operator?: string
  readonly households?: number
  readonly functions: readonly string[]
  readonly isPublic: boolean
  readonly retentionHours?: number
  /** WGS-84. */
  readonly latitude?: number
  readonly longitude?: number
}

export interface DeviceView {
  readonly id: string
  readonly kind: string
  readonly vendor?: string
  readonly facility: string
  readonly town: string
  readonly circles: readonly string[]
}

export interface CircleView {
  readonly id: string
  readonly town: string
  readonly isRecognised: boolean
}

export interface CommunityView {
  readonly id: string
  readonly name: string
  readonly town: string
}

/** The register as valid in the window (as of its end, or now while it runs). */
export interface RegisterView {
  readonly version: number
  readonly towns: readonly string[]
  readonly circles: readonly CircleView[]
  readonly communities: readonly CommunityView[]
  /** In service at the end of the window. */
  readonly facilities: readonly FacilityView[]
  readonly devices: readonly DeviceView[]
  /** Facilities suspended during all of [from, to). */
  suspendedThroughout(facility: string, from: number, to: number): boolean
  facility(id: string): FacilityView | undefined
}

export interface DaysOptions {
  readonly lookbackDays?: number
  /** Only so many days at the end of the window. */
  readonly lastDays?: number
  /** Of these devices alone. */
  readonly devices?: ReadonlySet<string>
}

export interface World {
  readonly period: Period
  /** End of what is counted: `period.to`, or how far the facts are. */
  readonly until: number
  readonly kinds: readonly FacilityKind[]
  kind(name: string): FacilityKind | undefined
  readonly register: RegisterView
  readonly parts: readonly DevicePart[]
  /** Day by day, device by device, in order of time; only devices of these kinds. Starts `lookbackDays` before the window. */
  days(kinds: ReadonlySet<string>, options?: DaysOptions): Iterable<DayPart>
  /** Slice by slice, of devices of these kinds (of `devices` alone where given), in order of device and time, beginning within [from, to). */
  slices(kinds: ReadonlySet<string>, from: number, to: number, devices?: ReadonlySet<string>): Iterable<SlicePart>
  /** Devices that were heard in the window without being registered, and registered ones refused for the wrong kind. */
  readonly strangers: readonly { readonly device: string; readonly kind: string; readonly town: string }[]
  readonly mistaken: ReadonlySet<string>
  /** Approved outages that do not count, which touch this device within [from, to). */
  excludedOutage(device: string, from: number, to: number): boolean
  /** Of the formula, as in force for the period or as tried. */
  parameter(indicator: string, name: string): number
  /** 达标线 of an indicator for the city, when one is set. */
  target(indicator: string): number | undefined
  /** Contributions of another indicator of the same world, made once. */
  contributionsOf(indicator: string): readonly Contribution[]
  /** What several indicators need, made once for this world. */
  once<Result>(name: string, make: () => Result): Result
}
