import { statSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { factList, metaOf, openFactsToRead } from './database.ts'
import { addHashes } from './digest.ts'
import { addNumbers, emptyNumbers, type FactRow, factsOf, sumsOf } from './fold.ts'
import type { DayPart, DevicePart, SlicePart } from './parts.ts'
import { coverOf } from './reader-cover.ts'

type Part = DayPart['part']
type Cells = (number | string | null)[]

/** Facts as one page of a device shows them. */
export interface SlicePage {
  readonly after?: number | undefined
  readonly limit: number
}

export interface Changes {
  /** What to ask with next time. */
  readonly version: number
  /** Local days, neighbours joined, ascending. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[]
}

interface Open {
  readonly database: DatabaseSync
  readonly inode: number
  readonly statements: Map<string, StatementSync>
}

/**
 * facts.sqlite for those who read it, in any thread. It may be opened before there is a file, and goes on when the file is made anew. Times
 * are ms; `from` and `to` are half-open and may cut days, whose slices are taken then.
 */
export class FactsReader {
  private readonly path: string
  private open: Open | undefined
  private readonly devices = new Map<number, { readonly device: string; readonly kind: string }>()
  private readonly places = new Map<number, Pick<Part, 'facility' | 'town' | 'circles'>>()
  private readonly known = new Map<string, Part>()

  constructor(path: string) {
    this.path = path
  }

  close(): void {
    this.open?.database.close()
    this.open = undefined
    this.devices.clear()
    this.places.clear()
    this.known.clear()
  }

  /** Marks before this are counted for all devices in service; 0 while there is nothing. */
  until(): number {
    return Number(this.meta('until') ?? 0)
  }

  /** Whether nothing before `to` is to be made anew, as of that version of the register. */
  isSettled(to: number, registerVersion: number): boolean {
    const [register, pending = ''] = [this.meta('register'), this.meta('pending')]
    return (register === undefined || Number(register) >= registerVersion) && (pending === '' || Number(pending) >= to)
  }

  /** Grows with every change of facts. */
  version(): number {
    return Number(this.meta('version') ?? 0)
  }

  /** Start of the earliest slice. */
  first(): number | undefined {
    const day = this.all('SELECT min(day) FROM calendar')[0]?.[0]
    if (typeof day !== 'number') return undefined
    const firsts = [...this.deviceNumbers()].map((device) => this.all('SELECT min(start) FROM slice WHERE device = ?', device)[0]?.[0])
    const starts = firsts.filter((start) => typeof start === 'number')
    return starts.length === 0 ? undefined : starts.reduce((one, other) => Math.min(one, other))
  }

  /** Local days whose facts changed after that version. */
  changedSince(version: number): Changes {
    const ranges: { from: number; to: number }[] = []
    const now = this.version()
    for (const [day, end] of this.all('SELECT day, "end" FROM calendar WHERE version > ? ORDER BY day', version)) {
      const before = ranges.at(-1)
      if (before && before.to === day) before.to = end as number
      else ranges.push({ from: day as number, to: end as number })
    }
    return { version: now, ranges }
  }

  /** The sums over a window, one for each place a device stood at; `last` and `least` over the same. No texts. */
  *parts(from: number, to: number): Generator<DevicePart> {
    const sums = new Map<string, { part: Part; facts: FactRow }>()
    const take = (device: number, place: number, row: Cells, at: number): void => {
      const key = `${device} ${place}`
      let known = sums.get(key)
      if (!known) {
        known = { part: this.part(device, place), facts: emptyNumbers() }
        sums.set(key, known)
      }
      addNumbers(known.facts, row, at)
    }
    // In order of time, as `last` wants it.
    for (const piece of coverOf(this.calendar(from, to), from, to)) {
      if (piece.isDays) for (const row of this.dayRows(piece.from, piece.to)) take(row[1] as number, row[2] as number, row, 4)
      else for (const row of this.sliceRows(undefined, piece.from, piece.to)) take(row[0] as number, row[3] as number, row, 4)
    }
    for (const { part, facts } of sums.values()) yield { ...part, ...sumsOf(facts) } as DevicePart
  }

  /** Whole local days, day by day and within a day device by device; of `devices` alone they are looked up one by one. */
  *days(kinds: ReadonlySet<string> | undefined, from: number, to: number, devices?: ReadonlySet<string>): Generator<DayPart> {
    const wanted = kinds && new Set(this.deviceNumbers(kinds))
    for (const row of devices ? this.dayRowsOf(devices, from, to) : this.dayRows(from, to)) {
      if (wanted && !wanted.has(row[1] as number)) continue
      yield { part: this.part(row[1] as number, row[2] as number), day: row[0] as number, start: row[3] as number, facts: factsOf(row, 4) }
    }
  }

  /** Slices that begin within [from, to), device by device in the order of their ids, in order of time; of `devices` alone where given. */
  *slices(kinds: ReadonlySet<string> | undefined, from: number, to: number, devices?: ReadonlySet<string>): Generator<SlicePart> {
    for (const row of this.sliceRows(kinds, from, to, devices)) yield this.slice(row)
  }

  /** Those of one device that begin within [from, to), after that start. */
  slicesOf(device: string, from: number, to: number, { after = Number.NEGATIVE_INFINITY, limit }: SlicePage): SlicePart[] {
    const [id] = this.all('SELECT id FROM device WHERE device = ?', device)[0] ?? []
    if (id === undefined) return []
    const sql = `SELECT device, start, "end", place, ${factList} FROM slice WHERE device = ? AND start >= ? AND start < ? ORDER BY start LIMIT ?`
    return this.all(sql, id as number, Math.max(from, after + 1), to, limit).map((row) => this.slice(row))
  }

  /** What each device did in whole local days; for those who look every minute, so of all the facts only these. */
  *activity(from: number, to: number): Generator<{ device: string; kind: string; uses: number; readings: number }> {
    const sql = 'SELECT device, place, uses, readings FROM day WHERE day >= ? AND day < ?'
    for (const [device, place, uses, readings] of this.iterate(sql, from, to)) {
      const part = this.part(device as number, place as number)
      yield { device: part.device, kind: part.kind, uses: uses as number, readings: readings as number }
    }
  }

  /** How many slices a window has, and a digest of them that does not hang on their order. */
  inputs(from: number, to: number, isWanted: (part: Part) => boolean = () => true): { count: number; digest: string } {
    let [count, digest] = [0, 0]
    for (const { part, count: slices, hash } of this.partInputs(from, to)) {
      if (!isWanted(part)) continue
      count += slices
      digest = addHashes(digest, hash)
    }
    return { count, digest: digest.toString(36) }
  }

  /** The same piece by piece, for those who add them up (addHashes) for many at once. */
  *partInputs(from: number, to: number): Generator<{ part: Part; count: number; hash: number }> {
    for (const { isDays, from: start, to: end } of coverOf(this.calendar(from, to), from, to)) {
      const rows = isDays
        ? this.iterate('SELECT device, place, slices, hash FROM day WHERE day >= ? AND day < ?', start, end)
        : this.eachDevice(
            [...this.deviceNumbers()],
            'SELECT device, place, 1, hash FROM slice WHERE device = ? AND start >= ? AND start < ?',
            start,
            end,
          )
      for (const [device, place, slices, hash] of rows) {
        yield { part: this.part(device as number, place as number), count: slices as number, hash: hash as number }
      }
    }
  }

  private slice(row: Cells): SlicePart {
    const part = this.part(row[0] as number, row[3] as number)
    return { part, start: row[1] as number, end: row[2] as number, facts: factsOf(row, 4) }
  }

  private calendar(from: number, to: number): { day: number; end: number }[] {
    const rows = this.all('SELECT day, "end" FROM calendar WHERE "end" > ? AND day < ? ORDER BY day', from, to)
    return rows.map(([day, end]) => ({ day: day as number, end: end as number }))
  }

  private dayRows(from: number, to: number): Iterable<Cells> {
    return this.iterate(
      `SELECT day, device, place, start, ${factList} FROM day WHERE day >= ? AND day < ? ORDER BY day, device, start`,
      from,
      to,
    )
  }

  private dayRowsOf(devices: ReadonlySet<string>, from: number, to: number): Iterable<Cells> {
    return this.iterate(
      `SELECT day, device, place, start, ${factList} FROM day
       WHERE day IN (SELECT day FROM calendar WHERE day >= ? AND day < ?)
         AND device IN (SELECT id FROM device WHERE device IN (SELECT value FROM json_each(?)))
       ORDER BY day, device, start`,
      from,
      to,
      JSON.stringify([...devices]),
    )
  }

  private sliceRows(kinds: ReadonlySet<string> | undefined, from: number, to: number, devices?: ReadonlySet<string>): Iterable<Cells> {
    const sql = `SELECT device, start, "end", place, ${factList} FROM slice WHERE device = ? AND start >= ? AND start < ? ORDER BY start`
    return this.eachDevice([...this.deviceNumbers(kinds, devices)], sql, from, to)
  }

  private *eachDevice(devices: readonly number[], sql: string, from: number, to: number): Generator<Cells> {
    for (const device of devices) yield* this.all(sql, device, from, to)
  }

  private *deviceNumbers(kinds?: ReadonlySet<string>, devices?: ReadonlySet<string>): Generator<number> {
    for (const [id, device, kind] of this.all('SELECT id, device, kind FROM device ORDER BY device'))
      if ((!kinds || kinds.has(kind as string)) && (!devices || devices.has(device as string))) yield id as number
  }

  /** One object for each device and place, so that a month of days does not make a million. */
  private part(device: number, place: number): Part {
    const key = `${device} ${place}`
    const known = this.known.get(key)
    if (known) return known
    const of = this.devices.get(device) ?? this.loadDevices().get(device)
    const there = this.places.get(place) ?? this.loadPlaces().get(place)
    if (!of || !there) throw new Error(`facts.sqlite has facts of a device or place it does not name: ${key}`)
    const part = { ...of, ...there }
    this.known.set(key, part)
    return part
  }

  private loadDevices(): typeof this.devices {
    for (const [id, device, kind] of this.all('SELECT id, device, kind FROM device'))
      this.devices.set(id as number, { device: device as string, kind: kind as string })
    return this.devices
  }

  private loadPlaces(): typeof this.places {
    for (const [id, facility, town, circles] of this.all('SELECT id, facility, town, circles FROM place')) {
      const list = circles === '' ? [] : (circles as string).split(',')
      this.places.set(id as number, { facility: facility as string, town: town as string, circles: list })
    }
    return this.places
  }

  private meta(name: string): string | undefined {
    const open = this.opened()
    return open && metaOf(open.database, name)
  }

  private all(sql: string, ...values: (number | string)[]): Cells[] {
    return (this.prepared(sql)?.all(...values) ?? []) as unknown as Cells[]
  }

  private iterate(sql: string, ...values: (number | string)[]): Iterable<Cells> {
    // A statement of its own: the same one may be under way in an outer loop.
    const statement = this.opened()?.database.prepare(sql)
    statement?.setReturnArrays(true)
    return (statement?.iterate(...values) ?? []) as Iterable<unknown> as Iterable<Cells>
  }

  private prepared(sql: string): StatementSync | undefined {
    const open = this.opened()
    const known = open?.statements.get(sql)
    if (!open || known) return known
    const statement = open.database.prepare(sql)
    statement.setReturnArrays(true)
    open.statements.set(sql, statement)
    return statement
  }

  private opened(): Open | undefined {
    const inode = statSync(this.path, { throwIfNoEntry: false })?.ino
    if (this.open && this.open.inode === inode) return this.open
    this.close()
    const database = inode === undefined ? undefined : openFactsToRead(this.path)
    if (database && inode !== undefined) this.open = { database, inode, statements: new Map() }
    return this.open
  }
}
