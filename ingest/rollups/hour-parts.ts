import { bucketWidth, type SeriesPoint } from '../store/buckets.ts'
import type { Series, SeriesFunction, SeriesQuery, StoredRollup } from '../store/store.ts'

interface Part {
  value: number | string
  weight: number
  /** Of the hour that was added last, for `last`. */
  at: number
}

type Join = (part: Part, value: number, weight: number) => number

const plus: Join = ({ value }, more) => Number(value) + more
const joins: Readonly<Record<Exclude<SeriesFunction, 'last'>, Join>> = {
  // Kept as a sum until the end.
  mean: ({ value }, more, weight) => Number(value) + more * weight,
  sum: plus,
  count: plus,
  increase: plus,
  min: ({ value }, other) => Math.min(Number(value), other),
  max: ({ value }, other) => Math.max(Number(value), other),
}

/** Hours put together to the buckets of a query, whether they come from rollups or readings, in whatever order. */
export class HourParts {
  private readonly query: SeriesQuery
  private readonly width: number
  private readonly fields: ReadonlyMap<string, Map<number, Part>>

  constructor(query: SeriesQuery) {
    this.query = query
    this.width = bucketWidth(query)
    this.fields = new Map(query.fields.map((field) => [field, new Map()]))
  }

  addRollup({ start, values }: StoredRollup): void {
    const { fn } = this.query
    for (const field of this.query.fields) {
      const weight = Number(values[`${field}_count`] ?? 0)
      const value = fn === 'sum' ? sumOf(field, values, weight) : values[`${field}_${fn}`]
      if (value !== undefined) this.add(field, start, value, weight)
    }
  }

  add(field: string, at: number, value: number | string, weight: number): void {
    const { fn, from } = this.query
    const buckets = this.fields.get(field)
    if (!buckets) return
    const bucket = Math.floor((at - from) / this.width)
    const part = buckets.get(bucket)
    if (!part) {
      buckets.set(bucket, { value: fn === 'mean' ? Number(value) * weight : value, weight, at })
      return
    }
    if (fn !== 'last') part.value = joins[fn](part, Number(value), weight)
    else if (at >= part.at) part.value = value
    part.weight += weight
    part.at = Math.max(part.at, at)
  }

  series(): Series {
    const isMean = this.query.fn === 'mean'
    const points = (buckets: ReadonlyMap<number, Part>): SeriesPoint[] =>
      [...buckets]
        .sort(([one], [other]) => one - other)
        .map(([bucket, { value, weight }]) => ({
          ts: this.query.from + bucket * this.width,
          value: isMean ? Number(value) / weight : value,
        }))
    return Object.fromEntries([...this.fields].map(([field, buckets]) => [field, points(buckets)]))
  }
}

/** Of events it is kept; of readings it is the mean as often as there are any. */
function sumOf(field: string, values: StoredRollup['values'], weight: number): number | undefined {
  const kept = values[`${field}_sum`]
  if (kept !== undefined) return Number(kept)
  const mean = values[`${field}_mean`]
  return mean === undefined ? undefined : Number(mean) * weight
}
