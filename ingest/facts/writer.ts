import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Place } from '../../register/places.ts'
import { factList, factNames, metaOf, openFactsDatabase } from './database.ts'
import { addHashes, Digest } from './digest.ts'
import { type FactRow, fold } from './fold.ts'

/** A slice as counted. */
export interface CountedSlice {
  readonly start: number
  readonly end: number
  readonly place: Place
  readonly facts: FactRow
}

/** A device as facts.sqlite knows it. */
export interface FactsDevice {
  readonly id: number
  readonly device: string
  readonly kind: string
  /** Null: its facts have never been made. */
  readonly basis: string | null
  readonly pending: number | null
  readonly until: number | null
}

interface Hashed {
  readonly start: number
  readonly place: number
  readonly hash: number
}

interface KeptSlice extends Hashed {
  readonly end: number
  readonly facts: FactRow
}

const marks = factNames.map(() => '?').join(', ')

/** facts.sqlite as the facts thread writes it. Whoever calls opens and ends transactions. */
export class FactsWriter {
  readonly database: DatabaseSync
  private readonly places = new Map<string, number>()
  private readonly names = new Map<number, string>()
  private readonly kept: StatementSync
  private readonly hashes: StatementSync
  private readonly put: StatementSync
  private readonly drop: StatementSync
  private readonly putDay: StatementSync
  private readonly dropDays: StatementSync
  private readonly putCalendar: StatementSync
  private readonly putMeta: StatementSync
  private readonly putDevice: StatementSync
  private readonly putCarry: StatementSync
  private readonly getCarry: StatementSync
  private readonly dropCarry: StatementSync
  /** Slices written or dropped since we opened. */
  changedSlices = 0
  /** Of the transaction under way. */
  private version: number
  private touched = false

  constructor(path: string, onSetAside?: (error: unknown) => void) {
    this.database = openFactsDatabase(path, onSetAside)
    const { database } = this
    this.kept = database.prepare(
      `SELECT start, "end", place, hash, ${factList} FROM slice WHERE device = ? AND start >= ? AND start < ? ORDER BY start`,
    )
    this.kept.setReturnArrays(true)
    this.hashes = database.prepare('SELECT start, place, hash FROM slice WHERE device = ? AND start >= ? AND start < ?')
    this.put = database.prepare(
      `INSERT OR REPLACE INTO slice (device, start, "end", place, hash, ${factList}) VALUES (?, ?, ?, ?, ?, ${marks})`,
    )
    this.drop = database.prepare('DELETE FROM slice WHERE device = ? AND start = ?')
    this.putDay = database.prepare(
      `INSERT INTO day (day, device, place, start, slices, hash, ${factList}) VALUES (?, ?, ?, ?, ?, ?, ${marks})`,
    )
    this.dropDays = database.prepare('DELETE FROM day WHERE day = ? AND device = ?')
    this.putCalendar = database.prepare(
      'INSERT INTO calendar VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "end" = excluded."end", version = excluded.version',
    )
    this.putMeta = database.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    this.putDevice = database.prepare('UPDATE device SET basis = ?, pending = ?, until = ? WHERE id = ?')
    this.putCarry = database.prepare('INSERT OR REPLACE INTO carry VALUES (?, ?, ?)')
    this.getCarry = database.prepare('SELECT "values" FROM carry WHERE device = ? AND day = ?')
    this.dropCarry = database.prepare('DELETE FROM carry WHERE device = ? AND day < ?')
    this.version = Number(this.meta('version') ?? 0)
  }

  close(): void {
    if (this.database.isOpen) this.database.close()
  }

  /** Whether SQLite understands all of it; of a large file it takes minutes. */
  isWhole(): boolean {
    try {
      const { quick_check: found } = this.database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
      return found === 'ok'
    } catch {
      return false
    }
  }

  /** All or nothing; true when facts changed in it. */
  transaction(work: () => void): boolean {
    const { version } = this
    this.touched = false
    this.database.exec('BEGIN IMMEDIATE')
    try {
      this.version++
      work()
      if (this.touched) this.setMeta('version', `${this.version}`)
      else this.version = version
      this.database.exec('COMMIT')
      return this.touched
    } catch (error) {
      this.version = version
      // A place may have got its number in what is undone now.
      this.places.clear()
      if (this.database.isTransaction) this.database.exec('ROLLBACK')
      throw error
    }
  }

  meta(name: string): string | undefined {
    return metaOf(this.database, name)
  }

  setMeta(name: string, value: string): void {
    this.putMeta.run(name, value)
  }

  devices(): FactsDevice[] {
    const rows = this.database.prepare('SELECT id, device, kind, basis, pending, until FROM device').all() as unknown as FactsDevice[]
    for (const { id, device } of rows) this.names.set(id, device)
    return rows
  }

  /** Its number, and the facts it has had stay its own when its kind is corrected. */
  device(device: string, kind: string): number {
    const sql = 'INSERT INTO device (device, kind) VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET kind = excluded.kind RETURNING id'
    const { id } = this.database.prepare(sql).get(device, kind) as { id: number }
    this.names.set(id, device)
    return id
  }

  setDevice(
    id: number,
    { basis, pending, until }: { readonly basis: string; readonly pending: number | null; readonly until: number },
  ): void {
    this.putDevice.run(basis, pending, until, id)
  }

  /** Start of its earliest slice. */
  firstSlice(id: number): number | undefined {
    const { start } = this.database.prepare('SELECT min(start) AS start FROM slice WHERE device = ?').get(id) as { start: number | null }
    return start ?? undefined
  }

  /** Values of its fields before that local day; undefined: not known. */
  carry(device: number, day: number): string | undefined {
    return (this.getCarry.get(device, day) as { values: string } | undefined)?.values
  }

  setCarry(device: number, day: number, values: string): void {
    this.putCarry.run(device, day, values)
  }

  /** Last values before days that nothing can make anew any more. */
  forgetCarry(before: number, devices: readonly number[]): void {
    for (const device of devices) this.dropCarry.run(device, before)
  }

  /**
   * The slices of a local day [day, end) from `from` on are now these; the earlier ones stay. Writes only what differs,
   * and makes the day of its slices.
   */
  writeDay(device: number, day: number, end: number, from: number, slices: readonly CountedSlice[]): boolean {
    // Most days turn out to be the same: their facts need not be read to see it.
    const before = this.hashes.all(device, Math.max(from, day), end) as unknown as Hashed[]
    const old = new Map(before.map((slice) => [slice.start, slice]))
    let differs = false
    const fresh: KeptSlice[] = []
    for (const { start, end: sliceEnd, place, facts } of slices) {
      const placeNumber = this.place(place)
      const hash = hashOf([this.names.get(device) ?? '', place.facility, place.town, place.circle], start, sliceEnd, facts)
      fresh.push({ start, end: sliceEnd, place: placeNumber, hash, facts })
      const known = old.get(start)
      old.delete(start)
      if (known?.hash === hash && known.place === placeNumber) continue
      differs = true
      this.changedSlices++
      this.put.run(device, start, sliceEnd, placeNumber, hash, ...facts)
    }
    for (const start of old.keys()) {
      differs = true
      this.changedSlices++
      this.drop.run(device, start)
    }
    if (!differs) return false
    this.rollUp(device, day, from > day ? [...this.keptSlices(device, day, from), ...fresh] : fresh)
    this.putCalendar.run(day, end, this.version)
    this.touched = true
    return true
  }

  private keptSlices(device: number, from: number, to: number): KeptSlice[] {
    const rows = this.kept.all(device, from, to) as unknown as FactRow[]
    return rows.map((row) => ({
      start: row[0] as number,
      end: row[1] as number,
      place: row[2] as number,
      hash: row[3] as number,
      facts: row.slice(4),
    }))
  }

  private rollUp(device: number, day: number, slices: readonly KeptSlice[]): void {
    this.dropDays.run(day, device)
    for (const [place, there] of Map.groupBy(slices, (slice) => slice.place)) {
      const hash = there.reduce((sum, slice) => addHashes(sum, slice.hash), 0)
      this.putDay.run(day, device, place, there[0]?.start ?? day, there.length, hash, ...fold(there))
    }
  }

  private place({ facility, town, circle }: Place): number {
    const key = `${facility}\n${town}\n${circle}`
    const known = this.places.get(key)
    if (known !== undefined) return known
    const sql = `INSERT INTO place (facility, town, circles) VALUES (?, ?, ?)
      ON CONFLICT (facility, town, circles) DO UPDATE SET town = excluded.town RETURNING id`
    const { id } = this.database.prepare(sql).get(facility, town, circle) as { id: number }
    this.places.set(key, id)
    return id
  }
}

/** Of names, not of our numbers for them: two installations that count the same make the same digests. */
function hashOf(names: readonly string[], start: number, end: number, facts: FactRow): number {
  const digest = new Digest()
  for (const name of names) digest.add(name)
  digest.add(start)
  digest.add(end)
  for (const [index, value] of facts.entries()) {
    // Most are 0: only what is there is taken, with its column.
    if (value === 0 || value === null) continue
    digest.mix(index)
    digest.add(value)
  }
  return digest.number()
}
