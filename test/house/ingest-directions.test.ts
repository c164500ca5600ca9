// Within ingest/ each layer knows what lies below it and nothing of what lies above: readings, facts, indicators, reports, API.
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repository } from '../support/process.ts'

const mayNotImport: Readonly<Record<string, readonly string[]>> = {
  store: ['pipeline', 'rollups', 'facts', 'indicators', 'reports', 'api'],
  rollups: ['facts', 'indicators', 'reports', 'api'],
  facts: ['rollups', 'indicators', 'reports', 'api'],
  indicators: ['rollups', 'reports', 'api'],
  reports: ['api'],
  pipeline: ['facts', 'reports', 'api'],
}

it.each(Object.entries(mayNotImport))('ingest/%s imports nothing of %j', async (folder, others) => {
  const imported = new RegExp(`(?:from|import\\(?) ?'(?:\\.\\./)+(?:ingest/)?(?:${others.join('|')})/`)
  const found: string[] = []
  for await (const path of glob(`ingest/${folder}/**/*.ts`, { cwd: repository })) {
    if (imported.test(await readFile(join(repository, path), 'utf8'))) found.push(path)
  }

  expect(found).toEqual([])
})
