import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { JournalReader } from '../../journal/journal.ts'
import { type JournalPaths, journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { whenDone } from '../support/clean-up.ts'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import type { Open, OpenJournal } from './conformance.ts'

interface OpenSqliteJournal extends OpenJournal {
  readonly paths: JournalPaths
}

const pageBytes = 16_384

export const openSqlite: Open = async ({ room } = {}) => openIn(await tempFolder(), room)

export async function openIn(folder: string, room?: number): Promise<OpenSqliteJournal> {
  const paths = journalPaths(folder, 'uplink')
  const writer = new SqliteJournalWriter(paths, room ? { maxPages: room / pageBytes } : {})
  const reader = new SqliteJournalReader(paths)
  await Promise.all([writer.start(), reader.start()])
  whenDone(async () => {
    await writer.stop()
    await reader.stop()
  })
  return {
    paths,
    writer,
    reader,
    anotherReader: () => openReader(paths),
    followElsewhere: (consumer, count) => follow(paths, consumer, count),
    async reopen() {
      await reader.stop()
      await writer.stop()
      return openIn(folder, room)
    },
    async crash() {
      const left = await whatACrashLeaves(paths)
      await reader.stop()
      await writer.stop()
      return openIn(left, room)
    },
  }
}

async function openReader(paths: JournalPaths): Promise<JournalReader> {
  const reader = new SqliteJournalReader(paths)
  await reader.start()
  whenDone(() => reader.stop())
  return reader
}

/**
 * The files as they are now, without the -shm file, which a machine forgets; in a folder of their own. Copied by a command, since a
 * process that opens and closes SQLite's files beside SQLite gives away its locks.
 */
export async function whatACrashLeaves({ entries, consumers }: JournalPaths): Promise<string> {
  const folder = await tempFolder()
  for (const path of [entries, consumers].flatMap((main) => [main, `${main}-wal`])) {
    if (existsSync(path)) execFileSync('cp', [path, join(folder, basename(path))])
  }
  return folder
}

async function follow({ entries, consumers }: JournalPaths, consumer: string, count: number): Promise<readonly string[]> {
  const { lines, exited } = startProcess('test/journal/follower.ts', { args: [entries, consumers, consumer, String(count)] })
  const { code } = await exited
  if (code !== 0) throw new Error(`the follower ended with ${code}; it printed:\n${lines.slice(-30).join('\n')}`)
  return lines
}
