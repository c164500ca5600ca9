/** What counts in an indicator, one line for each device and place, facility, episode or circle. */
import type { Heard } from './heard.ts'
import type { Facts, Range, Slice } from './slices.ts'
import { holdsAt } from './standing.ts'
import type { FacilityStatements, Statements } from './statements.ts'

export interface Counted {
  readonly town: string
  readonly circles: readonly string[]
  readonly kind?: string
  readonly facility?: string
  readonly device?: string
  readonly numerator: number
  readonly denominator: number
  /** Of states: known and all that was asked. */
  readonly known?: number
  readonly asked?: number
  /** Further sums: what a variant is made of. */
  readonly also?: Readonly<Record<string, number>>
}

/** A window and all that was counted, also before it. */
export interface Window extends Range {
  readonly statements: Statements
  readonly heard: Heard
  /** Device by device, in order of time. */
  readonly slices: readonly Slice[]
  /** Those within the window. */
  readonly inside: readonly Slice[]
}

export interface Part {
  readonly device: string
  readonly kind: string
  readonly facility: string
  readonly town: string
  readonly circles: readonly string[]
  readonly sums: (name: string) => number
  readonly slices: readonly Slice[]
}

export const placeOf = ({ town, circles, kind, facility, device }: Slice | Part) => ({ town, circles, kind, facility, device })

/** Slices of one device at one place, together. */
export function parts(slices: readonly Slice[]): Part[] {
  const groups = new Map<string, Slice[]>()
  for (const slice of slices) {
    const key = JSON.stringify([slice.device, slice.facility, slice.town, slice.circles])
    groups.set(key, [...(groups.get(key) ?? []), slice])
  }
  return [...groups.values()].map((group) => ({
    ...placeOf(group[0] as Slice),
    slices: group,
    sums: (name) => sumOf(group, name),
  }))
}

export const sumOf = (slices: readonly Slice[], name: keyof Facts): number => slices.reduce((sum, { facts }) => sum + (facts[name] ?? 0), 0)

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

export const minutes = (seconds: number): number => seconds / 60

/** Where a facility is at the end of the window. */
export function placeAtEnd({ to }: Range, facility: FacilityStatements): { readonly town: string; readonly circles: readonly string[] } {
  const { town = '', circles = [] } = holdsAt(facility.places, to - 1) ?? {}
  return { town, circles }
}

export const inServiceAtEnd = (
  { to }: Range,
  { registered, commissioned = registered, retired = to }: { registered: number; commissioned?: number; retired?: number },
): boolean => commissioned < to && retired >= to
