// What was seen of one field.
import type { Sample } from './samples.ts'

export interface Column {
  readonly path: string
  /** Samples of the same sort that could have had it. */
  readonly of: number
  /** Those that had it, null not counted. */
  readonly count: number
  readonly nulls: number
  /** Numbers, and texts that are numbers; in the order in which they came, by device. */
  readonly series: ReadonlyMap<string, readonly number[]>
  readonly numbers: readonly number[]
  /** Numbers that came as text. */
  readonly numberTexts: number
  readonly booleans: number
  readonly texts: readonly string[]
  /** Lists, and objects that lie too deep. */
  readonly others: readonly unknown[]
  /** As the device writes them, with how often; none beyond `mostDistinct`. */
  readonly distinct: ReadonlyMap<string, number>
  /** Two neighbours of one device that differ. */
  readonly changes: number
}

const mostDistinct = 60
const numberText = /^[+-]?\d{1,15}(\.\d{1,12})?$/

/** One column for each path, in the order in which paths were first seen. */
export function columnsOf(samples: readonly Sample[]): Column[] {
  const paths = new Set(samples.flatMap(({ fields }) => [...fields.keys()]))
  return [...paths].map((path) => columnOf(path, samples))
}

function columnOf(path: string, samples: readonly Sample[]): Column {
  const seen = { series: new Map<string, number[]>(), numbers: [] as number[], texts: [] as string[], others: [] as unknown[] }
  const distinct = new Map<string, number>()
  const lastOf = new Map<string, unknown>()
  let [count, nulls, booleans, numberTexts, changes] = [0, 0, 0, 0, 0]
  for (const { source, fields } of samples) {
    const value = fields.get(path)
    if (value === undefined) continue
    if (value === null) {
      nulls++
      continue
    }
    count++
    const number = numberOf(value)
    if (number !== undefined) {
      seen.numbers.push(number)
      const one = seen.series.get(source) ?? []
      one.push(number)
      seen.series.set(source, one)
      if (typeof value === 'string') numberTexts++
    } else if (typeof value === 'string') seen.texts.push(value)
    else if (typeof value === 'boolean') booleans++
    else seen.others.push(value)
    // Once there are so many, how often each comes is nobody's question.
    if (distinct.size < mostDistinct) {
      const shown = typeof value === 'object' ? 'object' : String(value)
      distinct.set(shown, (distinct.get(shown) ?? 0) + 1)
    }
    if (lastOf.has(source) && lastOf.get(source) !== value) changes++
    lastOf.set(source, value)
  }
  return { path, of: samples.length, count, nulls, booleans, numberTexts, distinct, changes, ...seen }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && numberText.test(value.trim()) && !/^[+-]?0\d/.test(value.trim()) ? Number(value) : undefined
}

export const isFewWords = ({ distinct, count }: Column): boolean =>
  distinct.size <= 12 && (distinct.size <= 2 || count >= distinct.size * 3)

/** How the numbers of each device go on: up, down, or not at all. */
export function stepsOf({ series }: Pick<Column, 'series'>): { rises: number; falls: number; meanStep: number } {
  const steps = [...series.values()].flatMap((numbers) => numbers.slice(1).map((number, index) => number - (numbers[index] ?? number)))
  const meanStep = steps.length === 0 ? 0 : steps.reduce((sum, step) => sum + Math.abs(step), 0) / steps.length
  return { rises: steps.filter((step) => step > 0).length, falls: steps.filter((step) => step < 0).length, meanStep }
}

export const lowest = (numbers: readonly number[]): number =>
  numbers.reduce((low, number) => Math.min(low, number), Number.POSITIVE_INFINITY)
export const highest = (numbers: readonly number[]): number =>
  numbers.reduce((high, number) => Math.max(high, number), Number.NEGATIVE_INFINITY)

const mostDigits = 4

/** Digits after the point; more than four are noise. */
export function digitsOf(numbers: readonly number[]): number {
  let most = 0
  for (const number of numbers) {
    if (most === mostDigits) return most
    const [, fraction = ''] = /\.(\d+)$/.exec(String(number)) ?? []
    most = Math.min(mostDigits, Math.max(most, fraction.length))
  }
  return most
}
