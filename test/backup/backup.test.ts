import { existsSync, linkSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeBackup } from '../../backup/make-backup.ts'
import { restoreBackup } from '../../backup/restore-backup.ts'
import { verifyBackup } from '../../backup/verify-backup.ts'
import { lockFolder } from '../../journal/folder-lock.ts'
import { whenDone } from '../support/clean-up.ts'
import { repository, startCommand } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'

let root: string
let data: string

const readings = { kind: 'sqlite' } as const
const inData = (path: string): string => join(data, path)

function rowsIn(path: string, rows: number): DatabaseSync {
  mkdirSync(join(path, '..'), { recursive: true })
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, text TEXT)')
  const insert = database.prepare('INSERT INTO row (text) VALUES (?)')
  database.exec('BEGIN')
  for (let row = 0; row < rows; row++) insert.run('x'.repeat(1_000))
  database.exec('COMMIT')
  return database
}

function countIn(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const { count } = database.prepare('SELECT count(*) AS count FROM row').get() as { count: number }
  database.close()
  return count
}

/** The times of a file as if it had been written long ago are not what counts: ctime is, so it is waited for. */
const settled = (): Promise<unknown> => {
  const made = Date.now()
  return waitFor(() => Date.now() - made > 2_100, { what: 'files that are old enough to be sure of' })
}

beforeEach(async () => {
  root = await tempFolder()
  data = join(root, 'data')
  for (const path of ['register.sqlite', 'readings/2026-11-01.sqlite', 'readings/2026-11-02.sqlite']) rowsIn(inData(path), 10).close()
  writeFileSync(inData('admin-password'), 'secret\n')
})

describe('a backup', () => {
  test('has what is only in the -wal yet, and nothing of what is being written', async () => {
    const open = rowsIn(inData('ingest.sqlite'), 5)
    whenDone(() => open.close())
    open.exec("BEGIN IMMEDIATE; INSERT INTO row (text) VALUES ('not committed')")

    await makeBackup({ from: data, to: join(root, 'b'), readings })

    expect(countIn(join(root, 'b/data/ingest.sqlite'))).toBe(5)
    expect(statSync(join(root, 'b/data/ingest.sqlite')).mode & 0o777).toBe(0o600)
    expect(statSync(join(root, 'b/data/admin-password')).mode & 0o777).toBe(0o600)
    expect((await verifyBackup(join(root, 'b'))).faults).toEqual([])
  })

  test('of a file that is written all the time is one moment of it, and ends', async () => {
    const path = inData('ingest.sqlite')
    rowsIn(path, 3_000).close()
    const writer = startCommand(process.execPath, {
      args: [
        '-e',
        `const d = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(path)}, { timeout: 10000 })
         const put = d.prepare('INSERT INTO row (text) VALUES (?)')
         setInterval(() => { d.exec('BEGIN IMMEDIATE'); put.run('a'); put.run('b'); d.exec('COMMIT') }, 1); console.log('writes')`,
      ],
    })
    await writer.waitForLine(/writes/)

    const { files } = await makeBackup({ from: data, to: join(root, 'b'), readings })

    await waitFor(() => countIn(path) > countIn(join(root, 'b/data/ingest.sqlite')), { what: 'writes after the backup' })
    expect(countIn(join(root, 'b/data/ingest.sqlite')) % 2).toBe(0)
    expect(files['ingest.sqlite']?.damage).toBeUndefined()
  })

  test('links day files to the one before exactly when nothing has touched them', async () => {
    await settled()
    await makeBackup({ from: data, to: join(root, 'b1'), readings })
    const late = rowsIn(inData('readings/2026-11-02.sqlite'), 1)
    whenDone(() => late.close())

    await makeBackup({ from: data, to: join(root, 'b2'), base: join(root, 'b1'), readings })

    const inode = (backup: string, day: string): number => statSync(join(root, backup, `data/readings/2026-11-${day}.sqlite`)).ino
    expect(inode('b2', '01')).toBe(inode('b1', '01'))
    expect(inode('b2', '02')).not.toBe(inode('b1', '02'))
    expect(countIn(join(root, 'b2/data/readings/2026-11-02.sqlite'))).toBe(11)
    await rm(join(root, 'b1'), { recursive: true })
    expect((await verifyBackup(join(root, 'b2'))).faults).toEqual([])
  })

  test('copies a file that was written so lately that it cannot be sure, or whose times were set back', async () => {
    await makeBackup({ from: data, to: join(root, 'b1'), readings })
    await settled()
    const first = await makeBackup({ from: data, to: join(root, 'b2'), base: join(root, 'b1'), readings })
    utimesSync(inData('readings/2026-11-01.sqlite'), 1, 1)
    await makeBackup({ from: data, to: join(root, 'b3'), base: join(root, 'b2'), readings })

    const inode = (backup: string): number => statSync(join(root, backup, 'data/readings/2026-11-01.sqlite')).ino
    expect(first.files['readings/2026-11-01.sqlite']?.source).toBeDefined()
    expect(inode('b2')).not.toBe(inode('b1'))
    expect(inode('b3')).not.toBe(inode('b2'))
  })

  test('that is killed is none, and is not taken for one', async () => {
    rowsIn(inData('ingest.sqlite'), 20_000).close()
    const child = startCommand(process.execPath, {
      args: [join(repository, 'kz/main.ts'), 'backup', join(root, 'b')],
      env: { KZ_DATA: data },
    })
    await waitFor(() => existsSync(join(root, 'b.unfinished/data')), { what: 'a backup under way', everyMs: 1 })
    await child.kill()

    expect(existsSync(join(root, 'b'))).toBe(false)
    await expect(restoreBackup({ from: join(root, 'b.unfinished'), to: join(root, 'new'), replace: false })).rejects.toThrow(
      /no finished backup/,
    )
    await expect(makeBackup({ from: data, to: join(root, 'b'), readings })).rejects.toThrow(/was not finished, or is under way/)
    await rm(join(root, 'b.unfinished'), { recursive: true })
    await makeBackup({ from: data, to: join(root, 'b'), readings })
    expect((await verifyBackup(join(root, 'b'))).faults).toEqual([])
  })

  test('names a damaged file and keeps what there is of it', async () => {
    writeFileSync(inData('readings/2026-11-02.sqlite'), 'no database at all, but longer than the header of one'.repeat(40))

    const { files } = await makeBackup({ from: data, to: join(root, 'b'), readings })

    expect(files['readings/2026-11-02.sqlite']?.damage).toMatch(/not a database/)
    expect(files['readings/2026-11-01.sqlite']?.damage).toBeUndefined()
    expect((await verifyBackup(join(root, 'b'))).faults.map(({ en }) => en)).toEqual([expect.stringContaining('was damaged already')])
  })

  test('with a gap between the journal and the offset of ingest is none', async () => {
    mkdirSync(inData('journal'))
    const [ingest, uplink] = [new DatabaseSync(inData('ingest.sqlite')), new DatabaseSync(inData('journal/uplink.sqlite'))]
    uplink.exec(
      "CREATE TABLE about (name, value); INSERT INTO about VALUES ('id', 'j'); CREATE TABLE batch (first); INSERT INTO batch VALUES (20), (30)",
    )
    ingest.exec("CREATE TABLE progress (journal, next); INSERT INTO progress VALUES ('j', 19)")
    await expect(makeBackup({ from: data, to: join(root, 'b1'), readings })).rejects.toThrow(/dropped messages/)

    ingest.exec('UPDATE progress SET next = 20')
    await makeBackup({ from: data, to: join(root, 'b2'), readings })
    for (const database of [ingest, uplink]) database.close()
  })

  test('names a file nobody has thought of', async () => {
    writeFileSync(inData('notes.txt'), 'mine')

    expect((await makeBackup({ from: data, to: join(root, 'b'), readings })).unknown).toEqual(['notes.txt'])
  })

  test.each([
    ['into the data folder', () => ({ from: data, to: join(data, 'b') }), /cannot lie within/],
    ['of no data folder', () => ({ from: join(root, 'full'), to: join(root, 'b') }), /no data folder/],
    ['over something else', () => ({ from: data, to: data.replace(/data$/, 'full') }), /not empty/],
    ['on a base that is none', () => ({ from: data, to: join(root, 'b'), base: data }), /no finished backup/],
  ])('%s is refused', async (_, order, sentence) => {
    mkdirSync(join(root, 'full'))
    writeFileSync(join(root, 'full/file'), '')

    await expect(makeBackup({ ...order(), readings })).rejects.toThrow(sentence)
  })
})

describe('a restore', () => {
  beforeEach(async () => {
    await makeBackup({ from: data, to: join(root, 'b'), readings })
  })

  test('brings back what was there, and moves aside what is there now', async () => {
    rowsIn(inData('register.sqlite'), 7).close()
    await expect(restoreBackup({ from: join(root, 'b'), to: data, replace: false })).rejects.toThrow(/not empty/)

    const { aside } = await restoreBackup({ from: join(root, 'b'), to: data, replace: true })

    expect(countIn(inData('register.sqlite'))).toBe(10)
    expect(countIn(join(aside ?? '', 'register.sqlite'))).toBe(17)
    expect(readFileSync(inData('admin-password'), 'utf8')).toBe('secret\n')
  })

  test.each(['gateway', 'ingest', 'node-red'] as const)('is refused while %s works there', async (name) => {
    const lock = lockFolder(data, name)
    whenDone(() => lock.close())

    await expect(restoreBackup({ from: join(root, 'b'), to: data, replace: true })).rejects.toThrow(`${name} is working on`)
  })

  test('changes nothing when a byte of the backup differs', async () => {
    const copy = join(root, 'b/data/readings/2026-11-01.sqlite')
    const bytes = readFileSync(copy)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(copy, bytes)

    await expect(restoreBackup({ from: join(root, 'b'), to: data, replace: true })).rejects.toThrow(/damaged: readings\/2026-11-01/)
    await expect(restoreBackup({ from: join(root, 'b'), to: join(root, 'new'), replace: false })).rejects.toThrow(/damaged/)
    expect(countIn(inData('register.sqlite'))).toBe(10)
    expect(existsSync(join(root, 'new/register.sqlite'))).toBe(false)
    expect((await verifyBackup(join(root, 'b'))).faults).toHaveLength(1)
  })

  test('of a newer format or version is refused', async () => {
    const path = join(root, 'b/manifest.json')
    const manifest = JSON.parse(readFileSync(path, 'utf8'))
    for (const change of [{ format: 99 }, { version: '99.0.0' }]) {
      writeFileSync(path, JSON.stringify({ ...manifest, ...change }))

      await expect(restoreBackup({ from: join(root, 'b'), to: join(root, 'new'), replace: false })).rejects.toThrow(/newer version/)
    }
  })

  test('that died between old and new lets no process begin, until it is done again', async () => {
    mkdirSync(join(data, '.restored'))
    await rename(inData('register.sqlite'), inData('.restored/register.sqlite'))
    expect(() => lockFolder(data, 'ingest')).toThrow(/restore .* not finished/)

    await restoreBackup({ from: join(root, 'b'), to: data, replace: true })

    lockFolder(data, 'ingest').close()
    expect(countIn(inData('register.sqlite'))).toBe(10)
  })

  test('leaves a backup alone that another shares files with', async () => {
    linkSync(join(root, 'b/data/admin-password'), join(root, 'other'))
    await restoreBackup({ from: join(root, 'b'), to: join(root, 'new'), replace: false })
    writeFileSync(join(root, 'new/admin-password'), 'changed\n')

    expect(readFileSync(join(root, 'other'), 'utf8')).toBe('secret\n')
  })
})
