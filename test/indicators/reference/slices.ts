/** What the reference counts for a device in a slice of time; docs/indicators.md in the plainest words. */
import { countEvents, countParcels, countReadings, countSlots } from './counts.ts'
import type { HeardDevice } from './heard.ts'
import { hourMs, startOfDay } from './local-time.ts'
import { countMarks, type Mark, marksOf } from './marks.ts'
import { isInServiceWithin, placeAt, type Standing, standing } from './standing.ts'
import type { Statements } from './statements.ts'

export type Facts = Record<string, number | null>

export interface Slice {
  readonly device: string
  readonly kind: string
  readonly facility: string
  readonly town: string
  readonly circles: readonly string[]
  readonly start: number
  readonly end: number
  readonly facts: Facts
  /** Minute by minute. */
  readonly marks: readonly Mark[]
}

export interface Range {
  readonly from: number
  readonly to: number
}

export function slicesOf(device: HeardDevice, statements: Statements, range: Range): Slice[] {
  const of = standing(device, statements, range)
  const marks = marksOf(of)
  return boundaries(of, range)
    .filter(([start, end]) => isInServiceWithin(of, start, end))
    .map(([start, end]) => slice(of, marks(start, end), start, end))
}

/** Hours, moves of the device and of its facility, and local midnights. */
function boundaries(of: Standing, { from, to }: Range): [number, number][] {
  const { stays } = of.device.statements
  const cuts = new Set<number>([from, to])
  for (let hour = from; hour < to; hour += hourMs) cuts.add(hour).add(startOfDay(hour))
  for (const { since } of [...stays, ...of.statements.facilities.flatMap(({ places }) => places)]) {
    const [before, after] = [placeAt(of, since - 1), placeAt(of, since)]
    if (JSON.stringify(before) !== JSON.stringify(after)) cuts.add(since)
  }
  const sorted = [...cuts].filter((cut) => cut >= from && cut <= to).sort((one, other) => one - other)
  return sorted.slice(1).map((end, index) => [sorted[index] as number, end])
}

function slice(of: Standing, marks: readonly Mark[], start: number, end: number): Slice {
  const facts: Facts = {}
  countMarks(marks, facts)
  countSlots(of, start, end, facts)
  countReadings(of, start, end, facts)
  countEvents(of, start, end, facts)
  countParcels(of, start, end, facts)
  const { id, kind } = of.device.statements
  return { device: id, kind, ...placeAt(of, start), start, end, facts, marks }
}
