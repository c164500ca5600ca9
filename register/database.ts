/**
 * register.sqlite: which facilities and devices exist, where they are and were, their credentials, and the people who sign in. Several
 * processes have it open at once and any of them may write, so every write is one short immediate transaction.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { migrations } from './migrations.ts'

const usualWaitMs = 10_000

/** The register cannot be used at all: nobody's input is at fault, and someone has to look after the file. */
export class RegisterUnavailable extends Error {
  override name = 'RegisterUnavailable'
  readonly hint: { readonly zh: string; readonly en: string }

  constructor(message: string, { hint, cause }: { hint: RegisterUnavailable['hint']; cause?: unknown }) {
    super(message, { cause })
    this.hint = hint
  }
}

/** The open file. Statements are prepared once for each text, so never put a value into the text. */
export interface RegisterDatabase {
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[]
  /** Gives the number of rows it touched. */
  run(sql: string, ...values: SQLInputValue[]): number
  /** All or nothing. Within another one it is part of that one. */
  transaction<Result>(work: () => Result): Result
  /** A transaction that changes the register: makes its version grow. */
  change<Result>(work: () => Result): Result
  version(): number
  /** How long a write waits for those of other processes; as long as usual when not given. */
  waitFor(ms?: number): void
  close(): void
}

/** Opens the file, and creates or migrates it where needed. */
export function openRegisterDatabase(path: string): RegisterDatabase {
  const database = openFile(path)
  try {
    migrate(database, path)
  } catch (error) {
    database.close()
    throw unavailable(path, error)
  }
  return wrap(database)
}

function openFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: usualWaitMs, enableForeignKeyConstraints: true })
  } catch (error) {
    throw unavailable(path, error)
  }
}

function unavailable(path: string, error: unknown): Error {
  if (error instanceof RegisterUnavailable) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new RegisterUnavailable(`The register ${path} cannot be opened: ${reason}`, {
    hint: {
      zh: '请检查其文件夹是否存在、可写，磁盘是否已满；文件损坏时从备份恢复。',
      en: 'Check that its folder exists and may be written, that the disk is not full, and restore the file from a backup if it is damaged.',
    },
    cause: error,
  })
}

function migrate(database: DatabaseSync, path: string): void {
  refuseNewer(database, path)
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  if (versionOf(database) === migrations.length) return
  database.exec('BEGIN IMMEDIATE')
  const version = versionOf(database) // another process may have been here first
  refuseNewer(database, path)
  for (const step of migrations.slice(version)) database.exec(step)
  database.exec(`PRAGMA user_version=${migrations.length}; COMMIT`)
}

/** The same as in journal/file-version.ts, which the register may not import. */
function refuseNewer(database: DatabaseSync, path: string): void {
  if (versionOf(database) > migrations.length) {
    throw new RegisterUnavailable(`The register ${path} was written by a newer version of kezhong`, {
      hint: {
        zh: '请重新安装写入它的版本，或恢复升级前的备份（kz restore）；旧版本无法理解其中的全部内容，未作任何改动。',
        en: 'Install that version again, or restore the backup from before the upgrade (kz restore); an older one would not understand everything in the file, and nothing in it was changed.',
      },
    })
  }
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
}

function wrap(database: DatabaseSync): RegisterDatabase {
  const statements = new Map<string, StatementSync>()

  function statement(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    const prepared = database.prepare(sql)
    statements.set(sql, prepared)
    return prepared
  }

  function transaction<Result>(work: () => Result): Result {
    if (database.isTransaction) return work()
    statement('BEGIN IMMEDIATE').run()
    try {
      const result = work()
      statement('COMMIT').run()
      return result
    } catch (error) {
      if (database.isTransaction) statement('ROLLBACK').run()
      throw error
    }
  }

  const change = <Result>(work: () => Result): Result =>
    transaction(() => {
      statement('UPDATE change SET version = version + 1').run()
      return work()
    })

  return {
    get: <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as Row[],
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    transaction,
    change,
    version: () => (statement('SELECT version FROM change').get() as { version: number }).version,
    waitFor: (ms = usualWaitMs) => database.exec(`PRAGMA busy_timeout = ${Math.floor(ms)}`),
    close: () => database.close(),
  }
}
