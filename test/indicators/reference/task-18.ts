import { type Counted, type Part, parts, placeAtEnd, placeOf, sumOf, type Window } from './counted.ts'
import { inServiceDays } from './effective.ts'
import { dayMs } from './local-time.ts'
import type { Slice } from './slices.ts'
import { devicesIn } from './task-12.ts'
import { type Kind, kinds } from './vocabulary.ts'

const of = ({ inside }: Window, wanted: (kind: Kind) => unknown): Part[] => parts(inside.filter(({ kind }) => wanted(kinds[kind] as Kind)))

export const traced = (window: Window): Counted[] =>
  of(window, (kind) => kind.sells).map((part) => ({
    ...placeOf(part),
    numerator: part.sums('tracedLines'),
    denominator: part.sums('saleLines'),
    also: { amount: part.sums('tracedFen'), amounts: part.sums('saleFen') },
  }))

/** Each lane that runs empty is an episode; the one that was empty longest is filled first. */
export const restocked = (window: Window): Counted[] =>
  devicesIn(window)
    .filter(([slice]) => slice && kinds[slice.kind]?.hasLanes)
    .flatMap((slices) => stockOutsOf(slices, window))

function stockOutsOf(slices: readonly Slice[], { from, to }: Window): Counted[] {
  const found: { readonly begun: number; ended?: number }[] = []
  /** Empty now, the oldest first. */
  const open: (typeof found)[number][] = []
  for (const slice of slices) {
    for (const { time, isRegistered, lanes } of slice.marks) {
      if (!isRegistered || !lanes) continue
      const [, empty] = lanes
      while (open.length > empty) {
        const one = open.shift()
        if (one) one.ended = time
      }
      while (open.length < empty) {
        const one = { begun: time }
        open.push(one)
        found.push(one)
      }
    }
  }
  return found
    .filter(({ begun }) => begun + dayMs >= from && begun + dayMs < to)
    .map(({ begun, ended }) => ({
      ...placeOf(slices.findLast(({ start }) => start <= begun + dayMs) as Slice),
      numerator: ended !== undefined && ended - begun <= dayMs ? 1 : 0,
      denominator: 1,
    }))
}

export const stockAccuracy = (window: Window): Counted[] =>
  of(window, (kind) => kind.counts).map((part) => ({
    ...placeOf(part),
    numerator: part.sums('countDifference'),
    denominator: part.sums('countBook'),
  }))

export const overdue = (window: Window): Counted[] =>
  of(window, (kind) => kind.isLocker).map((part) => ({
    ...placeOf(part),
    numerator: part.sums('parcelsOverdue'),
    denominator: part.sums('parcelsDue'),
  }))

/** Facilities used on a day in service less than a fifth as much as the median one of their kind in the city. */
export function lowUse(window: Window): Counted[] {
  const { inside, statements } = window
  const groups = new Map<string, Slice[]>()
  for (const slice of inside.filter(({ kind }) => kinds[kind]?.use)) {
    const key = `${slice.kind} ${slice.facility}`
    groups.set(key, [...(groups.get(key) ?? []), slice])
  }
  const sites = [...groups.values()]
    .map((slices) => ({ slices, days: inServiceDays(slices).length, uses: sumOf(slices, 'uses') }))
    .filter(({ days }) => days >= 28)
  return sites.map(({ slices, days, uses }) => {
    const { kind, facility } = slices[0] as Slice
    const there = statements.facilities.find(({ id }) => id === facility)
    const all = sites.filter((site) => site.slices[0]?.kind === kind).map((site) => site.uses / site.days)
    const isLow = (100 * uses) / days < 20 * median(all)
    return { kind, facility, ...(there ? placeAtEnd(window, there) : { town: '', circles: [] }), numerator: isLow ? 1 : 0, denominator: 1 }
  })
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return ((low as number) + (high as number)) / 2
}
