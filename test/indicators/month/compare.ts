/** What the product counted against what the reference says, difference by difference in words. */

import type { SlicePart } from '../../../ingest/facts/parts.ts'
import type { FactsReader } from '../../../ingest/facts/reader.ts'
import { definitions } from '../../../ingest/indicators/definitions.ts'
import { evaluate } from '../../../ingest/indicators/evaluate.ts'
import type { Indicator, Outcome } from '../../../ingest/indicators/indicator.ts'
import { formatScope, type Scope } from '../../../ingest/indicators/scope.ts'
import type { World } from '../../../ingest/indicators/world.ts'
import type { Store } from '../../../ingest/store/store.ts'
import type { Counted, Window } from '../reference/counted.ts'
import type { Heard } from '../reference/heard.ts'
import type { Slice } from '../reference/slices.ts'
import type { Statements } from '../reference/statements.ts'
import { type Value, valuesOf } from '../reference/values.ts'
import { kinds } from '../reference/vocabulary.ts'

/** What is stored of each device, reading by reading and event by event. */
export async function differingStored(store: Store, { devices }: Heard): Promise<string[]> {
  const differences: string[] = []
  for (const { statements, readings, events } of devices) {
    const query = { kind: statements.kind, device: statements.id, from: 0, to: Date.UTC(2100, 0, 1), limit: 1_000_000 }
    const stored = (await store.readings(query)).map(({ ts, received, quality, values }) => inWords(ts, received, quality, values))
    const heard = readings.map(({ ts, received, quality, isOfReceipt, values }) =>
      inWords(ts, received, isOfReceipt && quality === 'good' ? 'uncertain' : quality, values),
    )
    const wrong = stored.findIndex((words, index) => words !== heard[index])
    if (wrong >= 0) differences.push(`${statements.id} has ${stored[wrong]} where the reference has ${heard[wrong]}`)
    if (stored.length !== heard.length) differences.push(`${statements.id} has ${stored.length} readings, the reference ${heard.length}`)
    const times = (await store.events(query)).map(({ ts, event }) => `${ts} ${event}`).sort()
    const heardTimes = events.map(({ ts, event }) => `${ts} ${event}`).sort()
    if (times.join() !== heardTimes.join())
      differences.push(`${statements.id} has ${times.length} events, the reference ${heardTimes.length}`)
  }
  return differences
}

const inWords = (ts: number, received: number, quality: string, values: object): string =>
  `${iso(ts)} received ${iso(received)} ${quality} ${JSON.stringify(Object.entries(values).sort())}`

/** Slice by slice. What has nothing to tell may be missing. */
export function differingFacts(reader: FactsReader, reference: Window, { from, to }: { from: number; to: number }): string[] {
  const counted = new Map([...reader.slices(undefined, from, to)].map((slice) => [`${slice.part.device} ${slice.start}`, slice]))
  const differences: string[] = []
  for (const expected of reference.slices.filter(({ start }) => start >= from && start < to)) {
    const key = `${expected.device} ${expected.start}`
    differences.push(...differencesOf(expected, counted.get(key)).map((what) => `${nameOf(expected)}: ${what}`))
    counted.delete(key)
  }
  return [...differences, ...[...counted.values()].map(({ part, start }) => `${part.device} at ${iso(start)}: a slice nobody expects`)]
}

function differencesOf({ end, facility, town, circles, facts, marks, kind }: Slice, counted: SlicePart | undefined): string[] {
  if (!counted) return Object.values(facts).some((fact) => fact !== 0 && fact !== null) ? ['is missing'] : []
  const [place, there] = [counted.part, { end, facility, town, circles: circles.join() }]
  const is = { end: counted.end, facility: place.facility, town: place.town, circles: place.circles.join() }
  const wrong = Object.keys(there).filter((name) => there[name as 'end'] !== is[name as 'end'])
  const wrongFacts = Object.keys(facts).filter((name) => facts[name] !== counted.facts[name as keyof typeof counted.facts])
  const letters = marks
    .map((mark) => (mark.isSuspended ? 'S' : !mark.isRegistered ? '-' : (mark.service ?? '?')[0]?.toUpperCase()))
    .join('')
  const runs = [...(counted.facts.serviceRuns ?? '').matchAll(/(\D)(\d+)/g)]
    .map(([, word = '', times]) => word.repeat(Number(times)))
    .join('')
  return [
    ...wrong.map((name) => `${name} is ${is[name as 'end']}, the reference says ${there[name as 'end']}`),
    ...wrongFacts.map((name) => `${name} is ${counted.facts[name as 'registered']}, the reference says ${facts[name]}`),
    ...(kinds[kind]?.service.length === 0 || runs === letters ? [] : [`service is ${runs}, the reference says ${letters}`]),
  ]
}

/** Every indicator that can be counted, for every scope. */
export function differingValues(world: World, reference: Window): string[] {
  const expectedOf = valuesOf(reference)
  const scopes = scopesOf(reference.statements)
  return definitions
    .filter(({ count }) => count)
    .flatMap((indicator) => {
      const outcomes = evaluate(indicator, world, scopes)
      return scopes.flatMap((scope) => {
        const id = formatScope(scope)
        const outcome = outcomes.get(id)
        if (!outcome) return [`${indicator.id} of ${id} has no value`]
        const expected = expectedOf(indicator.id, scope)
        return wrongIn(indicator, outcome, expected).map((what) => `${indicator.id} of ${id}: ${what}`)
      })
    })
}

export function scopesOf({ towns, circles, facilities }: Statements): readonly Scope[] {
  const all = Object.keys(kinds)
  return [
    {},
    ...towns.flatMap((town) => [{ town }, ...all.map((kind) => ({ town, kind }))]),
    ...circles.flatMap(({ id: circle }) => [{ circle }, ...all.map((kind) => ({ circle, kind }))]),
    ...all.map((kind) => ({ kind })),
    ...facilities.map(({ id: facility }) => ({ facility })),
  ]
}

function wrongIn({ id }: Indicator, outcome: Outcome, expected: Value): string[] {
  const variants = Object.fromEntries(outcome.variants.map((variant) => [variant.id, variant.value]))
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['value', outcome.value, expected.value],
    ['numerator', outcome.numerator, expected.numerator],
    ['denominator', outcome.denominator, expected.denominator],
    ['coverage', outcome.coverage, expected.coverage],
    ['floor', outcome.floor, expected.floor],
    ...Object.entries(expected.variants).map(([name, value]) => [name, variants[name], value] as const),
    ['devices', outcome.devices, countOf(expected.counted, 'device')],
    // Circles and communities are counted themselves there, and have no facilities of their own.
    ...(['12-2', '16-1', '17-5'].includes(id) ? [] : [['facilities', outcome.facilities, countOf(expected.counted, 'facility')] as const]),
  ]
  return pairs.filter(([, is, should]) => is !== should).map(([name, is, should]) => `${name} is ${is}, the reference says ${should}`)
}

const countOf = (counted: readonly Counted[], name: 'device' | 'facility'): number =>
  new Set(counted.filter(({ denominator }) => denominator > 0).flatMap((one) => one[name] ?? [])).size

const nameOf = ({ device, start }: Slice): string => `${device} at ${iso(start)}`
const iso = (time: number): string => new Date(time).toISOString()
