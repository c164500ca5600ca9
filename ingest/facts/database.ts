/**
 * facts.sqlite: what is counted per device and slice, and rolled up per local day. Written by the facts thread alone; all of it follows from
 * the store, ingest.sqlite and the register, so the file may be deleted and is made anew as far as readings are still there.
 */
import { existsSync, renameSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { refuseNewer, versionOf } from '../../journal/file-version.ts'
import { isDamage } from '../store/sqlite/failure.ts'
import { type FactColumn, type FactName, factColumns } from './columns.ts'

export const factNames = Object.keys(factColumns) as readonly FactName[]

/** Quoted, in the order of the table. */
export const factList = factNames.map((name) => `"${name}"`).join(', ')

const typeOf = ({ fold, unit }: FactColumn): string => (unit === 'text' ? 'TEXT' : fold === 'sum' ? 'INTEGER NOT NULL' : 'INTEGER')

const facts = factNames.map((name) => `"${name}" ${typeOf(factColumns[name])}`).join(', ')

/**
 * Made of the table of columns. A file of other columns is made anew, as nothing in it is a source: `schema` says which it has.
 * hash: of all of a slice, below 2^52; of a day their sum modulo 2^52, so that any order gives the same.
 */
export const factsSchema = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- basis: digest of what of the register and kind its facts were made with. pending: from when on they are to be made anew, ms.
  -- until: its marks before this are counted.
  CREATE TABLE device (
    id INTEGER PRIMARY KEY, device TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, basis TEXT, pending INTEGER, until INTEGER
  ) STRICT;
  CREATE TABLE place (
    id INTEGER PRIMARY KEY, facility TEXT NOT NULL, town TEXT NOT NULL, circles TEXT NOT NULL, UNIQUE (facility, town, circles)
  ) STRICT;

  CREATE TABLE slice (
    device INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, place INTEGER NOT NULL, hash INTEGER NOT NULL,
    ${facts}, PRIMARY KEY (device, start)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE day (
    day INTEGER NOT NULL, device INTEGER NOT NULL, place INTEGER NOT NULL, start INTEGER NOT NULL, slices INTEGER NOT NULL, hash INTEGER NOT NULL,
    ${facts}, PRIMARY KEY (day, device, place)
  ) STRICT, WITHOUT ROWID;

  -- start of a day: of its first slice.
  -- Local days with facts, their ends, and the version at which something in them changed last.
  CREATE TABLE calendar (day INTEGER PRIMARY KEY, "end" INTEGER NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX calendar_version ON calendar (version);

  -- Last values before a local day by field, JSON: what the first reading of the day is held against.
  CREATE TABLE carry (device INTEGER NOT NULL, day INTEGER NOT NULL, "values" TEXT NOT NULL, PRIMARY KEY (device, day)) STRICT, WITHOUT ROWID;
`

/**
 * Grows with every change of `factsSchema` (test/backup/file-versions.test.ts holds them together): what an older program would make anew may be
 * facts of hours whose readings are gone.
 */
export const factsVersion = 1

const tables = ['meta', 'device', 'place', 'slice', 'day', 'calendar', 'carry']

/**
 * For the one writer: opens the file, and makes its tables where they are not as they should be. One that SQLite does not understand is put
 * aside and made anew.
 */
export function openFactsDatabase(path: string, onSetAside: (error: unknown) => void = () => undefined): DatabaseSync {
  try {
    return opened(path)
  } catch (error) {
    if (!isDamage(error)) throw error
    setFactsAside(path)
    onSetAside(error)
    return opened(path)
  }
}

/** With all its bytes: facts of hours whose readings are gone are in it alone. */
export function setFactsAside(path: string, now = Date.now()): void {
  for (const ending of ['-wal', '-shm', '']) {
    if (existsSync(`${path}${ending}`)) renameSync(`${path}${ending}`, `${path}.damaged-${now}${ending}`)
  }
}

function opened(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 10_000 })
  try {
    refuseNewer(database, path, factsVersion)
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; PRAGMA wal_autocheckpoint=8000')
    if (!isCurrent(database)) makeTables(database)
    if (versionOf(database) < factsVersion) database.exec(`PRAGMA user_version=${factsVersion}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function makeTables(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  for (const table of tables) database.exec(`DROP TABLE IF EXISTS "${table}"`)
  database.exec(factsSchema)
  database.prepare("INSERT INTO meta VALUES ('schema', ?)").run(factsSchema)
  // Versions go on where those of a file before cannot have been, so that whoever remembers one of these sees that all is new.
  database.prepare("INSERT INTO meta VALUES ('version', ?)").run(`${Date.now()}`)
  database.exec('COMMIT')
}

/** For readers; undefined while there is no file of the present columns. */
export function openFactsToRead(path: string): DatabaseSync | undefined {
  if (!existsSync(path)) return undefined
  const database = new DatabaseSync(path, { readOnly: true, timeout: 10_000 })
  try {
    if (isCurrent(database)) return database
  } catch (error) {
    // A damaged one is about to be made anew.
    if (!isDamage(error)) throw error
  }
  database.close()
  return undefined
}

function isCurrent(database: DatabaseSync): boolean {
  const hasMeta = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta'").get()
  return hasMeta !== undefined && metaOf(database, 'schema') === factsSchema
}

export function metaOf(database: DatabaseSync, name: string): string | undefined {
  return (database.prepare('SELECT value FROM meta WHERE name = ?').get(name) as { value: string } | undefined)?.value
}
