import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { FacilityKind } from '../../../../facilities/define.ts'
import { FileOfNewerVersion, migrateFile, refuseNewer } from '../../../../journal/file-version.ts'
import { type RollupColumn, rollupColumns } from '../../rollup-names.ts'
import { type RollupWidth, StoreUnavailable } from '../../store.ts'

const mostOpen = 24
/** The last whose name sorts as text. */
const endOfYear9999 = 253_402_300_799_999

/** One entry per released version of a file; the position is the version. Never change one that has been released. */
export const rollupFileMigrations: readonly string[] = [
  `
  CREATE TABLE device (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, device TEXT NOT NULL, UNIQUE (kind, device)) STRICT;
  -- values: JSON
  CREATE TABLE event (device INTEGER NOT NULL, start INTEGER NOT NULL, event TEXT NOT NULL, "values" TEXT NOT NULL,
    PRIMARY KEY (device, start, event)) STRICT, WITHOUT ROWID;
  CREATE TABLE indicator (indicator TEXT NOT NULL, scope TEXT NOT NULL, period TEXT NOT NULL, ts INTEGER NOT NULL, n INTEGER NOT NULL,
    received INTEGER NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (indicator, scope, period, ts, n)) STRICT, WITHOUT ROWID;
  `,
]

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`
export const rollupTable = (kind: string): string => quoted(`rollup_${kind}`)

/** Hours of a UTC month, days of a UTC year (by the start of the bucket), or indicators of a year. */
export function rollupFileName(sort: RollupWidth | 'indicator', time: number): string {
  const text = new Date(time).toISOString()
  return `${sort}-${text.slice(0, sort === 'hour' ? 7 : 4)}.sqlite`
}

function opened(path: string, isWritable: boolean): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: !isWritable, timeout: 10_000 })
  try {
    refuseNewer(database, path, rollupFileMigrations.length)
    if (!isWritable) return database
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000')
    migrateFile(database, path, rollupFileMigrations)
    return database
  } catch (error) {
    database.close()
    throw error instanceof FileOfNewerVersion ? new StoreUnavailable(error.message, { hint: error.hint }) : error
  }
}

/** Hours of a month or days of a year: made by one thread, and never deleted. */
export class RollupFile {
  readonly database: DatabaseSync
  readonly isWritable: boolean
  readonly #statements = new Map<string, StatementSync>()
  readonly #numbers = new Map<string, number>()

  constructor(path: string, isWritable: boolean) {
    this.isWritable = isWritable
    this.database = opened(path, isWritable)
  }

  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  /** The number that stands for a device in this file. */
  deviceNumber(kind: string, device: string): number | undefined {
    const name = `${kind}/${device}`
    const known = this.#numbers.get(name)
    if (known !== undefined || !this.hasTable('device')) return known
    const row = this.prepare('SELECT id FROM device WHERE kind = ? AND device = ?').get(kind, device)
    if (row) this.#numbers.set(name, row.id as number)
    return row?.id as number | undefined
  }

  internDevice(kind: string, device: string): number {
    const known = this.deviceNumber(kind, device)
    if (known !== undefined) return known
    const id = Number(this.prepare('INSERT INTO device (kind, device) VALUES (?, ?)').run(kind, device).lastInsertRowid)
    this.#numbers.set(`${kind}/${device}`, id)
    return id
  }

  hasTable(name: string): boolean {
    return this.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined
  }

  /** What the file has of the columns of a kind: it may be of a time when the kind had fewer fields. */
  columnsOf(kind: FacilityKind): readonly RollupColumn[] {
    const present = new Set(
      this.prepare('SELECT name FROM pragma_table_info(?)')
        .all(`rollup_${kind.kind}`)
        .map(({ name }) => name as string),
    )
    return rollupColumns(kind).filter(({ name }) => present.has(name))
  }

  /** All columns of the kind, made where they are missing. */
  ensureTable(kind: FacilityKind): readonly RollupColumn[] {
    const wanted = rollupColumns(kind)
    const present = this.columnsOf(kind)
    if (present.length === wanted.length) return wanted
    const missing = wanted.filter((column) => !present.includes(column)).map(({ name, type }) => `${quoted(name)} ${type}`)
    const table = rollupTable(kind.kind)
    if (present.length > 0) for (const column of missing) this.database.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`)
    else
      this.database.exec(
        `CREATE TABLE ${table} (device INTEGER NOT NULL, start INTEGER NOT NULL, ${missing.join(', ')}, PRIMARY KEY (device, start)) STRICT, WITHOUT ROWID`,
      )
    return wanted
  }
}

export class RollupFiles {
  readonly folder: string
  readonly #open = new Map<string, RollupFile>()

  constructor(folder: string) {
    this.folder = folder
  }

  stop(): void {
    for (const { database } of this.#open.values()) database.close()
    this.#open.clear()
  }

  /** Names of the files of a width whose months or years touch [from, to), ascending. */
  names(width: RollupWidth | 'indicator', from: number, to: number): string[] {
    const [first, last] = [from, to - 1].map((time) => rollupFileName(width, Math.min(Math.max(time, 0), endOfYear9999)))
    return this.#list().filter(
      (name) => name.startsWith(`${width}-`) && name.endsWith('.sqlite') && name >= `${first}` && name <= `${last}`,
    )
  }

  /** To read, when there is such a file. */
  reading(name: string): RollupFile {
    return this.#open.get(name) ?? this.#opened(name, false)
  }

  writing(name: string): RollupFile {
    const known = this.#open.get(name)
    if (known?.isWritable) return known
    known?.database.close()
    this.#open.delete(name)
    mkdirSync(this.folder, { recursive: true })
    return this.#opened(name, true)
  }

  #opened(name: string, isWritable: boolean): RollupFile {
    for (const [oldest, { database }] of this.#open) {
      if (this.#open.size < mostOpen) break
      database.close()
      this.#open.delete(oldest)
    }
    const file = new RollupFile(join(this.folder, name), isWritable)
    this.#open.set(name, file)
    return file
  }

  #list(): string[] {
    if (!statSync(this.folder, { throwIfNoEntry: false })) return []
    return readdirSync(this.folder).sort()
  }
}
