/** A world written by hand: facts are data, so what the formulas make of them can be worked out on paper. */

import type { FacilityKind } from '../../facilities/define.ts'
import { kinds as builtIn } from '../../facilities/kinds.ts'
import { offsetOf } from '../../facilities/zone.ts'
import { type FactSums, type Facts, factColumns } from '../../ingest/facts/columns.ts'
import type { DayPart, SlicePart } from '../../ingest/facts/parts.ts'
import { indicatorOf } from '../../ingest/indicators/definitions.ts'
import { type Period, parsePeriod } from '../../ingest/indicators/period.ts'
import type { CircleView, CommunityView, DeviceView, FacilityView, World } from '../../ingest/indicators/world.ts'

export const shanghai = offsetOf('Asia/Shanghai')
export const november = parsePeriod('2026-11', shanghai) as Period
export const minute = 60_000
export const hour = 3_600_000
export const day = 86_400_000

const nullable = new Set(['clockError', 'faultyLeast', 'compartmentsLast', 'serviceRuns', 'coldRuns', 'stockRuns', 'digest'])
const nothing = Object.fromEntries(Object.keys(factColumns).map((name) => [name, nullable.has(name) ? null : 0])) as unknown as Facts

type Placed = { readonly device: string; readonly at?: string }
export type HandPart = Placed & Partial<FactSums>
/** `n`: days after the start of the window; `from`: the first minute of the day that it speaks of. */
export type HandDay = Placed & Partial<Facts> & { readonly n: number; readonly from?: number }
/** `n`: hours after the start of the window, `minutes` long. */
export type HandSlice = Placed & Partial<Facts> & { readonly n: number; readonly minutes?: number }

export interface Hand {
  readonly period?: Period
  readonly until?: number
  readonly kinds?: readonly FacilityKind[]
  readonly circles?: readonly CircleView[]
  readonly communities?: readonly CommunityView[]
  readonly facilities?: readonly (Partial<FacilityView> & { readonly id: string })[]
  /** kind@facility by id. */
  readonly devices?: Readonly<Record<string, `${string}@${string}`>>
  /** Ids of devices that are no longer in service at the end. */
  readonly retired?: readonly string[]
  readonly parts?: readonly HandPart[]
  readonly days?: readonly HandDay[]
  readonly slices?: readonly HandSlice[]
  readonly strangers?: World['strangers']
  readonly mistaken?: readonly string[]
  readonly suspended?: readonly string[]
  readonly excludedOutages?: readonly { readonly device: string; readonly from: number; readonly to: number }[]
  readonly parameters?: Readonly<Record<string, number>>
  readonly targets?: Readonly<Record<string, number>>
  /** Told with every reading of days. */
  readonly onDays?: (lookbackDays: number, devices: readonly string[] | undefined) => void
}

export function handWorld(hand: Hand): World {
  const period = hand.period ?? november
  const kinds = hand.kinds ?? builtIn
  const facilities = (hand.facilities ?? []).map(facilityOf)
  const facility = (id: string) => facilities.find((one) => one.id === id)
  const placeOf = ({ device, at }: Placed) => {
    const [kind = '', home = ''] = (hand.devices?.[device] ?? '@').split('@')
    const { id = at ?? home, town = '', circles = [] } = facility(at ?? home) ?? {}
    return { device, kind, facility: id, town, circles }
  }
  const devices = Object.keys(hand.devices ?? {}).filter((id) => !hand.retired?.includes(id))
  const memo = new Map<string, unknown>()
  const once = <Result>(name: string, make: () => Result): Result => {
    if (!memo.has(name)) memo.set(name, make())
    return memo.get(name) as Result
  }
  const world: World = {
    period,
    until: hand.until ?? period.to,
    kinds,
    kind: (name) => kinds.find(({ kind }) => kind === name),
    register: {
      version: 1,
      towns: [...new Set(facilities.map(({ town }) => town))],
      circles: hand.circles ?? [],
      communities: hand.communities ?? [],
      facilities,
      devices: devices.map((device) => {
        const { device: id, ...place } = placeOf({ device })
        return { id, ...place } satisfies DeviceView
      }),
      suspendedThroughout: (id) => hand.suspended?.includes(id) === true,
      facility,
    },
    parts: (hand.parts ?? []).map(({ device, at, ...facts }) => ({ ...nothing, ...placeOf({ device, ...(at && { at }) }), ...facts })),
    *days(kindsAsked, { lookbackDays = 0, lastDays = Number.POSITIVE_INFINITY, devices: asked } = {}) {
      hand.onDays?.(lookbackDays, asked && [...asked])
      const days = (hand.days ?? []).map(({ device, at, n, from = 0, ...facts }): DayPart => {
        const start = period.from + n * day
        return { part: placeOf({ device, ...(at && { at }) }), day: start, start: start + from * minute, facts: { ...nothing, ...facts } }
      })
      for (const one of days.sort((a, b) => a.day - b.day)) {
        const isAsked = kindsAsked.has(one.part.kind) && asked?.has(one.part.device) !== false
        const isLast = one.day >= world.until - lastDays * day
        if (isAsked && isLast && one.day >= period.from - lookbackDays * day && one.day < world.until) yield one
      }
    },
    *slices(kindsAsked, from, to, asked) {
      for (const { device, at, n, minutes = 60, ...facts } of hand.slices ?? []) {
        const start = period.from + n * hour
        const slice: SlicePart = {
          part: placeOf({ device, ...(at && { at }) }),
          start,
          end: start + minutes * minute,
          facts: { ...nothing, ...facts },
        }
        if (kindsAsked.has(slice.part.kind) && asked?.has(device) !== false && start >= from && start < to) yield slice
      }
    },
    strangers: hand.strangers ?? [],
    mistaken: new Set(hand.mistaken),
    excludedOutage: (device, from, to) =>
      (hand.excludedOutages ?? []).some((outage) => outage.device === device && outage.from < to && outage.to > from),
    parameter: (indicator, name) => hand.parameters?.[name] ?? indicatorOf(indicator)?.formula.parameters[name]?.value ?? Number.NaN,
    target: (indicator) => hand.targets?.[indicator],
    contributionsOf: (indicator) => once(`contributions ${indicator}`, () => [...(indicatorOf(indicator)?.count?.(world) ?? [])]),
    once,
  }
  return world
}

const facilityOf = ({ id, ...facility }: Partial<FacilityView> & { readonly id: string }): FacilityView => ({
  id,
  name: id,
  town: 'shaxi',
  circles: [],
  functions: [],
  isPublic: true,
  ...facility,
})
