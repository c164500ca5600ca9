import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { JournalUnavailable } from '../../journal/journal.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { entry, readAll, textOf, texts } from './entries.ts'
import { canMount, smallDisk } from './small-disk.ts'
import { openIn } from './sqlite-journal.ts'

const mebibyte = 1 << 20
const isReal = canMount()

/** Somewhere to keep a journal that others can fill up and make room in again. */
interface Disk {
  readonly folder: string
  readonly room?: number
  fill(): void
  makeRoom(): void
}

/** Where mounting is not permitted, a bound on the journal's pages stands in for the disk, and dropping old entries for more room. */
async function newDisk(): Promise<Disk> {
  if (!isReal) return { folder: await tempFolder(), room: 4 * mebibyte, fill: () => {}, makeRoom: () => {} }
  const folder = await smallDisk(12 * mebibyte)
  const filler = join(folder, 'filler')
  const fill = (): void => {
    const { bavail, bsize } = statfsSync(folder)
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - mebibyte)), { flag: 'a' })
  }
  return { folder, fill, makeRoom: () => rmSync(filler) }
}

const numbered = (number: number) => entry(`number ${number}`.padEnd(5_000, '.'))

async function appendUntilRefused(writer: SqliteJournalWriter, from: number): Promise<{ kept: number; error: unknown }> {
  for (let kept = from; kept < from + 10_000; kept++) {
    try {
      await writer.append([numbered(kept)])
    } catch (error) {
      return { kept, error }
    }
  }
  throw new Error('the disk never became full')
}

describe(isReal ? 'a full disk' : 'a full disk, imitated by a bound on pages since this user may not mount one', () => {
  it('is answered with what to do, loses nothing, and is over as soon as there is room', async () => {
    const disk = await newDisk()
    const { writer, reader, reopen } = await openIn(disk.folder, disk.room)
    disk.fill()

    const { kept, error } = await appendUntilRefused(writer as SqliteJournalWriter, 0)

    expect(kept).toBeGreaterThan(10)
    expect(error).toBeInstanceOf(JournalUnavailable)
    expect((error as JournalUnavailable).message).toBe('the disk of the journal is full')
    expect(await reader.head()).toBe(kept)
    await expect(writer.append([numbered(kept)])).rejects.toBeInstanceOf(JournalUnavailable)

    disk.makeRoom()
    if (!isReal) {
      await reader.commit('ingest', 10)
      await writer.expire(Number.MAX_SAFE_INTEGER)
    }
    expect(await writer.append([numbered(kept)])).toBe(kept)

    const again = await reopen()
    const first = isReal ? 0 : 10
    expect(texts(await readAll(again.reader))).toEqual(
      Array.from({ length: kept + 1 - first }, (_, index) => textOf(numbered(first + index))),
    )
  })

  it('costs nothing that was acknowledged when the power is cut while it is full', async () => {
    const disk = await newDisk()
    const journal = await openIn(disk.folder, disk.room)
    disk.fill()
    const { kept } = await appendUntilRefused(journal.writer as SqliteJournalWriter, 0)

    const { reader } = await journal.crash()

    expect(texts(await readAll(reader))).toEqual(Array.from({ length: kept }, (_, number) => textOf(numbered(number))))
  })

  it.runIf(isReal)('is named when a journal cannot even be opened', async () => {
    const { folder } = await newDisk()
    const { bavail, bsize } = statfsSync(folder)
    writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize))

    const started = new SqliteJournalWriter(journalPaths(folder, 'uplink')).start()

    await expect(started).rejects.toMatchObject({
      name: 'JournalUnavailable',
      message: 'the disk of the journal is full',
      hint: { en: expect.stringMatching(/make room/) },
    })
  })
})
