import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { demoCredentials } from '../../device-sim/credentials.ts'
import { type Ledger, type Reading, wholeSite } from '../end-to-end/whole-site.ts'
import { repository } from '../support/process.ts'
import { startGateway, startIngest } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { fileVersions } from './file-versions.ts'

/** However old the fixture is by now. */
const forEver = { KZ_READINGS_DAYS: '36500', KZ_QUARANTINE_DAYS: '36500', KZ_JOURNAL_DAYS: '36500' }

function ask<Row>(path: string, sql: string): Row {
  const database = new DatabaseSync(path, { readOnly: true })
  const row = database.prepare(sql).get() as Row
  database.close()
  return row
}

test('a data folder of the first release opens: every file is migrated, its readings are served, and it goes on', {
  timeout: 90_000,
}, async () => {
  const folder = await tempFolder()
  execFileSync('tar', ['-xzf', join(repository, 'test/backup/first-release/data.tar.gz'), '-C', folder])
  const before = ask<Ledger>(
    join(folder, 'ingest.sqlite'),
    'SELECT sum(received) AS received, sum(stored) AS stored, sum(quarantined) AS quarantined FROM ledger',
  )
  const { head } = ask<{ head: number }>(join(folder, 'journal/uplink.sqlite'), 'SELECT max(first + count) AS head FROM batch')
  const { next } = ask<{ next: number }>(join(folder, 'ingest.sqlite'), 'SELECT next FROM progress')
  const { device, kind, last } = ask<{ device: string; kind: string; last: number }>(
    join(folder, 'ingest.sqlite'),
    "SELECT device, kind, hour AS last FROM ledger WHERE kind = 'freezer' OR kind = 'meter' ORDER BY stored DESC",
  )
  expect(head).toBeGreaterThan(next)
  const password = demoCredentials(folder)(device).password ?? ''

  const made = { folder, passwords: new Map([[device, password]]) }
  const [gateway, ingest] = await Promise.all([startGateway(made, forEver), startIngest(made, forEver)])
  const site = await wholeSite(made, gateway, ingest)

  const from = new Date(last - 86_400_000).toISOString()
  const ledgerOf = (): Promise<Ledger> => site.ask(`/ledger?from=${from}`)
  const after = await waitFor(
    async () => {
      const ledger = await ledgerOf()
      return ledger.pending === 0 && ledger.received > before.received && ledger
    },
    { what: 'what waited in the journal', timeoutMs: 40_000 },
  )
  expect(after).toMatchObject({ balanced: true })
  expect(after.stored).toBeGreaterThan(before.stored)
  expect(before.quarantined).toBeGreaterThan(0)
  const { items } = await site.ask<{ items: Reading[] }>(`/devices/${device}/readings?from=${from}&limit=1000`)
  expect(items.length).toBeGreaterThan(5)
  const client = await site.connect(device)
  await client.publishAsync(`kz/v1/${kind}/${device}/telemetry`, `{"ts":${Date.now()},"values":{}}`, { qos: 1 })
  await waitFor(async () => (await ledgerOf()).received > after.received, { what: 'a message of now' })
  await waitFor(() => existsSync(join(folder, 'facts.sqlite')) && existsSync(join(folder, 'indicators.sqlite')), {
    what: 'files of later releases',
  })
  for (const { file, example = file, version } of fileVersions) {
    const path = join(folder, example)
    if (file !== example && !existsSync(path)) continue // a day of which nothing came meanwhile
    await waitFor(() => ask<{ user_version: number }>(path, 'PRAGMA user_version').user_version === version, {
      what: () => `${file} at version ${version}`,
    })
  }
})
