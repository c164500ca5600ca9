/**
 * indicators.sqlite: what was shown at the close of each month and every revision of it, and what people enter. Two write it: the
 * indicators thread (results) and the API thread (targets, parameters, manual values, the rectification ledger, what became of deliveries).
 */
import { DatabaseSync } from 'node:sqlite'

/** One entry per released version of the file; the position is the version. Never change one that has been released. */
const migrations: readonly string[] = [
  `
  -- Values of closed months. revision 1: at the close; more: what changed later, with its cause. detail is JSON: variants, exclusions, and
  -- why it is not applicable.
  -- parameters is JSON: the numbers of the formula it was made with.
  CREATE TABLE result (
    period TEXT NOT NULL, indicator TEXT NOT NULL, scope TEXT NOT NULL, revision INTEGER NOT NULL,
    value REAL, numerator REAL, denominator REAL NOT NULL, coverage REAL, floor REAL,
    facilities INTEGER NOT NULL, devices INTEGER NOT NULL, is_ranked INTEGER NOT NULL, detail TEXT NOT NULL,
    formula_version INTEGER NOT NULL, parameters TEXT NOT NULL, register_version INTEGER NOT NULL,
    inputs_count INTEGER NOT NULL, inputs_digest TEXT NOT NULL,
    cause TEXT NOT NULL, computed INTEGER NOT NULL, until INTEGER NOT NULL,
    PRIMARY KEY (period, indicator, scope, revision)
  ) WITHOUT ROWID;

  -- Closed months: up to which version of facts, register and formulas they were looked at last. facts_from: where their facts began;
  -- when these are dropped by age, the results stay as they are.
  CREATE TABLE closing (
    period TEXT PRIMARY KEY, closed INTEGER NOT NULL, facts_from INTEGER NOT NULL,
    facts_version INTEGER NOT NULL, register_version INTEGER NOT NULL, register_digest TEXT NOT NULL, formulas TEXT NOT NULL,
    looked INTEGER NOT NULL
  ) WITHOUT ROWID;

  -- Where the facilities of a closed month were, for lists of its parts. circles and kinds are JSON.
  CREATE TABLE closed_facility (
    period TEXT NOT NULL, facility TEXT NOT NULL, town TEXT NOT NULL, circles TEXT NOT NULL, kinds TEXT NOT NULL,
    PRIMARY KEY (period, facility)
  ) WITHOUT ROWID;

  -- Lines, valid from a month on; nothing is ever taken away. target and warning are JSON: a number or [low, high].
  CREATE TABLE target (
    indicator TEXT NOT NULL, scope TEXT NOT NULL, version INTEGER NOT NULL, since TEXT NOT NULL, target TEXT NOT NULL, warning TEXT NOT NULL,
    document TEXT NOT NULL, date TEXT NOT NULL, note TEXT, author TEXT NOT NULL, recorded INTEGER NOT NULL,
    PRIMARY KEY (indicator, scope, version)
  ) WITHOUT ROWID;

  CREATE TABLE parameter (
    indicator TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, since TEXT NOT NULL, value REAL NOT NULL,
    document TEXT, date TEXT, author TEXT, recorded INTEGER NOT NULL,
    PRIMARY KEY (indicator, name, version)
  ) WITHOUT ROWID;

  CREATE TABLE manual (
    indicator TEXT NOT NULL, period TEXT NOT NULL, scope TEXT NOT NULL, revision INTEGER NOT NULL,
    value REAL NOT NULL, numerator REAL, denominator REAL, document TEXT NOT NULL, date TEXT NOT NULL, note TEXT,
    author TEXT NOT NULL, recorded INTEGER NOT NULL,
    PRIMARY KEY (indicator, period, scope, revision)
  ) WITHOUT ROWID;

  -- 问题整改台账. replies and closed are JSON; version rises with every change.
  CREATE TABLE rectification (
    id TEXT PRIMARY KEY, indicator TEXT, period TEXT, scope TEXT NOT NULL, issue TEXT NOT NULL, unit TEXT NOT NULL, deadline TEXT NOT NULL,
    state TEXT NOT NULL, replies TEXT NOT NULL, closed TEXT, created INTEGER NOT NULL, author TEXT NOT NULL, version INTEGER NOT NULL
  ) WITHOUT ROWID;

  -- Who changed what: only ever added to. change is JSON.
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, author TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
    change TEXT NOT NULL
  );
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
  CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;

  -- What others are told over the webhook: written with what it tells, sent afterwards. In order for each subject.
  CREATE TABLE delivery (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    created INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, next INTEGER NOT NULL,
    last_status INTEGER, last_fault TEXT, finished INTEGER
  );
  CREATE INDEX delivery_waiting ON delivery (next) WHERE state = 'waiting';

  -- Recomputations that were ordered and must survive the end of the process. ordered and result are JSON.
  CREATE TABLE recompute (
    id TEXT PRIMARY KEY, ordered TEXT NOT NULL, author TEXT NOT NULL, created INTEGER NOT NULL, state TEXT NOT NULL,
    done INTEGER NOT NULL, total INTEGER NOT NULL, finished INTEGER, result TEXT, fault TEXT
  ) WITHOUT ROWID;
  `,
]

/** Opens (and where needed creates or migrates) the file. */
export function openIndicatorsDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 10_000 })
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  database.exec('BEGIN IMMEDIATE') // two threads open it: one of them makes the tables
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  for (let step = version; step < migrations.length; step++) database.exec(`${migrations[step]}; PRAGMA user_version=${step + 1}`)
  database.exec('COMMIT')
  return database
}

/** All or nothing, and alone: the other writer waits. */
export function atOnce<Result>(database: DatabaseSync, change: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = change()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
