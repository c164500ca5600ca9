import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { migrateIngestDatabase } from '../../ingest/database.ts'
import type { RejectionCode } from '../../ingest/quarantine/codes.ts'
import { fieldOf } from '../../ingest/quarantine/selection.ts'

const paths: [code: RejectionCode, path: string | undefined, field: string | undefined][] = [
  ['wrong-type', 'values.temperature', 'temperature'],
  ['wrong-type', 'temperature', 'temperature'],
  ['wrong-type', '[17].values.temperature', 'temperature'],
  ['wrong-type', '[17].temperature', 'temperature'],
  ['no-known-field', 'values', undefined],
  ['no-known-field', '[17].values', undefined],
  ['not-utf8', 'byte 10', undefined],
  ['not-an-object', '[17]', undefined],
  ['wrong-type', undefined, undefined],
  ['not-json', 'line 1 column 16', undefined],
]

it.each(paths)('refusals of one cause have one field: %s at %s', (code, path, field) => {
  expect(fieldOf({ code, ...(path !== undefined && { path }) })).toBe(field)
})

it('wherever in a list it stands', () => {
  expect(fieldOf({ code: 'wrong-type', path: '[2].lines[13].sku' })).toBe('lines[].sku')
})

it('what a former version refused is grouped, too, and still open', () => {
  const database = new DatabaseSync(':memory:')
  migrateIngestDatabase(database, 'ingest.sqlite', 2)
  const insert = database.prepare("INSERT INTO quarantine VALUES (?, 1, 'd', 'freezer', 1, 't', x'00', ?, ?, NULL, NULL, '{}', NULL)")
  for (const [index, [code, path]] of paths.entries()) insert.run(`j-${index}`, code, path ?? null)

  migrateIngestDatabase(database)
  const rows = database.prepare('SELECT field, replayed, attempts FROM quarantine ORDER BY id').all()
  database.close()

  expect(rows).toEqual(paths.map(([, , field]) => ({ field: field ?? null, replayed: null, attempts: 0 })))
})
