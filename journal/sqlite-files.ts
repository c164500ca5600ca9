import { randomBytes } from 'node:crypto'
import { mkdirSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { FileOfNewerVersion, versionOf } from './file-version.ts'
import { JournalUnavailable } from './journal.ts'
import { asUnavailable, busyCode, codeOf } from './sqlite-faults.ts'

/**
 * KZ_DATA/journal/{name}.sqlite holds the entries; only the writer writes it. {name}.consumers.sqlite holds how far each consumer is;
 * so consumers in other processes never wait for the writer's lock, nor it for theirs.
 */
export interface JournalPaths {
  readonly entries: string
  readonly consumers: string
}

export const journalPaths = (folder: string, name: 'uplink' | 'downlink'): JournalPaths => ({
  entries: `${folder}/${name}.sqlite`,
  consumers: `${folder}/${name}.consumers.sqlite`,
})

const lockWaitMs = 10_000

/** Of entries and consumers alike. */
export const journalVersion = 1

/**
 * Pages of 16 KiB: a commit under load is one row of many kilobytes. A checkpoint each 32 MiB of them, after which the -wal file is written
 * again from its beginning. Whoever comes first makes the file: there is one id, however many start at once.
 */
const entriesSetUp = `
  PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000; PRAGMA journal_size_limit=67108864;
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS batch (
    first INTEGER PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL
  );
  INSERT OR IGNORE INTO about VALUES ('id', '{id}');
  COMMIT`

/** A position counts for the journal it was committed to; one that took its place begins anew. */
const consumersSetUp = `
  PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
  CREATE TABLE IF NOT EXISTS consumer (name TEXT PRIMARY KEY, journal TEXT NOT NULL, next INTEGER NOT NULL) WITHOUT ROWID`

/** Opens the entries and hands them on; they are closed again when `prepare` fails. */
export async function openEntries<Opened>(path: string, prepare: (database: DatabaseSync) => Promise<Opened>): Promise<Opened> {
  const database = await open(path, entriesSetUp.replace('{id}', randomBytes(3).toString('hex')))
  try {
    return await prepare(database)
  } catch (error) {
    database.close()
    throw asUnavailable(error, path)
  }
}

export const openConsumers = (path: string): Promise<DatabaseSync> => open(path, consumersSetUp)

/** Processes that make the file at the same moment may collide where SQLite does not wait by itself: turning WAL on. */
async function open(path: string, setUp: string): Promise<DatabaseSync> {
  const deadline = performance.now() + lockWaitMs
  for (;;) {
    try {
      return openOnce(path, setUp)
    } catch (error) {
      if (codeOf(error) !== busyCode || performance.now() > deadline) throw asUnavailable(error, path)
    }
    await pause(5)
  }
}

function openOnce(path: string, setUp: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  refuseLoneWal(path)
  const database = new DatabaseSync(path, { timeout: lockWaitMs })
  try {
    const version = versionOf(database)
    if (version > journalVersion) throw ofNewerVersion(path)
    database.exec(setUp)
    // The first release wrote the same tables without a version.
    if (version < journalVersion) database.exec(`PRAGMA user_version=${journalVersion}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function ofNewerVersion(path: string): JournalUnavailable {
  const { message, hint } = new FileOfNewerVersion(path)
  return new JournalUnavailable(message, { hint })
}

/** Danger: SQLite deletes a -wal file whose main file is missing or empty, and with it what was acknowledged last. */
function refuseLoneWal(path: string): void {
  // In this order: while another process makes both, the main file is filled first.
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false })
  if (!wal?.size || statSync(path, { throwIfNoEntry: false })?.size) return
  throw new JournalUnavailable('the journal file is missing, its -wal file is there', {
    hint: {
      zh: `${path} 不见了或为空，但 ${path}-wal 里还有已确认的消息：请把原文件放回；若已找不回，请把 -wal 文件移到别处保存后再启动，新日志从头开始。`,
      en: `${path} is missing or empty, while ${path}-wal holds acknowledged messages: put the file back. If it is gone for good, move the -wal file aside and start again; a new journal begins.`,
    },
  })
}

/** Tells whether a path still names the file that was opened: what is written to a file that was taken away is lost. */
export function watchReplacement(path: string): () => void {
  const opened = statSync(path)
  return () => {
    const now = statSync(path, { throwIfNoEntry: false })
    if (now && isSame(now, opened)) return
    throw new JournalUnavailable('the journal file was taken away', {
      hint: {
        zh: `运行期间 ${path} 被移走、删除或替换：请停止全部服务；需要保留就把原文件放回，然后重新启动。`,
        en: `${path} was moved, deleted or replaced while in use: stop everything, put the file back if it is wanted, and start again.`,
      },
    })
  }
}

const isSame = (one: Stats, other: Stats): boolean => one.ino === other.ino && one.dev === other.dev

/** One past the last offset. The last batch is never dropped, so that offsets never begin again. */
export const headQuery = 'SELECT first + count AS head FROM batch ORDER BY first DESC LIMIT 1'

export function idOf(database: DatabaseSync): string {
  return (database.prepare("SELECT value FROM about WHERE name = 'id'").get() as { value: string }).value
}
