import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { whatBecomesOf } from '../../backup/contents.ts'
import { Retained } from '../../gateway/retained.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { factsSchema, factsVersion, openFactsDatabase } from '../../ingest/facts/database.ts'
import { openIndicatorsDatabase } from '../../ingest/indicators/database.ts'
import { Book } from '../../ingest/rollups/book.ts'
import { openDayFile } from '../../ingest/store/sqlite/day-file.ts'
import { RollupFile } from '../../ingest/store/sqlite/rollups/rollup-files.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import { openRegisterDatabase } from '../../register/database.ts'
import { repository, startProcess } from '../support/process.ts'
import { makeSite } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { fileVersions } from './file-versions.ts'

const journal = (folder: string, name: 'uplink' | 'downlink') =>
  new SqliteJournalReader(journalPaths(join(folder, 'journal'), name)).start()

/** How each file is opened by whoever uses it. */
const openers: Readonly<Record<string, (folder: string, path: string) => unknown>> = {
  'register.sqlite': (_, path) => openRegisterDatabase(path),
  'journal/uplink.sqlite': (folder) => journal(folder, 'uplink'),
  'journal/uplink.consumers.sqlite': (folder) => journal(folder, 'uplink'),
  'journal/downlink.sqlite': (folder) => journal(folder, 'downlink'),
  'journal/downlink.consumers.sqlite': (folder) => journal(folder, 'downlink'),
  'retained.sqlite': (_, path) => new Retained(path).start(),
  'ingest.sqlite': (_, path) => openIngestDatabase(path),
  'readings/YYYY-MM-DD.sqlite': (_, path) => openDayFile(path, { readOnly: false }),
  'rollups/rollups.sqlite': (_, path) => new Book(path),
  'rollups/hour-YYYY-MM.sqlite': (_, path) => new RollupFile(path, true),
  'rollups/day-YYYY.sqlite': (_, path) => new RollupFile(path, true),
  'rollups/indicator-YYYY.sqlite': (_, path) => new RollupFile(path, true),
  'facts.sqlite': (_, path) => openFactsDatabase(path),
  'indicators.sqlite': (_, path) => openIndicatorsDatabase(path),
}

describe.each(fileVersions)('$file', ({ file, example = file, version }) => {
  test('of a newer program is refused with what to do, and not a byte of it changes', async () => {
    const folder = await tempFolder()
    const path = join(folder, example)
    await mkdir(dirname(path), { recursive: true })
    const newer = new DatabaseSync(path)
    newer.exec(`CREATE TABLE something_new (a); PRAGMA user_version=${version + 1}`)
    newer.close()
    const bytes = readFileSync(path)

    const refused = await Promise.resolve()
      .then(() => openers[file]?.(folder, path))
      .catch((error: unknown) => error)

    expect(refused).toMatchObject({
      message: expect.stringContaining('was written by a newer version of kezhong'),
      hint: { zh: expect.stringContaining('请重新安装写入它的版本'), en: expect.stringContaining('Install that version again') },
    })
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  test('is in a backup, and its versions are in the upgrade notes in both languages', () => {
    expect(whatBecomesOf(example)).toMatchObject({ how: 'sqlite' })
    for (const notes of ['docs/upgrading.md', 'docs/upgrading.zh-CN.md']) {
      const rows = readFileSync(join(repository, notes), 'utf8').split('\n')
      const told = rows.flatMap((row) => (row.startsWith(`| \`${file}\` |`) ? [Number(row.split('|')[2])] : []))
      expect(told).toEqual(Array.from({ length: version }, (_, index) => index + 1))
    }
  })
})

test('columns of facts do not change without a new version of facts.sqlite', () => {
  const digests: Readonly<Record<number, string>> = { 1: 'f2a642fdbf7815a7' }

  expect(createHash('sha256').update(factsSchema).digest('hex').slice(0, 16)).toBe(digests[factsVersion])
})

test.each([
  ['gateway/main.ts', 'retained.sqlite'],
  ['ingest/main.ts', 'facts.sqlite'],
  ['ingest/main.ts', 'rollups/rollups.sqlite'],
])('%s does not start over a newer %s, and says why in one sentence', async (entry, file) => {
  const { folder } = await makeSite({})
  await mkdir(dirname(join(folder, file)), { recursive: true })
  const newer = new DatabaseSync(join(folder, file))
  newer.exec('PRAGMA user_version=99')
  newer.close()
  const ports = { KZ_MQTT_PORT: '0', KZ_MQTT_WS_PORT: '0', KZ_HTTP_PORT: '0' }

  const started = startProcess(entry, { env: { KZ_DATA: folder, ...ports } })

  expect((await started.exited).code).toBe(1)
  expect(started.lines.join('\n')).toMatch(/was written by a newer version of kezhong\n请重新安装.*\nInstall that version/)
})
