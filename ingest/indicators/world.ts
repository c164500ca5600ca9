/** What the formulas look at: facts and register of one period, read once for all indicators. */
import type { FacilityKind } from '../../facilities/define.ts'
import type { DayPart, DevicePart, SlicePart } from '../facts/parts.ts'
import type { Contribution } from './indicator.ts'
import type { Period } from './period.ts'

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
