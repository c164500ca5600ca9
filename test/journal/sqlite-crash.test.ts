import { appendFile, stat, truncate } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JournalPaths, journalPaths } from '../../journal/sqlite-files.ts'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { entry, numbered, readAll, textOf, texts } from './entries.ts'
import { openIn, openSqlite, whatACrashLeaves } from './sqlite-journal.ts'

const bytesOf = async (path: string): Promise<number> => (await stat(path)).size

describe('a writer that is killed', () => {
  /** Kills it after about so many acknowledgements; gives what it acknowledged, offset → text. */
  async function writeAndKill({ entries, consumers }: JournalPaths, run: number, afterLines: number): Promise<Map<number, string>> {
    const { lines, kill } = startProcess('test/journal/appender.ts', { args: [entries, consumers, String(run)] })
    await waitFor(() => lines.length >= afterLines, { what: () => `${afterLines} acknowledgements, seen ${lines.length}`, everyMs: 1 })
    await kill()
    const acknowledged = new Map<number, string>()
    for (const line of lines) {
      const found = /^acknowledged (\d+) (\d+) (\d+)$/.exec(line)
      if (!found) continue // the last line may be cut
      const [offset = 0, count = 0, number = 0] = found.slice(1).map(Number)
      for (let index = 0; index < count; index++) acknowledged.set(offset + index, `${run}:${number + index}`)
    }
    return acknowledged
  }

  it('leaves everything it acknowledged, without a gap, and nothing that was not sent', { timeout: 120_000 }, async () => {
    const folder = await tempFolder()
    const paths = journalPaths(folder, 'uplink')
    const acknowledged = new Map<number, string>()
    let before = 0

    for (let run = 0; run < 10; run++) {
      const lines = Math.floor(Math.random() * 300)
      for (const [offset, text] of await writeAndKill(paths, run, lines)) acknowledged.set(offset, text)

      const journal = await openIn(folder)
      const kept = await readAll(journal.reader)
      await journal.writer.stop()
      await journal.reader.stop()

      expect(kept.map(({ offset }) => offset)).toEqual(kept.map((_, index) => index))
      const written = kept.map((one) => textOf(one).trimEnd())
      expect([...acknowledged].filter(([offset, text]) => written[offset] !== text)).toEqual([])
      const ofThisRun = written.slice(before)
      expect(ofThisRun).toEqual(ofThisRun.map((_, index) => `${run}:${index}`))
      before = kept.length
    }

    expect(acknowledged.size).toBeGreaterThan(0)
  })
})

describe('a -wal file that a power cut has torn', () => {
  /** Ten appends, and how long the file was when each was acknowledged. */
  async function written() {
    const journal = await openIn(await tempFolder())
    const wal = `${journal.paths.entries}-wal`
    const lengths = [await bytesOf(wal)]
    for (let from = 0; from < 100; from += 10) {
      // Some in the page of their neighbours, some over several pages.
      await journal.writer.append(numbered(10, from).map((one) => entry(textOf(one).padEnd((from % 40) * 150, '.'))))
      lengths.push(await bytesOf(wal))
    }
    return { journal, lengths }
  }

  it('costs nothing that was complete before the tear, and the journal goes on', { timeout: 120_000 }, async () => {
    const { journal, lengths } = await written()
    const all = texts(await readAll(journal.reader))
    const longest = lengths.at(-1) ?? 0

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: lengths[0] ?? 0, max: longest }), fc.uint8Array({ maxLength: 40_000 }), async (cut, garbage) => {
        const folder = await whatACrashLeaves(journal.paths)
        const wal = `${journalPaths(folder, 'uplink').entries}-wal`
        await truncate(wal, cut)
        await appendFile(wal, garbage)
        const complete = lengths.findLastIndex((length) => length <= cut) * 10

        const { writer, reader, reopen } = await openIn(folder)

        expect(texts(await readAll(reader))).toEqual(all.slice(0, complete))
        expect(await writer.append([entry('after the tear')])).toBe(complete)
        const again = await reopen()
        expect(texts(await readAll(again.reader))).toEqual([...all.slice(0, complete), 'after the tear'])
        await again.reader.stop()
        await again.writer.stop()
      }),
      {
        numRuns: 40,
        examples: [
          [longest, new Uint8Array()],
          [longest - 1, new Uint8Array()],
          [lengths[0] ?? 0, new Uint8Array(100)],
        ],
      },
    )
  })

  it('costs nothing that a checkpoint has brought home', async () => {
    const { journal } = await written()
    const reopened = await journal.reopen()
    await reopened.writer.append(numbered(10, 100))
    const folder = await whatACrashLeaves(journal.paths)
    await truncate(`${journalPaths(folder, 'uplink').entries}-wal`, 100)

    const { writer, reader } = await openIn(folder)

    expect((await readAll(reader)).map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, index) => index))
    expect(await writer.append(numbered(10, 100))).toBe(100)
  })

  it('does not make offsets begin again that a consumer knows already', async () => {
    const { journal } = await written()
    await journal.reader.commit('ingest', 100)
    const folder = await whatACrashLeaves(journal.paths)
    await truncate(`${journalPaths(folder, 'uplink').entries}-wal`, (await bytesOf(`${journal.paths.entries}-wal`)) - 1)

    const { writer, reader } = await openIn(folder)

    expect(await reader.head()).toBe(90)
    expect(await writer.append([entry('next')])).toBe(100)
    expect(texts((await reader.read(100, { entries: 10, bytes: 1_000 })).entries)).toEqual(['next'])
  })
})

describe('a checkpoint', () => {
  it('is not held up by a reader that stopped half-way, so that the -wal file stays bounded', async () => {
    const { writer, reader, paths } = (await openSqlite()) as Awaited<ReturnType<typeof openIn>>
    const large = numbered(64).map((one) => entry(textOf(one).padEnd(128 * 1024, '.')))

    for (let round = 0; round < 16; round++) {
      await writer.append(large)
      await reader.read(round * 64, { entries: 1, bytes: 1 })
    }

    expect(await bytesOf(paths.entries)).toBeGreaterThan(64 << 20)
    expect(await bytesOf(`${paths.entries}-wal`)).toBeLessThan(64 << 20)
  })
})
