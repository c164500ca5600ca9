import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JournalEntry, JournalUnavailable } from '../../journal/journal.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { entry, numbered, texts } from './entries.ts'
import { openIn } from './sqlite-journal.ts'

const pageBytes = 16_384

/** What start() or an append says when it cannot; fails when it can. */
async function refusal(attempt: Promise<unknown>): Promise<JournalUnavailable> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(JournalUnavailable)
  return error as JournalUnavailable
}

/** 60 batches of ten entries, a few to the page, and three that take several pages each; closed, all of it in the main file. */
async function closedJournal() {
  const folder = await tempFolder()
  const { writer, reader, paths } = await openIn(folder)
  const written: string[] = []
  for (let batch = 0; batch < 60; batch++) {
    const wide = batch % 20 === 10 ? 6_000 : 300
    const entries = numbered(10, batch * 10).map(({ payload }) => entry(Buffer.from(payload).toString().padEnd(wide, '.')))
    await writer.append(entries)
    written.push(...texts(entries))
  }
  await reader.stop()
  await writer.stop()
  return { folder, paths, written, bytes: await readFile(paths.entries) }
}

async function readInSlices(reader: SqliteJournalReader) {
  const entries: JournalEntry[] = []
  const damaged: { from: number; to: number }[] = []
  for (let next = 0; ; ) {
    const slice = await reader.read(next, { entries: 35, bytes: 1 << 20 })
    entries.push(...slice.entries)
    damaged.push(...slice.damaged)
    if (slice.next === next) return { entries, damaged, next }
    expect(slice.next).toBeGreaterThan(next)
    next = slice.next
  }
}

/** Whatever rotted: each offset is either read as it was written or reported, in order; or the journal says that it cannot be used. */
async function readOrReported(path: string, written: readonly string[]): Promise<number> {
  const reader = new SqliteJournalReader({ entries: path, consumers: `${path}.consumers` })
  try {
    await reader.start()
    const { entries, damaged } = await readInSlices(reader)
    const covered = [...entries.map(({ offset }) => offset), ...damaged.flatMap(({ from, to }) => range(from, to))].sort((a, b) => a - b)
    expect(covered).toEqual(range(0, written.length))
    expect(texts(entries)).toEqual(entries.map(({ offset }) => written[offset]))
    return entries.length
  } catch (error) {
    expect(error).toBeInstanceOf(JournalUnavailable)
    return 0
  } finally {
    await reader.stop()
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)

describe('a batch whose bytes have rotted on the disk', () => {
  it('is reported, and does not stand in the way of those after it', async () => {
    const { folder, paths, written, bytes } = await closedJournal()
    bytes[bytes.indexOf('number 424')] = 0x4e
    await writeFile(paths.entries, bytes)

    const { writer, reader } = await openIn(folder)
    const { entries, damaged, next } = await readInSlices(reader as SqliteJournalReader)

    expect(damaged).toEqual([{ from: 420, to: 430 }])
    expect(texts(entries)).toEqual([...written.slice(0, 420), ...written.slice(430)])
    expect(next).toBe(600)
    expect(await writer.append([entry('goes on')])).toBe(600)
    expect(await reader.read(425, { entries: 1, bytes: 1 })).toMatchObject({ damaged: [{ from: 425, to: 430 }], next: 431 })
  })

  it('is reported when it is the last one', async () => {
    const { folder, paths, bytes } = await closedJournal()
    bytes[bytes.indexOf('number 599')] = 0x4e
    await writeFile(paths.entries, bytes)

    const { writer, reader } = await openIn(folder)

    expect(await reader.read(590, { entries: 100, bytes: 1 << 20 })).toEqual({ entries: [], damaged: [{ from: 590, to: 600 }], next: 600 })
    expect(await writer.append([entry('goes on')])).toBe(600)
  })

  it('is reported when it is the first one after those that were dropped', async () => {
    const { folder, paths } = await closedJournal()
    const journal = await openIn(folder)
    await journal.reader.commit('ingest', 200)
    await journal.writer.expire(Number.MAX_SAFE_INTEGER)
    await journal.reader.stop()
    await journal.writer.stop()
    const bytes = await readFile(paths.entries)
    // Wherever SQLite has left the same bytes behind when it moved a row.
    for (let place = bytes.indexOf('number 205'); place >= 0; place = bytes.indexOf('number 205')) bytes[place] = 0x4e
    await writeFile(paths.entries, bytes)

    const { reader } = await openIn(folder)

    expect(await reader.read(0, { entries: 1, bytes: 1 })).toMatchObject({ damaged: [{ from: 200, to: 210 }], next: 211 })
  })

  it('or a whole page of it, whichever: every entry is read as it was written, or reported', { timeout: 120_000 }, async () => {
    const { folder, written, bytes } = await closedJournal()
    const readable: number[] = []
    for (let page = 0; page < bytes.length / pageBytes; page++) {
      const rotten = Buffer.from(bytes).fill(0xa5, page * pageBytes, (page + 1) * pageBytes)
      const path = `${folder}/page-${page}.sqlite`
      await writeFile(path, rotten)

      readable.push(await readOrReported(path, written))
    }

    expect(readable.length).toBeGreaterThan(20)
    // All but the pages that hold the file together: most of the journal is there, whatever page is gone.
    expect(readable.filter((count) => count > 500).length).toBeGreaterThan(readable.length - 6)
  })

  it('or any bit of it: every entry is read as it was written, or reported', { timeout: 120_000 }, async () => {
    const { folder, written, bytes } = await closedJournal()
    let runs = 0

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.noBias(fc.nat(bytes.length - 1)), { minLength: 1, maxLength: 4 }),
        fc.noBias(fc.nat(7)),
        async (places, bit) => {
          const rotten = Buffer.from(bytes)
          for (const place of places) rotten[place] = (rotten[place] ?? 0) ^ (1 << bit)
          const path = `${folder}/bits-${++runs}.sqlite`
          await writeFile(path, rotten)

          await readOrReported(path, written)
          await rm(path)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a journal file that is none', () => {
  it.each([
    ['text', 'this was a database once\n'.repeat(2_000)],
    ['zeros', Buffer.alloc(100_000)],
  ])('but %s is left alone, and both sides say what to do', async (_, content) => {
    const paths = journalPaths(await tempFolder(), 'uplink')
    await writeFile(paths.entries, content)

    for (const side of [new SqliteJournalWriter(paths), new SqliteJournalReader(paths)]) {
      const { message, hint } = await refusal(side.start())

      expect(message).toMatch(/damaged/)
      expect(hint).toEqual({ zh: expect.stringContaining(paths.entries), en: expect.stringContaining(`${paths.entries} is damaged`) })
      expect(hint.en).toMatch(/move it aside/)
    }
    expect(await readFile(paths.entries)).toEqual(Buffer.from(content))
  })

  it('but somebody else’s database is refused too', async () => {
    const paths = journalPaths(await tempFolder(), 'uplink')
    const database = new DatabaseSync(paths.entries)
    database.exec('CREATE TABLE batch (something TEXT)')
    database.close()

    const { message, hint } = await refusal(new SqliteJournalWriter(paths).start())

    expect(message).toBe('the journal cannot be used')
    expect(hint.en).toContain(paths.entries)
  })

  it('and moved aside as the hint says makes way for a new one, whose consumers begin anew', async () => {
    const { folder, paths } = await closedJournal()
    const before = await openIn(folder)
    await before.reader.commit('ingest', 500)
    const id = await before.reader.id()
    await before.reader.stop()
    await before.writer.stop()
    await rename(paths.entries, `${paths.entries}.damaged`)

    const { writer, reader } = await openIn(folder)

    expect(await reader.id()).not.toBe(id)
    expect(await reader.committed('ingest')).toBeUndefined()
    expect(await writer.append([entry('first')])).toBe(0)
    expect(await writer.append([entry('second')])).toBe(1)
    expect(await writer.expire(Number.MAX_SAFE_INTEGER)).toBe(0)
    await reader.commit('ingest', 1)
    expect(await writer.expire(Number.MAX_SAFE_INTEGER)).toBe(1)
  })
})

describe('a journal file that is taken away', () => {
  it('while its -wal file stays is not begun anew, for SQLite would delete what is in there', async () => {
    const paths = journalPaths(await tempFolder(), 'uplink')
    await writeFile(`${paths.entries}-wal`, 'acknowledged messages')

    const { message, hint } = await refusal(new SqliteJournalWriter(paths).start())

    expect(message).toMatch(/-wal/)
    expect(hint.en).toMatch(/put the file back/)
    expect((await stat(`${paths.entries}-wal`)).size).toBeGreaterThan(0)
  })

  it('under a running writer and reader is noticed before anything more is acknowledged', async () => {
    const { writer, reader, paths } = await openIn(await tempFolder())
    await writer.append(numbered(3))

    await rename(paths.entries, `${paths.entries}.aside`)

    expect((await refusal(writer.append([entry('lost')]))).message).toMatch(/taken away/)
    expect((await refusal(reader.read(3, { entries: 1, bytes: 1 }))).hint.en).toMatch(/put the file back/)
    await rename(`${paths.entries}.aside`, paths.entries)
    expect(await writer.append([entry('back')])).toBe(3)
  })
})

describe('a journal that nobody has made yet', () => {
  it('is made once, whichever sides come first and however close together', async () => {
    const folder = await tempFolder()
    const files = 50
    const sides = 3
    const arrived = new SharedArrayBuffer(4 * files)
    const script = new URL('./simultaneous-opener.ts', import.meta.url)

    const ids = await Promise.all(
      range(0, sides).map(
        () =>
          new Promise<readonly string[]>((resolve, reject) => {
            new Worker(script, { workerData: { folder, files, sides, arrived } }).once('message', resolve).once('error', reject)
          }),
      ),
    )

    expect(ids[0]).toHaveLength(files)
    expect(new Set(ids[0]).size).toBe(files)
    for (const other of ids) expect(other).toEqual(ids[0])
  })
})
