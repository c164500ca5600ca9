import { chanceOf, keyAt, keyOf } from '../../../device-sim/random.ts'
import type { Store, StoredRow } from '../../../ingest/store/store.ts'
import type { Get } from './ask.ts'
import type { YearDevice } from './fleet.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const offsetMs = 8 * hourMs
const firstValue = 5
const bad = 2

type Fn = 'mean' | 'min' | 'max' | 'sum' | 'count' | 'last' | 'increase'
type Value = number | string | undefined

/** Plain arithmetic over the raw rows, on purpose with nothing of the code it is held against. */
const reckoned: Readonly<Record<Fn, (values: readonly (number | string)[], before: number | undefined) => Value>> = {
  mean: (values) => sum(values) / values.length,
  sum,
  min: (values) => Math.min(...(values as readonly number[])),
  max: (values) => Math.max(...(values as readonly number[])),
  count: (values) => values.length,
  last: (values) => values.at(-1),
  increase(values, before) {
    let [total, previous] = [0, before]
    for (const value of values as readonly number[]) {
      if (previous !== undefined) total += value < previous ? value : value - previous
      previous = value
    }
    return before === undefined && values.length < 2 ? undefined : total
  },
}

function sum(values: readonly (number | string)[]): number {
  return (values as readonly number[]).reduce((total, value) => total + value, 0)
}

export interface Checked {
  readonly compared: number
  readonly differences: readonly string[]
}

/** Series by hours and days of a sample of devices and times, each held against the raw rows. */
export async function checkSeries(
  get: Get,
  store: Store,
  devices: readonly YearDevice[],
  { start, end, samples }: { start: number; end: number; samples: number },
): Promise<Checked> {
  let compared = 0
  const differences: string[] = []
  for (let sample = 0; sample < samples; sample++) {
    const chance = chanceOf(keyAt(keyOf('check'), sample))
    const device = devices[Math.floor(chance() * devices.length)] as YearDevice
    const width = sample % 2 === 0 ? hourMs : dayMs
    const days = Math.floor((end - start) / dayMs)
    const day = start + (1 + Math.floor(chance() * Math.max(1, days - 1))) * dayMs - offsetMs
    const range = { from: day, to: day + 2 * dayMs, width }
    const rows = await rowsOf(store, device, range.from - 3 * dayMs, range.to)
    for (const fn of Object.keys(reckoned) as Fn[]) {
      const found = await compare(get, device, rows, range, fn)
      compared += found.compared
      differences.push(...found.differences)
    }
  }
  return { compared, differences }
}

async function rowsOf(store: Store, { id, kind }: YearDevice, from: number, to: number): Promise<StoredRow[]> {
  const query = { kind: kind.kind, device: id, from, to, fields: Object.keys(kind.telemetry), limit: 10_000 }
  const all: StoredRow[] = []
  for (;;) {
    const last = all.at(-1)
    const page = await store.rows({ ...query, ...(last && { after: { ts: last[0], n: last[1] } }) })
    all.push(...page)
    if (page.length < query.limit) return all.filter(([, , , quality]) => quality !== bad)
  }
}

interface Asked {
  readonly from: number
  readonly to: number
  readonly width: number
}

async function compare(
  get: Get,
  { id, kind }: YearDevice,
  rows: readonly StoredRow[],
  { from, to, width }: Asked,
  fn: Fn,
): Promise<Checked> {
  const all = Object.entries(kind.telemetry)
  const suits = (type: string) => fn === 'last' || fn === 'count' || (fn === 'increase' ? type === 'total' : type !== 'state')
  const names = all.filter(([, { type }]) => suits(type)).map(([name]) => name)
  if (names.length === 0) return { compared: 0, differences: [] }
  const asked = { fields: names.join(','), from: iso(from), to: iso(to), every: `${width}ms`, fn }
  const { fields } = JSON.parse(
    await get(`/devices/${id}/series?${new URLSearchParams({ ...asked, every: width === hourMs ? '1h' : '1d' })}`),
  ) as {
    fields: Record<string, { ts: string; value: number | string }[]>
  }
  const differences: string[] = []
  let compared = 0
  for (const name of names) {
    const column = firstValue + all.findIndex(([each]) => each === name)
    const told = new Map(fields[name]?.map(({ ts, value }) => [Date.parse(ts), value]))
    for (let bucket = from; bucket < to; bucket += width) {
      const inside = rows.filter(([ts]) => ts >= bucket && ts < bucket + width).flatMap((row) => row[column] ?? [])
      const before = rows.findLast((row) => row[0] < bucket && row[column] !== null)?.[column]
      const expected = inside.length === 0 ? undefined : reckoned[fn](inside, before as number | undefined)
      compared++
      if (!isEqual(expected, told.get(bucket)))
        differences.push(
          `${id} ${name} ${fn} of ${width / hourMs} h from ${iso(bucket)}: ${told.get(bucket)}, but the rows give ${expected}`,
        )
    }
  }
  return { compared, differences }
}

/** Sums of other order differ in the last digits. */
function isEqual(expected: Value, told: Value): boolean {
  if (typeof expected !== 'number' || typeof told !== 'number') return expected === told
  return Math.abs(expected - told) <= 1e-9 * Math.max(1, Math.abs(expected))
}

const iso = (ms: number): string => new Date(ms).toISOString()
