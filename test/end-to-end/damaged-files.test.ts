import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { openIndicatorsDatabase } from '../../ingest/indicators/database.ts'
import { startProcess } from '../support/process.ts'
import { type Ask, connectDevice, makeSite, type Site, signIn, startGateway, startIngest } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'

interface Health {
  parts: Record<string, { status: string; problem?: string; until?: string }>
}

const hour = 3_600_000
const pageSize = 4_096

const isDamaged = {
  deleted: (path: string) => rmSync(path),
  empty: (path: string) => truncateSync(path, 0),
  'cut off': (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  garbage: (path: string) => writeFileSync(path, 'x'.repeat(3 * pageSize)),
} as const

/** All pages of the file but its first one, where SQLite finds what tables there are. */
function spoilPages(path: string): void {
  const file = openSync(path, 'r+')
  for (let at = pageSize; at < statSync(path).size; at += pageSize) writeSync(file, 'y'.repeat(pageSize), at)
  closeSync(file)
}

/** What of the past hours is told, without how far it goes. */
function factsOf({ folder }: Site, until: number) {
  const reader = new FactsReader(join(folder, 'facts.sqlite'))
  const slices = [...reader.slices(undefined, 0, until)]
  reader.close()
  return slices
}

const allIsWell = (ask: Ask, since: number) =>
  waitFor(
    async () => {
      const { parts } = await ask<Health>('/health')
      return parts.facts?.status === 'ok' && parts.indicators?.status === 'ok' && Date.parse(parts.facts.until ?? '') > since
    },
    { what: 'facts and indicators to be well', timeoutMs: 60_000, everyMs: 200 },
  )

async function countedSite() {
  const site = await makeSite({ f1: 'freezer', f2: 'freezer' })
  const gateway = await startGateway(site)
  const from = (Math.floor(Date.now() / hour) - 5) * hour
  for (const device of ['f1', 'f2']) {
    const client = await connectDevice(site, gateway.mqtt, device)
    const all = Array.from({ length: 240 }, (_, index) => ({
      ts: from + index * 60_000,
      values: { temperature: -20 + (index % 30) / 10, energy: index },
    }))
    await client.publishAsync(`kz/v1/freezer/${device}/telemetry`, JSON.stringify(all), { qos: 1 })
  }
  return { site, until: from + 4 * hour }
}

describe('facts.sqlite', () => {
  it('deleted, cut off or spoilt is made anew with the same facts, and what was damaged is put aside and told', {
    timeout: 200_000,
  }, async () => {
    const { site, until } = await countedSite()
    const path = join(site.folder, 'facts.sqlite')
    const first = await startIngest(site)
    const begun = Date.now() - 60_000
    await waitFor(() => factsOf(site, until).filter(({ facts }) => facts.readings > 0).length === 8, { what: 'the facts' })
    const before = factsOf(site, until)
    await first.process.stop()

    for (const [how, damage] of Object.entries(isDamaged)) {
      damage(path)
      const ingest = await startIngest(site)
      await allIsWell(await signIn(ingest), begun)
      expect(factsOf(site, until), how).toEqual(before)
      expect(
        ingest.process.lines.some((line) => line.includes('facts.sqlite is damaged')),
        how,
      ).toBe(!['deleted', 'empty'].includes(how))
      await ingest.process.stop()
    }
    expect(readdirSync(site.folder).filter((name) => name.startsWith('facts.sqlite.damaged-'))).toHaveLength(2)
  })

  it('of which pages turn out to be spoilt while it is read is made anew without a restart', { timeout: 120_000 }, async () => {
    const { site, until } = await countedSite()
    const ingest = await startIngest(site)
    const begun = Date.now() - 60_000
    await waitFor(() => factsOf(site, until).filter(({ facts }) => facts.readings > 0).length === 8, { what: 'the facts' })
    const before = factsOf(site, until)
    await ingest.process.stop()
    spoilPages(join(site.folder, 'facts.sqlite'))

    const again = await startIngest(site)
    await allIsWell(await signIn(again), begun)
    expect(factsOf(site, until)).toEqual(before)
    expect(again.process.isRunning()).toBe(true)
  })
})

describe('indicators.sqlite', () => {
  it.each([
    ['cut off', isDamaged['cut off']],
    ['garbage', isDamaged.garbage],
    ['with spoilt pages', spoilPages],
  ])('%s keeps ingest from starting, which says what to do and touches nothing', { timeout: 60_000 }, async (_, damage) => {
    const site = await makeSite({})
    const path = join(site.folder, 'indicators.sqlite')
    openIndicatorsDatabase(path).close()
    damage(path)
    const bytes = readFileSync(path)

    const ingest = startProcess('ingest/main.ts', { env: { KZ_DATA: site.folder, KZ_HTTP_PORT: '0', KZ_NODERED_PORT: '0' } })
    expect(await ingest.exited).toMatchObject({ code: 1 })

    expect(ingest.lines.join('\n')).toMatch(/indicators\.sqlite is damaged: .*\n.*备份.*\n.*Restore it from a backup/)
    expect(readFileSync(path)).toEqual(bytes)
    expect(existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0).toBe(false)
  })

  it('of a newer version is left alone', async () => {
    const path = join(await tempFolder(), 'indicators.sqlite')
    openIndicatorsDatabase(path).close()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version=99')
    database.close()

    expect(() => openIndicatorsDatabase(path)).toThrow('was written by a newer version of kezhong')
  })
})
