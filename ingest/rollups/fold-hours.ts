// What becomes of the rows of a device in each hour. Pure; one pass over the rows.
import type { FacilityKind } from '../../facilities/define.ts'
import { readingsName, secondsName } from '../store/rollup-names.ts'
import type { StoredRow } from '../store/store.ts'
import { type Grid, hourMs } from './grid.ts'

export type Values = Record<string, number | string>

/** Where in a row the values begin, and how it says that it is bad. */
const firstValue = 5
const bad = 2

export interface HoursParts {
  readonly kind: FacilityKind
  readonly grid: Pick<Grid, 'hour'>
  /** Whole hours. Rows before `from` say what held then and from where the first step of a total is taken. */
  readonly from: number
  readonly to: number
  /** How long a word holds at most, when it was said at that time. */
  readonly holdsMs: (time: number) => number
  /** Of each total the value before the rows, by field. */
  readonly before: ReadonlyMap<string, number>
}

export interface FoldedHours {
  readonly hours: ReadonlyMap<number, Values>
  /** Of each total the last value there is up to the end. */
  readonly last: ReadonlyMap<string, number>
}

interface NumberSums {
  sum: number
  count: number
  min: number
  max: number
  last: number
  increase: number | undefined
}

interface Said {
  word: string
  since: number
}

interface Hour {
  readings: number
  readonly numbers: Map<string, NumberSums>
  readonly words: Map<string, { last: string; count: number }>
  /** ms by the name of the value */
  readonly held: Map<string, number>
}

/** `rows`: ascending, with values in the order of the kind's fields. */
export function foldHours(rows: Iterable<StoredRow>, parts: HoursParts): FoldedHours {
  const { kind, from, to, grid } = parts
  const fields = Object.entries(kind.telemetry).map(([field, { type }]) => ({ field, type }))
  const hours = new Map<number, Hour>()
  const last = new Map(parts.before)
  const said = new Map<string, Said>()
  const hourAt = (start: number): Hour => {
    const known = hours.get(start) ?? { readings: 0, numbers: new Map(), words: new Map(), held: new Map() }
    hours.set(start, known)
    return known
  }

  for (const row of rows) {
    const ts = row[0]
    if (row[3] === bad || ts >= to) continue
    const hour = ts < from ? undefined : hourAt(grid.hour(ts))
    if (hour) hour.readings++
    for (let index = 0; index < fields.length; index++) {
      const value = row[firstValue + index]
      if (value === null || value === undefined) continue
      const { field, type } = fields[index] as { field: string; type: string }
      if (type === 'state') say(field, String(value), ts, hour)
      else if (typeof value === 'number') addNumber(hour, field, value, type === 'total' ? last : undefined)
    }
  }
  for (const [field, before] of said) hold(field, before, to)
  return { hours: new Map([...hours].sort(([one], [other]) => one - other).map(([start, hour]) => [start, valuesOf(hour)])), last }

  function say(field: string, word: string, ts: number, hour: Hour | undefined): void {
    const before = said.get(field)
    if (before) hold(field, before, ts)
    said.set(field, { word, since: ts })
    if (!hour) return
    const words = hour.words.get(field)
    if (words) Object.assign(words, { last: word, count: words.count + 1 })
    else hour.words.set(field, { last: word, count: 1 })
  }

  function hold(field: string, { word, since }: Said, until: number): void {
    const name = secondsName(field, word)
    const end = Math.min(until, since + parts.holdsMs(since), to)
    for (let at = Math.max(since, from); at < end; ) {
      const start = grid.hour(at)
      const part = Math.min(end, start + hourMs)
      const { held } = hourAt(start)
      held.set(name, (held.get(name) ?? 0) + part - at)
      at = part
    }
  }
}

/** A drop is a reset: the step is the new value. */
function addNumber(hour: Hour | undefined, field: string, value: number, totals: Map<string, number> | undefined): void {
  const previous = totals?.get(field)
  totals?.set(field, value)
  if (!hour) return
  const step = previous === undefined ? undefined : value < previous ? value : value - previous
  const known = hour.numbers.get(field)
  if (!known) {
    hour.numbers.set(field, { sum: value, count: 1, min: value, max: value, last: value, increase: step })
    return
  }
  known.sum += value
  known.count++
  known.min = Math.min(known.min, value)
  known.max = Math.max(known.max, value)
  known.last = value
  if (step !== undefined) known.increase = (known.increase ?? 0) + step
}

function valuesOf({ readings, numbers, words, held }: Hour): Values {
  const values: Values = { [readingsName]: readings }
  for (const [field, { sum, count, min, max, last, increase }] of numbers) {
    // A sum beyond what a number holds has no mean.
    const mean = sum / count
    Object.assign(values, {
      ...(Number.isFinite(mean) && { [`${field}_mean`]: mean }),
      [`${field}_min`]: min,
      [`${field}_max`]: max,
      [`${field}_last`]: last,
      [`${field}_count`]: count,
    })
    if (increase !== undefined && Number.isFinite(increase)) values[`${field}_increase`] = increase
  }
  for (const [field, { last, count }] of words) Object.assign(values, { [`${field}_last`]: last, [`${field}_count`]: count })
  for (const [name, ms] of held) values[name] = ms / 1_000
  return values
}
