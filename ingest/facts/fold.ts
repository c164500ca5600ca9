/** Slices become days, and days the parts of a period, column by column as columns.ts says. */

import type { FactNumber, Facts } from './columns.ts'
import { factColumns } from './columns.ts'
import { factNames } from './database.ts'
import { digestOf } from './digest.ts'
import { concatenate } from './runs.ts'

/** The facts of a slice or day in the order of the columns. */
export type FactRow = (number | string | null)[]

type Folded = 'sum' | 'least' | 'last' | 'runs' | 'digest'
const foldOf = factNames.map((name) => factColumns[name].fold as Folded)
const at = (...folds: Folded[]): number[] => foldOf.flatMap((fold, index) => (folds.includes(fold) ? [index] : []))
const sums = at('sum')
const least = at('least')
const last = at('last')
const runs = at('runs')
const digests = at('digest')

/** The texts are left out: periods have no runs. */
export const emptyNumbers = (): FactRow => foldOf.map((fold) => (fold === 'sum' ? 0 : null))

/** Takes the next row in order of time. `from`: where in the row the facts begin. */
export function addNumbers(into: FactRow, row: FactRow, from = 0): void {
  for (const index of sums) into[index] = (into[index] as number) + (row[from + index] as number)
  for (const index of least) {
    const value = row[from + index] as number | null
    if (value !== null && (into[index] === null || value < (into[index] as number))) into[index] = value
  }
  for (const index of last) if (row[from + index] !== null) into[index] = row[from + index] as number
}

interface Timed {
  readonly start: number
  readonly end: number
  readonly facts: FactRow
}

/** All of it, of slices in order of time. The runs say every minute from the first slice on: `-` where the device was elsewhere in between. */
export function fold(slices: readonly Timed[]): FactRow {
  const into = emptyNumbers()
  for (const { facts } of slices) addNumbers(into, facts)
  for (const index of runs) into[index] = concatenate(withGaps(slices, index))
  for (const index of digests) into[index] = digestOf(slices.map(({ facts }) => facts[index] as string | null))
  return into
}

function withGaps(slices: readonly Timed[], index: number): (string | null)[] {
  return slices.flatMap(({ start, facts }, at) => {
    const before = slices[at - 1]
    const text = facts[index] as string | null
    const missing = before ? marksIn(before.end, start) : 0
    return missing === 0 || text === null ? [text] : [text.includes('x') ? `-x${missing}` : `-${missing}`, text]
  })
}

const marksIn = (from: number, to: number): number => Math.ceil(to / 60_000) - Math.ceil(from / 60_000)

export function factsOf(row: FactRow, from = 0): Facts {
  const facts: Record<string, number | string | null> = {}
  for (const [index, name] of factNames.entries()) facts[name] = row[from + index] as number | string | null
  return facts as unknown as Facts
}

const numberNames = factNames.filter((name) => factColumns[name].unit !== 'text')

/** The numbers alone. */
export function sumsOf(row: FactRow): Record<FactNumber, number | null> {
  const facts: Record<string, number | null> = {}
  for (const name of numberNames) facts[name] = row[factNames.indexOf(name)] as number | null
  return facts
}
