// What a folder, a disk or a hand may have done to a backup and its surroundings.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { fileTrouble } from '../../backup/backup-error.ts'
import { makeBackup } from '../../backup/make-backup.ts'
import { manifestName } from '../../backup/manifest.ts'
import { restoreBackup } from '../../backup/restore-backup.ts'
import { verifyBackup } from '../../backup/verify-backup.ts'
import { runKzProcess } from '../kz/run-kz.ts'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

const readings = { kind: 'sqlite' } as const
let root: string
let data: string

const at = (path: string): string => join(root, path)

function database(path: string): void {
  mkdirSync(join(path, '..'), { recursive: true })
  const made = new DatabaseSync(path)
  made.exec('CREATE TABLE row (id)')
  made.close()
}

beforeEach(async () => {
  root = await tempFolder()
  data = at('data')
  for (const path of ['register.sqlite', 'readings/2026-11-01.sqlite']) database(join(data, path))
})

describe('symbolic links', () => {
  test('a part of the data folder that lies on another disk is in the backup', async () => {
    renameSync(join(data, 'readings'), at('disk'))
    symlinkSync(at('disk'), join(data, 'readings'))
    symlinkSync(data, join(data, 'kinds')) // and back to where it stands

    const { files } = await makeBackup({ from: data, to: at('b'), readings })

    expect(Object.keys(files)).toContain('readings/2026-11-01.sqlite')
    expect((await verifyBackup(at('b'))).faults).toEqual([])
  })

  test('one that leads nowhere is named, as what is missing may be all readings', async () => {
    symlinkSync(at('not-mounted'), join(data, 'rollups'))

    await expect(makeBackup({ from: data, to: at('b'), readings })).rejects.toThrow(/rollups is a symbolic link that leads nowhere/)
  })

  test('no backup gets into the data folder by one', async () => {
    symlinkSync(data, at('link'))

    await expect(makeBackup({ from: at('link'), to: join(data, 'b'), readings })).rejects.toThrow(/cannot lie within/)
    await expect(makeBackup({ from: data, to: at('link/b/c'), readings })).rejects.toThrow(/cannot lie within/)
  })
})

test('a folder that a restore left half old and half new is not backed up', async () => {
  mkdirSync(join(data, '.restored'))

  await expect(makeBackup({ from: data, to: at('b'), readings })).rejects.toThrow(/half old and half new/)
})

describe('a restore', () => {
  beforeEach(async () => {
    await makeBackup({ from: data, to: at('b'), readings })
  })

  test.each([
    ['into a file', () => at('b/manifest.json/x'), /cannot be read or written|lie one within/],
    ['into a plain file', () => at('file'), /cannot be read or written/],
    ['into the backup itself', () => at('b/data'), /lie one within the other/],
    ['into the folder the backup lies in', () => root, /lie one within the other/],
  ])('%s is refused', async (_, to, sentence) => {
    writeFileSync(at('file'), '')

    await expect(restoreBackup({ from: at('b'), to: to(), replace: true })).rejects.toThrow(sentence)
    expect((await verifyBackup(at('b'))).faults).toEqual([])
  })

  test.each([
    ['without files', (manifest: object) => ({ ...manifest, files: undefined })],
    ['without a version', (manifest: object) => ({ ...manifest, version: undefined })],
    ['with a file outside', (manifest: object) => ({ ...manifest, files: { '../evil': { size: 0, sha256: '' } } })],
    ['with a file at an absolute path', (manifest: object) => ({ ...manifest, files: { '/evil': { size: 0, sha256: '' } } })],
  ])('of a manifest %s is refused in a sentence', async (_, changed) => {
    const manifest = JSON.parse(readFileSync(at(`b/${manifestName}`), 'utf8'))
    writeFileSync(at(`b/${manifestName}`), JSON.stringify(changed(manifest)))

    await expect(restoreBackup({ from: at('b'), to: at('new'), replace: false })).rejects.toThrow(/no finished backup/)
    await expect(verifyBackup(at('b'))).rejects.toThrow(/no finished backup/)
  })

  test('whose folder somebody writes into meanwhile changes nothing', async () => {
    const restored = restoreBackup({
      ...{ from: at('b'), to: at('new'), replace: false },
      onProgress: () => writeFileSync(at('new/register.sqlite'), 'mine'),
    })

    await expect(restored).rejects.toThrow(/not empty/)
    expect(readFileSync(at('new/register.sqlite'), 'utf8')).toBe('mine')
    expect(readdirSync(at('new')).filter((name) => !name.includes('.lock'))).toEqual(['register.sqlite'])
  })

  test('that fails after one died in the middle leaves the mark that keeps everybody from starting', async () => {
    mkdirSync(join(data, '.restored'))
    writeFileSync(join(data, '.restored/reports'), 'half')
    writeFileSync(at('b/data/register.sqlite'), 'rot')

    await expect(restoreBackup({ from: at('b'), to: data, replace: true })).rejects.toThrow(/damaged/)

    expect(existsSync(join(data, '.restored'))).toBe(true)
    const { lines, exited } = startProcess('register/main.ts', { env: { KZ_DATA: data } })
    await exited
    expect(lines.join('\n')).toContain('run kz restore DIR --replace again')
  })
})

test('that fails takes away what it wrote, and can be run again under the same name', async () => {
  mkdirSync(join(data, 'journal'))
  const [ingest, uplink] = [new DatabaseSync(join(data, 'ingest.sqlite')), new DatabaseSync(join(data, 'journal/uplink.sqlite'))]
  ingest.exec("CREATE TABLE progress (journal, next); INSERT INTO progress VALUES ('j', 19)")
  uplink.exec(
    "CREATE TABLE about (name, value); INSERT INTO about VALUES ('id', 'j'); CREATE TABLE batch (first); INSERT INTO batch VALUES (20)",
  )
  await expect(makeBackup({ from: data, to: at('b'), readings })).rejects.toThrow(/dropped messages/)
  ingest.exec('UPDATE progress SET next = 20')
  for (const each of [ingest, uplink]) each.close()

  await makeBackup({ from: data, to: at('b'), readings })

  expect(readdirSync(root).sort()).toEqual(['b', 'data'])
})

test('a full disk is told where it is full', () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })

  expect(fileTrouble(full, '/data/file', '/backup/file').words.en).toBe('The disk is full at /backup/file.')
  expect(fileTrouble(new Error('odd'), '/data/file', '/backup/file').words.en).toMatch(/^\/data\/file cannot/)
})

test('needs no password of the API, and names its faults in the language asked for', async () => {
  mkdirSync(join(data, 'admin-password')) // cannot be read
  const { code, stderr } = await runKzProcess(['backup', data], { KZ_DATA: data, LANG: 'zh_CN.UTF-8' })

  expect(code).toBe(1)
  expect(stderr).toMatch(/^备份不能放在数据文件夹 .* 之内。/)
})
