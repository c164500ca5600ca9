import type { FacilityKind } from '../../../facilities/define.ts'
import { type Accumulator, bucketWidth, lastOfEach, type SeriesPoint } from '../buckets.ts'
import { baselineReachMs, increaseOfEach } from '../increase.ts'
import type { Series, SeriesFunction, SeriesQuery } from '../store.ts'
import { type DayFile, tableOf } from './day-file.ts'
import { type DayFiles, dayMs } from './day-files.ts'

/** A field as SQL; numbers only unless the function takes anything. */
type Expression = (file: DayFile, field: string) => string | undefined

/** A bucket may lie in several files: `add` joins the parts that each file's SQL gives. */
interface Aggregate {
  readonly sql: string
  add(one: number, other: number): number
  value(part: number, count: number): number
}

const plus = (one: number, other: number): number => one + other
const aggregates: Readonly<Record<Exclude<SeriesFunction, 'last' | 'increase'>, Aggregate>> = {
  mean: { sql: 'sum', add: plus, value: (sum, count) => sum / count },
  sum: { sql: 'sum', add: plus, value: (sum) => sum },
  count: { sql: 'count', add: plus, value: (_, count) => count },
  min: { sql: 'min', add: Math.min, value: (least) => least },
  max: { sql: 'max', add: Math.max, value: (most) => most },
}

export function seriesOf(files: DayFiles, query: SeriesQuery, kind: FacilityKind): Series {
  const source = query.event === undefined ? readingSource(query, kind) : eventSource(query, query.event)
  if (query.fn === 'last') return streamed(files, query, source, () => lastOfEach(query))
  if (query.fn === 'increase')
    return streamed(files, query, source, (field) => increaseOfEach(query, lastBefore(files, query, source, field)))
  return aggregated(files, query, source, aggregates[query.fn])
}

interface Source {
  /** FROM and WHERE up to the device; undefined when the file has nothing of it. */
  from(file: DayFile): string | undefined
  readonly expression: Expression
}

function readingSource(query: SeriesQuery, kind: FacilityKind): Source {
  const takesText = query.fn === 'last' || query.fn === 'count'
  return {
    from: (file) => (file.columnsOf(kind) ? `FROM ${tableOf(kind.kind)} WHERE quality < 2` : undefined),
    expression(file, field) {
      const column = file.columnsOf(kind)?.find((candidate) => candidate.field === field)
      return column && (takesText || column.type === 'REAL') ? column.name : undefined
    },
  }
}

function eventSource(query: SeriesQuery, event: string): Source {
  const takesText = query.fn === 'last' || query.fn === 'count'
  return {
    from: () => `FROM event WHERE quality < 2 AND event = '${event.replaceAll("'", "''")}'`,
    expression(_, field) {
      if (!/^\w+$/.test(field)) return undefined
      const value = `fields ->> '$."${field}"'`
      return takesText ? value : `CASE WHEN json_type(fields, '$."${field}"') IN ('integer', 'real') THEN ${value} END`
    },
  }
}

function aggregated(files: DayFiles, query: SeriesQuery, source: Source, { sql, add, value }: Aggregate): Series {
  const parts = query.fields.map(() => new Map<number, [part: number, count: number]>())
  const width = bucketWidth(query)
  for (const { rows } of rowsOf(files, query, source, (expressions) => ({
    // The parameters of node:sqlite are floating, and a bucket is a whole number.
    select: [
      '(ts - CAST(:from AS INTEGER)) / CAST(:width AS INTEGER)',
      ...expressions.flatMap((field) => [`${sql}(${field})`, `count(${field})`]),
    ],
    end: 'GROUP BY 1 ORDER BY 1',
    parameters: { width },
  }))) {
    for (const [bucket, ...values] of rows) addPart(parts, bucket as number, values as number[], add)
  }
  const points = (part: Map<number, [number, number]>) =>
    [...part].map(([bucket, [sum, count]]) => ({ ts: query.from + bucket * width, value: value(sum, count) }))
  return Object.fromEntries(query.fields.map((field, index) => [field, points(parts[index] ?? new Map())]))
}

function addPart(parts: Map<number, [number, number]>[], bucket: number, values: number[], add: Aggregate['add']): void {
  for (const [index, part] of parts.entries()) {
    const [value, count] = [values[2 * index] ?? 0, values[2 * index + 1] ?? 0]
    if (count === 0) continue
    const known = part.get(bucket)
    part.set(bucket, known ? [add(known[0], value), known[1] + count] : [value, count])
  }
}

function streamed(files: DayFiles, query: SeriesQuery, source: Source, make: (field: string) => Accumulator): Series {
  const accumulators = query.fields.map(make)
  for (const { rows } of rowsOf(files, query, source, (expressions) => ({ select: ['ts', ...expressions], end: 'ORDER BY ts, n' }))) {
    for (const [ts, ...values] of rows) {
      for (const [index, accumulator] of accumulators.entries()) {
        const value = values[index]
        if (value !== null) accumulator.add(ts as number, value as number | string)
      }
    }
  }
  return Object.fromEntries(query.fields.map((field, index): [string, SeriesPoint[]] => [field, accumulators[index]?.points() ?? []]))
}

interface Statement {
  readonly select: readonly string[]
  readonly end: string
  readonly parameters?: Record<string, number>
}

/** What each file of the range answers, oldest first. A field that a file does not have is NULL there. */
function* rowsOf(
  files: DayFiles,
  query: SeriesQuery,
  source: Source,
  statement: (expressions: string[]) => Statement,
): Generator<{ rows: Iterable<unknown[]> }> {
  for (const day of files.days(Math.floor(query.from / dayMs), Math.floor((query.to - 1) / dayMs))) {
    const file = files.file(day)
    const device = file.deviceNumber(query.kind, query.device)
    const from = device === undefined ? undefined : source.from(file)
    if (device === undefined || from === undefined) continue
    const { select, end, parameters } = statement(query.fields.map((field) => source.expression(file, field) ?? 'NULL'))
    const prepared = file.prepare(`SELECT ${select.join(', ')} ${from} AND device = :device AND ts >= :from AND ts < :to ${end}`)
    prepared.setReturnArrays(true)
    yield { rows: prepared.iterate({ device, from: query.from, to: query.to, ...parameters }) as Iterable<unknown> as Iterable<unknown[]> }
  }
}

/** The last value of a field before the range that is not bad. */
function lastBefore(files: DayFiles, query: SeriesQuery, source: Source, field: string): number | undefined {
  const known = query.before?.[field]
  const earliest = known?.since ?? Math.max(0, query.from - baselineReachMs)
  if (earliest >= query.from) return known?.value
  for (const day of files.days(Math.floor(earliest / dayMs), Math.floor(query.from / dayMs)).reverse()) {
    const file = files.file(day)
    const device = file.deviceNumber(query.kind, query.device)
    const [from, expression] = [source.from(file), source.expression(file, field)]
    if (device === undefined || from === undefined || expression === undefined) continue
    const newest = `SELECT ${expression} AS value ${from} AND device = ? AND ts >= ? AND ts < ? AND ${expression} IS NOT NULL ORDER BY ts DESC, n DESC LIMIT 1`
    const row = file.prepare(newest).get(device, earliest, query.from)
    if (row) return row.value as number
  }
  return known?.value
}
