import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { JournalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { describeJournal } from './conformance.ts'
import { entry, numbered, readAll, textOf, texts } from './entries.ts'
import { openIn, openSqlite } from './sqlite-journal.ts'

describeJournal('SQLite', openSqlite)

function rowsIn({ entries }: JournalPaths): { count: number; bytes: number }[] {
  const database = new DatabaseSync(entries, { readOnly: true })
  try {
    const rows = database.prepare('SELECT count, length(body) AS bytes FROM batch ORDER BY first').all()
    return rows.map(({ count, bytes }) => ({ count: Number(count), bytes: Number(bytes) }))
  } finally {
    database.close()
  }
}

describe('a commit in SQLite', () => {
  it('is one for all appends of a turn, and one row', async () => {
    const { writer, paths } = await openIn(await tempFolder())

    await Promise.all(numbered(500).map((one) => writer.append([one])))
    await writer.append(numbered(20, 500))

    expect(rowsIn(paths).map(({ count }) => count)).toEqual([500, 20])
  })

  it('of much is cut into rows that a reader can take one at a time', async () => {
    const { writer, paths } = await openIn(await tempFolder())
    const large = numbered(64).map((one) => entry(textOf(one).padEnd(200_000, '.')))

    await Promise.all([writer.append(large), ...large.map((one) => writer.append([one])), writer.append(numbered(10_000))])

    const rows = rowsIn(paths)
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(10_128)
    expect(Math.max(...rows.map(({ bytes }) => bytes))).toBeLessThan(1.5 * (1 << 20))
    expect(Math.max(...rows.map(({ count }) => count))).toBeLessThanOrEqual(4_096)
    expect(rows.length).toBeLessThan(40)
  })
})

describe('two writers of one SQLite journal, though there should be one', () => {
  it('overwrite nothing of each other', async () => {
    const { writer, reader, paths } = await openIn(await tempFolder())
    const second = new SqliteJournalWriter(paths)
    await second.start()
    whenDone(() => second.stop())

    const firsts: number[] = []
    for (let from = 0; from < 40; from += 4) {
      firsts.push(await writer.append(numbered(2, from)), await second.append(numbered(2, from + 2)))
    }

    expect(firsts).toEqual(firsts.map((_, index) => index * 2))
    expect(texts(await readAll(reader))).toEqual(texts(numbered(40)))
  })
})
