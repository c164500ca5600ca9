import { join } from 'node:path'
import type { JournalEntry } from '../../journal/journal.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import type { Site } from '../support/site.ts'

/** Everything the gateway has written so far. */
export async function uplinkOf(site: Site): Promise<readonly JournalEntry[]> {
  const reader = new SqliteJournalReader(journalPaths(join(site.folder, 'journal'), 'uplink'))
  await reader.start()
  const entries: JournalEntry[] = []
  for (let next = 0; ; ) {
    const slice = await reader.read(next, { entries: 10_000, bytes: 64 << 20 })
    entries.push(...slice.entries)
    if (slice.next === next) break
    next = slice.next
  }
  await reader.stop()
  return entries
}

export const publishedBy = (entries: readonly JournalEntry[], device: string): JournalEntry[] =>
  entries.filter(({ key, headers }) => key === device && headers?.source !== 'gateway')

export const linksOf = (entries: readonly JournalEntry[], device: string): { topic: string; [name: string]: unknown }[] =>
  entries
    .filter(({ key, headers }) => key === device && headers?.source === 'gateway')
    .map(({ topic, payload }) => ({ topic, ...JSON.parse(Buffer.from(payload).toString('utf8')) }))
