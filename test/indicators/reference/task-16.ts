import { type Counted, inServiceAtEnd, minutes, type Part, parts, placeAtEnd, placeOf, sum, type Window } from './counted.ts'
import { devicesAt, isEffective } from './effective.ts'
import { dayMs } from './local-time.ts'
import type { Slice } from './slices.ts'
import { termAt } from './standing.ts'
import { type Kind, kinds } from './vocabulary.ts'

const of = ({ inside }: Window, wanted: (kind: Kind) => unknown): Part[] => parts(inside.filter(({ kind }) => wanted(kinds[kind] as Kind)))

/** Circles with three of the eleven business types at work. */
export function circlesWithTypes(window: Window): Counted[] {
  const { circles, facilities } = window.statements
  const effective = facilities.filter((facility) => inServiceAtEnd(window, facility) && isEffective(window, facility.id))
  return circles.map(({ id, town }) => {
    const there = effective.filter((facility) => placeAtEnd(window, facility).circles.includes(id))
    const types = new Set(
      there.flatMap(({ id: facility }) => devicesAt(window, facility).flatMap(({ kind }) => kinds[kind]?.businessType ?? [])),
    )
    return { town, circles: [id], numerator: types.size >= 3 ? 1 : 0, denominator: 1 }
  })
}

export const online = (window: Window): Counted[] =>
  of(window, () => true).map((part) => ({
    ...placeOf(part),
    numerator: minutes(part.sums('online')),
    denominator: minutes(part.sums('registered')),
  }))

export const cold = (window: Window): Counted[] =>
  of(window, (kind) => kind.cold).flatMap((part) => {
    const [good, bad, unknown] = ['coldGood', 'coldBad', 'coldUnknown'].map((name) => minutes(part.sums(name))) as [number, number, number]
    if (good + bad + unknown === 0) return []
    const also = { severe: minutes(part.sums('coldSevere')), door: minutes(part.sums('doorOpen')) }
    return [{ ...placeOf(part), numerator: good, denominator: good + bad, known: good + bad, asked: good + bad + unknown, also }]
  })

/** Compartments that can be used for each household, of the last day. */
export function compartments(window: Window): Counted[] {
  const last = window.inside.filter(({ start, kind }) => kinds[kind]?.isLocker && start >= window.to - dayMs)
  return window.statements.facilities.flatMap((facility) => {
    const households = termAt(facility.terms, 'households', window.to - 1)
    const lockers = devicesAt(window, facility.id).filter(({ kind }) => kinds[kind]?.isLocker)
    if (households === undefined || lockers.length === 0) return []
    const usable = sum(lockers.map(({ id }) => usableOf(last.filter((slice) => slice.device === id && slice.facility === facility.id))))
    return [{ ...placeAtEnd(window, facility), facility: facility.id, kind: 'locker', numerator: usable, denominator: households }]
  })
}

function usableOf(slices: readonly Slice[]): number {
  const known = slices.filter(({ facts }) => facts.compartmentsLast !== null)
  if (known.length === 0) return 0
  const least = Math.min(...known.map(({ facts }) => facts.faultyLeast as number))
  return Math.max(0, (known.at(-1)?.facts.compartmentsLast as number) - least)
}

/** The denominator is in compartment-minutes here. */
export const turnover = (window: Window): Counted[] =>
  of(window, (kind) => kind.isLocker)
    .map((part) => ({
      ...placeOf(part),
      numerator: part.sums('uses'),
      denominator: part.sums('compartmentMinutes') - part.sums('faultyMinutes'),
    }))
    .filter(({ denominator }) => denominator > 0)

export const stockOuts = (window: Window): Counted[] =>
  of(window, (kind) => kind.hasLanes).map((part) => ({
    ...placeOf(part),
    numerator: part.sums('emptyLaneMinutes'),
    denominator: part.sums('laneMinutes'),
    known: minutes(part.sums('stockKnown')),
    asked: minutes(part.sums('service')),
  }))

export const stores = (window: Window): Counted[] =>
  of(window, (kind) => kind.isStore).map((part) => {
    const [good, bad] = [minutes(part.sums('good')), minutes(part.sums('bad'))]
    return { ...placeOf(part), numerator: good, denominator: good + bad, known: good + bad, asked: minutes(part.sums('service')) }
  })
