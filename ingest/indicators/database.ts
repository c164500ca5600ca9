/**
 * indicators.sqlite: what was shown at the close of each month and every revision of it, and what people enter. Two write it: the
 * indicators thread (results) and the API thread (targets, parameters, manual values, the rectification ledger, what became of deliveries).
 */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { migrateFile, refuseNewer } from '../../journal/file-version.ts'
import { isDamage } from '../store/sqlite/failure.ts'

/** One entry per released version of the file; the position is the version. Never change one that has been released. */
export const indicatorsMigrations: readonly string[] = [
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

/** Nobody can make anew what people entered: the process ends, and says what to do. */
class IndicatorsUnavailable extends Error {
  readonly hint: Hint

  constructor(message: string, hint: Hint, cause?: unknown) {
    super(message, { cause })
    this.hint = hint
  }
}

interface Hint {
  readonly zh: string
  readonly en: string
}

const damagedHint: Hint = {
  zh: '该文件保存达标线、参数、填报值、整改台账和各月结果，未作任何改动。请从备份恢复；没有备份时先把它与 -wal、-shm 一并移走，可用 sqlite3 的 .recover 命令抢救内容，空文件会在启动时新建。读数在日志队列中等待，不会丢失。',
  en: "It holds targets, parameters, values entered by hand, the rectification ledger and the results of months, and nothing in it was touched. Restore it from a backup; without one move it away with its -wal and -shm, and save what sqlite3's .recover finds: a new one is made at the start. Readings wait in the journal and are not lost.",
}

/** Opens (and where needed creates or migrates) the file. */
export function openIndicatorsDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 10_000 })
  try {
    refuseNewer(database, path, indicatorsMigrations.length)
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
    migrateFile(database, path, indicatorsMigrations)
    return database
  } catch (error) {
    database.close()
    if (isDamage(error)) throw damaged(path, (error as Error).message, error)
    throw error
  }
}

/** Looks through the whole file, 2 s for each GB, before anything is written to it: a damaged page would be found only when somebody needs what stood there. */
export function refuseDamagedIndicators(path: string): void {
  if (!existsSync(path)) return
  const database = new DatabaseSync(path, { timeout: 10_000 })
  try {
    const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
    if (found !== 'ok') throw damaged(path, found.replaceAll('\n', ' '))
  } catch (error) {
    throw isDamage(error) ? damaged(path, (error as Error).message, error) : error
  } finally {
    database.close()
  }
}

const damaged = (path: string, found: string, cause?: unknown): IndicatorsUnavailable =>
  new IndicatorsUnavailable(`${path} is damaged: ${found}`, damagedHint, cause)

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
