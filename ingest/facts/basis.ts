/** What of register and kind decides about the facts of a device. */
import { createHash } from 'node:crypto'
import { type FacilityKind, milliseconds } from '../../facilities/define.ts'
import type { Offset } from '../../facilities/zone.ts'
import { type Stay, validAt } from '../../register/places.ts'
import type { ColdLimits, Device, Exemption, FacilityTerms, Register, Stated } from '../../register/register.ts'

type Terms = { readonly every?: number; readonly limits?: ColdLimits; readonly channels?: readonly string[] }

/** From `since` on, the first one also before. */
export interface Interval {
  readonly since: number
  readonly everyMs: number
}

export interface DeviceBasis {
  readonly device: string
  readonly kind: FacilityKind
  /** From which time on it counts, as long as it is at a place: the place may have a date of its own. One for each stay. */
  readonly commissioned: readonly number[]
  /** Infinite while it is not retired. */
  readonly retired: number
  readonly stays: readonly Stay[]
  /** Never empty. */
  readonly intervals: readonly Interval[]
  readonly terms: readonly Stated<Terms>[]
  /** Of the facilities it ever stood at. */
  readonly facilityTerms: ReadonlyMap<string, readonly Stated<FacilityTerms>[]>
  readonly exemptions: readonly Exemption[]
  /** Of the site's zone. */
  readonly offset: Offset
}

interface BasisParts {
  readonly register: Register
  readonly device: Device
  readonly kind: FacilityKind
  /** What its births said, ascending; seconds. */
  readonly births: readonly { readonly since: number; readonly seconds: number }[]
  /** Time of its first reading or event; undefined: there is none yet. */
  readonly firstData: number | undefined
  readonly offset: Offset
  /** All of the site, by facility: asking for those of each of ten thousand devices takes seconds. */
  readonly exemptionsAt: (facility: string) => readonly Exemption[]
  /** The facility's own date. */
  readonly commissionedAt: (facility: string) => number | undefined
}

export function basisOf({ register, device, kind, births, firstData, offset, exemptionsAt, commissionedAt }: BasisParts): DeviceBasis {
  const stays = register.stays(device.id)
  const facilities = [...new Set(stays.map(({ place }) => place.facility))]
  const terms = register.deviceTerms(device.id)
  return {
    device: device.id,
    kind,
    commissioned: stays.map(
      ({ place }) => device.commissionedAt ?? commissionedAt(place.facility) ?? Math.min(device.createdAt, firstData ?? device.createdAt),
    ),
    retired: device.retiredAt ?? Number.POSITIVE_INFINITY,
    stays,
    intervals: intervalsOf(terms, births, milliseconds(kind.every)),
    terms,
    facilityTerms: new Map(facilities.map((facility) => [facility, register.facilityTerms(facility)])),
    exemptions: facilities.flatMap(exemptionsAt).filter((exemption) => exemption.device === undefined || exemption.device === device.id),
    offset,
  }
}

/** In service: commissioned and not retired. */
export function isInService({ commissioned, retired, stays }: DeviceBasis, time: number): boolean {
  if (time >= retired) return false
  let index = stays.length - 1
  while (index > 0 && (stays[index] as Stay).since > time) index--
  return time >= (commissioned[index] ?? Number.POSITIVE_INFINITY)
}

/** When it is first in service; infinite: never. */
export function firstInService(basis: DeviceBasis): number {
  const starts = basis.stays.map(({ since }, index) => Math.max(since, basis.commissioned[index] ?? Number.POSITIVE_INFINITY))
  return Math.min(...starts.filter((start) => isInService(basis, start)), Number.POSITIVE_INFINITY)
}

/** An interval below this is taken for this: nobody reports more often, and slots without end are of no use. */
const leastEveryMs = 1_000

function intervalsOf(terms: readonly Stated<Terms>[], births: BasisParts['births'], ofKind: number): Interval[] {
  const times = [...new Set([...terms, ...births].map(({ since }) => since))].sort((one, other) => one - other)
  const at = (since: number): Interval => {
    const seconds = validAt(terms, since)?.terms.every ?? validAt(births, since)?.seconds
    return { since, everyMs: Math.max(leastEveryMs, Math.round(seconds === undefined ? ofKind : seconds * 1_000)) }
  }
  return times.length === 0 ? [at(0)] : times.map(at)
}

export const everyAt = ({ intervals }: DeviceBasis, time: number): number => (validAt(intervals, time) as Interval).everyMs

export const longestEvery = ({ intervals }: DeviceBasis): number => Math.max(...intervals.map(({ everyMs }) => everyMs))

export const placeAt = ({ stays }: DeviceBasis, time: number): Stay['place'] | undefined => validAt(stays, time)?.place

export function facilityTermsAt(basis: DeviceBasis, time: number): FacilityTerms {
  const facility = placeAt(basis, time)?.facility
  const stated = facility === undefined ? undefined : basis.facilityTerms.get(facility)
  return (stated && validAt(stated, time)?.terms) ?? {}
}

export const termsAt = ({ terms }: DeviceBasis, time: number): Terms => validAt(terms, time)?.terms ?? {}

/** Longest time a parcel may stay at any place and time of this device, ms; 0: none was declared, or it keeps no parcels. */
export function longestRetention({ kind, facilityTerms }: DeviceBasis): number {
  if (!kind.roles?.parcels) return 0
  const hours = [...facilityTerms.values()].flat().map(({ terms }) => terms.retentionHours ?? 0)
  return Math.max(0, ...hours) * 3_600_000
}

/** Of all that decides: facts made with another basis are made anew. */
export function digestOfBasis(basis: DeviceBasis, version: string): string {
  const { kind, commissioned, retired, stays, intervals, terms, facilityTerms, exemptions } = basis
  const { service, use, roles, telemetry } = kind
  const what = [version, kind.kind, service, use, roles, Object.keys(telemetry), commissioned, retired, stays, intervals, terms]
  const times = exemptions.map(({ sort, from, to, facility, device }) => [sort, from, to, facility, device])
  const hash = createHash('sha1').update(JSON.stringify([...what, [...facilityTerms], times]))
  return hash.digest('base64url').slice(0, 16)
}
