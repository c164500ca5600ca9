import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { columns } from '../../../facilities/columns.ts'
import type { FacilityKind } from '../../../facilities/define.ts'
import { FileOfNewerVersion, versionOf } from '../../../journal/file-version.ts'
import { storedName } from '../field-names.ts'
import { StoreUnavailable } from '../store.ts'

/** The readings, events and state changes of one UTC day. */
export interface DayFile {
  readonly path: string
  readonly database: DatabaseSync
  /** A statement of this file, prepared once. */
  prepare(sql: string): StatementSync
  /** The number that stands for a device in this file; undefined when nothing of it is here. */
  deviceNumber(kind: string, device: string): number | undefined
  /** The same, giving it one when it has none. */
  internDevice(kind: string, device: string): number
  /** Columns of a kind's table; undefined when there is no table yet. */
  columnsOf(kind: FacilityKind): readonly Column[] | undefined
  /** A reader may find a file of former times, or one that the writer is only just making. */
  hasTable(name: string): boolean
  /** The columns of a kind's table, creating or widening it where needed. */
  ensureTable(kind: FacilityKind): readonly Column[]
  close(): void
}

export interface Column {
  readonly field: string
  /** Quoted, for SQL. */
  readonly name: string
  readonly type: 'REAL' | 'TEXT'
}

// STRICT: a word never ends up in a column of numbers. quality: 0 good, 1 uncertain, 2 bad.
const key = 'device INTEGER NOT NULL, ts INTEGER NOT NULL, n INTEGER NOT NULL'
const facts = 'received INTEGER NOT NULL, quality INTEGER NOT NULL, reason TEXT'
const schema = `
  CREATE TABLE IF NOT EXISTS device (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, device TEXT NOT NULL, UNIQUE (kind, device)) STRICT;
  CREATE TABLE IF NOT EXISTS event (${key}, event TEXT NOT NULL, ${facts}, fields TEXT NOT NULL,
    PRIMARY KEY (device, ts, n, event)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state (${key}, ${facts}, fields TEXT NOT NULL, PRIMARY KEY (device, ts, n)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS indicator (indicator TEXT NOT NULL, scope TEXT NOT NULL, period TEXT NOT NULL, ts INTEGER NOT NULL, n INTEGER NOT NULL,
    ${facts}, fields TEXT NOT NULL, PRIMARY KEY (indicator, scope, period, ts, n)) STRICT, WITHOUT ROWID;
`

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`
export const tableOf = (kind: string): string => quoted(`reading_${kind}`)

/** Columns of a kind under the names they have in a file. */
const columnsOfKind = (kind: FacilityKind): Column[] =>
  columns(kind).map(({ name, type }) => ({ field: name, name: quoted(storedName(name)), type }))

export function openDayFile(path: string, { readOnly }: { readOnly: boolean }): DayFile {
  const database = new DatabaseSync(path, { readOnly, timeout: 10_000 })
  try {
    refuseNewerDay(database, path)
    if (!readOnly) prepareForWriting(database)
    return dayFile(path, database, readOnly)
  } catch (error) {
    database.close()
    throw error
  }
}

/** Of the tables every file has; columns of kinds come and go without it. Kept in user_version, asked once for each opening. */
export const dayFileVersion = 1

function refuseNewerDay(database: DatabaseSync, path: string): void {
  if (versionOf(database) <= dayFileVersion) return
  const { message, hint } = new FileOfNewerVersion(path)
  throw new StoreUnavailable(message, { hint })
}

function prepareForWriting(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000')
  // With many devices a batch touches a page of each, and copying them back to the file costs as much as committing: rarely, then.
  // 16,384 pages are 64 MB. Larger pages were slower once a day has grown.
  database.exec('PRAGMA wal_autocheckpoint=16384; PRAGMA journal_size_limit=67108864')
  const mark = versionOf(database) < dayFileVersion ? `PRAGMA user_version=${dayFileVersion};` : ''
  database.exec(`BEGIN IMMEDIATE; ${schema} ${mark} COMMIT`)
}

function dayFile(path: string, database: DatabaseSync, readOnly: boolean): DayFile {
  const statements = new Map<string, StatementSync>()
  const numbers = new Map<string, number>()
  const tables = new Map<string, readonly Column[]>()
  const schemaVersion = database.prepare('PRAGMA schema_version')
  let knownSchema: unknown

  function prepare(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  function deviceNumber(kind: string, device: string): number | undefined {
    const name = `${kind}/${device}`
    const known = numbers.get(name)
    if (known !== undefined || !hasTable('device')) return known
    const row = prepare('SELECT id FROM device WHERE kind = ? AND device = ?').get(kind, device)
    if (row) numbers.set(name, row.id as number)
    return row?.id as number | undefined
  }

  function internDevice(kind: string, device: string): number {
    const known = deviceNumber(kind, device)
    if (known !== undefined) return known
    const id = Number(prepare('INSERT INTO device (kind, device) VALUES (?, ?)').run(kind, device).lastInsertRowid)
    numbers.set(`${kind}/${device}`, id)
    return id
  }

  function columnsOf(kind: FacilityKind): readonly Column[] | undefined {
    if (readOnly) forgetWhatTheWriterChanged()
    const known = tables.get(kind.kind)
    if (known) return known
    const present = new Set(
      database
        .prepare(`PRAGMA table_info(${tableOf(kind.kind)})`)
        .all()
        .map((row) => row.name as string),
    )
    if (present.size === 0) return undefined
    const found = columnsOfKind(kind).filter(({ field }) => present.has(storedName(field)))
    tables.set(kind.kind, found)
    return found
  }

  function forgetWhatTheWriterChanged(): void {
    const { schema_version: version } = schemaVersion.get() as { schema_version: number }
    if (version !== knownSchema) tables.clear()
    knownSchema = version
  }

  function ensureTable(kind: FacilityKind): readonly Column[] {
    const wanted = columnsOfKind(kind)
    const present = columnsOf(kind)
    if (present?.length === wanted.length) return present
    if (!present) {
      const fields = wanted.map(({ name, type }) => `${name} ${type}`)
      database.exec(
        `CREATE TABLE ${tableOf(kind.kind)} (${[key, facts, ...fields].join(', ')}, PRIMARY KEY (device, ts, n)) STRICT, WITHOUT ROWID`,
      )
    } else {
      const missing = wanted.filter(({ field }) => !present.some((column) => column.field === field))
      for (const { name, type } of missing) database.exec(`ALTER TABLE ${tableOf(kind.kind)} ADD COLUMN ${name} ${type}`)
    }
    tables.set(kind.kind, wanted)
    return wanted
  }

  function hasTable(name: string): boolean {
    return !readOnly || prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined
  }

  return { path, database, prepare, deviceNumber, internDevice, columnsOf, hasTable, ensureTable, close: () => database.close() }
}
