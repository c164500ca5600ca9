import type { FacilityKind } from '../../../facilities/define.ts'
import { indicatorScopeOf } from '../indicator-scope.ts'
import type { Kinds } from '../kinds.ts'
import { refusalOf } from '../refusal.ts'
import type { Point, RefusedPoint } from '../store.ts'
import { type Column, type DayFile, tableOf } from './day-file.ts'
import { dayMs } from './day-files.ts'

type Row = (string | number | null)[]

/** The points of a batch by day, table with kind, and device: rows that lie together on disk are written together. */
export type ByDay = Map<number, Map<string, Map<string, Point[]>>>

export const qualities = ['good', 'uncertain', 'bad'] as const
const qualityCode = { good: 0, uncertain: 1, bad: 2 } as const

export function byDay(points: readonly Point[], refused: RefusedPoint[]): ByDay {
  const days: ByDay = new Map()
  for (const point of points) {
    const why = refusalOf(point)
    if (why !== undefined) refused.push({ point, why })
    else devicePoints(days, point).push(point)
  }
  return days
}

function devicePoints(days: ByDay, point: Point): Point[] {
  const tables = entry(days, Math.floor(point.ts / dayMs), () => new Map<string, Map<string, Point[]>>())
  const devices = entry(tables, `${point.table} ${point.kind}`, () => new Map<string, Point[]>())
  return entry(devices, point.device, () => [])
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

/** Writes one day's points in one transaction: on disk when it returns. Gives the points that can never be kept. */
export function writeDay(file: DayFile, tables: Map<string, Map<string, Point[]>>, kinds: Kinds): RefusedPoint[] {
  const refused: RefusedPoint[] = []
  file.database.exec('BEGIN IMMEDIATE')
  for (const devices of tables.values()) {
    const point = devices.values().next().value?.[0] as Point // there is no group without points
    if (point.table === 'indicator') {
      writeIndicators(file, [...devices.values()].flat())
      continue
    }
    const kind = kinds.get(point.kind)
    const points = inOrder(file, point.kind, devices)
    if (point.table === 'event') writeEvents(file, points)
    else if (point.table === 'state') writeStates(file, points)
    else if (kind) writeReadings(file, kind, points, refused)
    else for (const [, point] of points) refused.push({ point, why: `no kind is called ${point.kind}` })
  }
  file.database.exec('COMMIT')
  return refused
}

/** In the order of the key, which makes writing about twice as fast; points of one identity stay in the order in which they came. */
function* inOrder(file: DayFile, kind: string, devices: Map<string, Point[]>): Generator<[number, Point]> {
  const numbered = [...devices].map(([device, points]) => [file.internDevice(kind, device), points] as const)
  for (const [number, points] of numbered.sort(([one], [other]) => one - other)) {
    for (const point of points.sort((one, other) => one.ts - other.ts || one.n - other.n)) yield [number, point]
  }
}

// One statement that also merges: measured no slower than a plain INSERT when all rows are new, and a row a call is as fast as many.
const merge = `ON CONFLICT DO UPDATE SET received = excluded.received, quality = excluded.quality, reason = excluded.reason`

function writeReadings(file: DayFile, kind: FacilityKind, points: Iterable<[number, Point]>, refused: RefusedPoint[]): void {
  const columns = file.ensureTable(kind)
  const names = columns.map(({ name }) => name)
  const marks = ['?, ?, ?, ?, ?, ?', ...names.map(() => '?')].join(', ')
  const merged = [merge, ...names.map((name) => `${name} = coalesce(excluded.${name}, ${name})`)].join(', ')
  const table = tableOf(kind.kind)
  const insert = file.prepare(
    `INSERT INTO ${table} (${['device, ts, n, received, quality, reason', ...names].join(', ')}) VALUES (${marks}) ${merged}`,
  )
  for (const [device, point] of points) {
    const row: Row = [device, ...factsOf(point)]
    const why = addFields(row, columns, point)
    if (why === undefined) insert.run(...row)
    else refused.push({ point, why })
  }
}

/** Fields that the kind does not know are left out; a value that the column cannot hold refuses the point. */
function addFields(row: Row, columns: readonly Column[], point: Point): string | undefined {
  for (const { field, type } of columns) {
    const value = point.fields[field]
    if (value === undefined) row.push(null)
    else if (type === 'REAL' ? Number.isFinite(value) : typeof value === 'string') row.push(value as number | string)
    else return `${field} is ${JSON.stringify(value)}, but must be ${type === 'REAL' ? 'a number' : 'text'}`
  }
  return undefined
}

function writeEvents(file: DayFile, points: Iterable<[number, Point]>): void {
  const insert = file.prepare(
    `INSERT INTO event (device, ts, n, received, quality, reason, event, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ${merge}, fields = json_patch(fields, excluded.fields)`,
  )
  for (const [device, point] of points) insert.run(device, ...factsOf(point), point.event ?? '', JSON.stringify(point.fields))
}

function writeStates(file: DayFile, points: Iterable<[number, Point]>): void {
  const insert = file.prepare(
    `INSERT INTO state (device, ts, n, received, quality, reason, fields) VALUES (?, ?, ?, ?, ?, ?, ?)
     ${merge}, fields = json_patch(fields, excluded.fields)`,
  )
  for (const [device, point] of points) insert.run(device, ...factsOf(point), JSON.stringify(point.fields))
}

function writeIndicators(file: DayFile, points: readonly Point[]): void {
  const insert = file.prepare(
    `INSERT INTO indicator (indicator, scope, period, ts, n, received, quality, reason, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ${merge}, fields = json_patch(fields, excluded.fields)`,
  )
  for (const point of points) {
    insert.run(point.device, indicatorScopeOf(point), point.event ?? '', ...factsOf(point), JSON.stringify(point.fields))
  }
}

const factsOf = ({ ts, n, received, quality, reason }: Point): Row => [ts, n, received, qualityCode[quality], reason ?? null]
