import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrateIngestDatabase, openIngestDatabase } from '../../ingest/database.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { apiSite, entered, journalId } from './api-site.ts'

const hour = 3_600_000
const now = Date.parse('2026-11-23T12:30:00Z')
const thisHour = Date.parse('2026-11-23T12:00:00Z')

describe('the ledger', () => {
  it('adds up in total, per device and per hour', async () => {
    const site = await apiSite({ now: () => now })
    entered(
      site,
      { device: 'c1', hour: thisHour - hour, received: 10, stored: 7, duplicate: 2, quarantined: 1 },
      { device: 'c1', hour: thisHour, received: 5, stored: 5 },
      { device: 'm1', kind: 'meter', hour: thisHour, received: 3, stored: 3 },
    )

    expect((await site.get('/api/v1/ledger')).json()).toEqual({
      received: 18,
      stored: 15,
      duplicate: 2,
      quarantined: 1,
      pending: 0,
      balanced: true,
      pendingExact: true,
      devices: [
        { device: 'c1', kind: 'charger', received: 15, stored: 12, duplicate: 2, quarantined: 1, pending: 0, balanced: true },
        { device: 'm1', kind: 'meter', received: 3, stored: 3, duplicate: 0, quarantined: 0, pending: 0, balanced: true },
      ],
    })
    const one = (await site.get('/api/v1/ledger?device=c1')).json()
    expect(one).toMatchObject({ received: 15, balanced: true })
    expect(one.devices[0].hours).toEqual([
      { hour: '2026-11-23T11:00:00.000Z', received: 10, stored: 7, duplicate: 2, quarantined: 1, balanced: true },
      { hour: '2026-11-23T12:00:00.000Z', received: 5, stored: 5, duplicate: 0, quarantined: 0, balanced: true },
    ])
    expect((await site.get('/api/v1/ledger?kind=meter')).json()).toMatchObject({ received: 3, devices: [{ device: 'm1' }] })
    expect((await site.get(`/api/v1/ledger?from=${thisHour + 60_000}`)).json()).toMatchObject({
      received: 8,
      from: '2026-11-23T12:00:00.000Z',
    })
    expect((await site.get(`/api/v1/ledger?to=${thisHour}`)).json()).toMatchObject({ received: 10 })
  })

  it('says so when something was lost', async () => {
    const site = await apiSite({ now: () => now })
    entered(site, { device: 'c1', hour: thisHour, received: 5, stored: 4 }, { device: 'c2', hour: thisHour, received: 1, stored: 1 })

    const ledger = (await site.get('/api/v1/ledger')).json()
    expect(ledger.balanced).toBe(false)
    expect(ledger.devices.map(({ balanced }: { balanced: boolean }) => balanced)).toEqual([false, true])
  })

  it('counts what waits in the journal as received, also of a device of which everything waits', async () => {
    const site = await apiSite({ now: () => now })
    site.register.addDevice({ id: 'm1', kind: 'meter', facility: 'estate-01' })
    site.database.prepare('INSERT INTO progress VALUES (?, ?)').run(journalId, 7)
    entered(site, { device: 'c1', hour: thisHour, received: 5, stored: 5 })
    site.said.pending = {
      total: 6,
      byDevice: new Map([
        ['c1', 2],
        ['m1', 4],
      ]),
      exact: true,
    }

    const ledger = (await site.get('/api/v1/ledger')).json()
    expect(ledger).toMatchObject({ received: 11, stored: 5, pending: 6, balanced: true })
    expect(ledger.devices).toMatchObject([
      { device: 'c1', received: 7, pending: 2 },
      { device: 'm1', kind: 'meter', received: 4, pending: 4, balanced: true },
    ])
    expect((await site.get('/api/v1/ledger?kind=meter')).json()).toMatchObject({ received: 4, pending: 4 })
    expect((await site.get(`/api/v1/ledger?to=${thisHour - hour}`)).json()).toMatchObject({ received: 0, pending: 0 })
  })

  it('pages its devices without a gap or a repeat', async () => {
    const site = await apiSite({ now: () => now })
    for (let i = 0; i < 9; i++) entered(site, { device: `c${i}`, hour: thisHour, received: 1, stored: 1 })
    site.said.pending = {
      total: 3,
      byDevice: new Map([
        ['a0', 1],
        ['c5x', 1],
        ['z9', 1],
      ]),
      exact: true,
    }
    const whole = ['a0', 'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c5x', 'c6', 'c7', 'c8', 'z9']

    for (const limit of [1, 2, 5, 12]) {
      const seen: string[] = []
      let cursor = ''
      do {
        const page = (await site.get(`/api/v1/ledger?limit=${limit}${cursor && `&cursor=${cursor}`}`)).json()
        expect(page).toMatchObject({ received: 12, pending: 3 })
        seen.push(...page.devices.map(({ device }: { device: string }) => device))
        cursor = page.next ?? ''
      } while (cursor)
      expect(seen).toEqual(whole)
    }
  })

  it('has the same totals, over all or of a kind, as its devices together, whatever is entered when', async () => {
    const site = await apiSite({ now: () => now })
    const upsert = site.database.prepare(`
      INSERT INTO ledger (device, hour, kind, received, stored, duplicate, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET received = received + excluded.received, stored = stored + excluded.stored,
        duplicate = duplicate + excluded.duplicate, quarantined = quarantined + excluded.quarantined`)
    for (let i = 0; i < 200; i++) {
      const kind = i % 3 ? 'charger' : 'meter'
      upsert.run(`${kind}-${i % 12}`, thisHour - (i % 5) * hour, kind, i + 3, i, 2, 1)
    }

    for (const filter of [
      '',
      'kind=charger',
      'kind=meter',
      `from=${thisHour - 2 * hour}`,
      `kind=meter&to=${thisHour}`,
      'device=charger-1',
    ]) {
      const { devices, received, stored, duplicate, quarantined } = (await site.get(`/api/v1/ledger?${filter}`)).json()
      const sum = (name: string) => devices.reduce((total: number, each: Record<string, number>) => total + (each[name] ?? 0), 0)
      expect({ received, stored, duplicate, quarantined }, filter).toEqual({
        received: sum('received'),
        stored: sum('stored'),
        duplicate: sum('duplicate'),
        quarantined: sum('quarantined'),
      })
      expect(received, filter).toBeGreaterThan(0)
    }
    expect((await site.get('/api/v1/ledger')).json().received).toBe((199 * 200) / 2 + 3 * 200)
    expect((await site.get('/api/v1/ledger?device=charger-1&kind=meter')).json()).toMatchObject({ received: 0, devices: [] })
  })

  it('of everything is never added up from its rows', async () => {
    const site = await apiSite({ now: () => now })
    entered(site, { device: 'c1', hour: thisHour, received: 5, stored: 5 })
    site.database.exec('UPDATE ledger_total SET received = 1000')

    expect((await site.get('/api/v1/ledger')).json().received).toBe(1_000)
  })

  it('keeps its totals when the file is older than they are', async () => {
    const path = join(await tempFolder(), 'ingest.sqlite')
    const old = new DatabaseSync(path)
    migrateIngestDatabase(old, 'ingest.sqlite', 1)
    old.exec(`INSERT INTO ledger VALUES (1, 'c1', 'charger', 4, 3, 1, 0), (1, 'c2', 'charger', 6, 6, 0, 0)`)
    old.close()

    const database = openIngestDatabase(path)
    const totals = database.prepare('SELECT * FROM ledger_total').all()
    database.close()
    expect(totals).toEqual([{ hour: 1, kind: 'charger', received: 10, stored: 9, duplicate: 1, quarantined: 0 }])
  })

  it('of an older file says until when receipts were not noted, and births what devices said last', async () => {
    const path = join(await tempFolder(), 'ingest.sqlite')
    const old = new DatabaseSync(path)
    migrateIngestDatabase(old, 'ingest.sqlite', 1)
    old.exec(`INSERT INTO ledger VALUES (${thisHour}, 'c1', 'charger', 4, 3, 1, 0)`)
    const put = old.prepare("INSERT INTO device VALUES (?, 'charger', 'online', 1, 'data', ?, NULL)")
    put.run('c1', '{"birth":{"every":15}}')
    put.run('c2', '{"birth":{"every":"often"}}')
    put.run('c3', '{}')
    old.close()

    const database = openIngestDatabase(path)
    const noted = database.prepare('SELECT * FROM activity_noted').get()
    const reporting = database.prepare('SELECT * FROM reporting').all()
    database.close()
    expect(noted).toEqual({ since: thisHour + hour })
    expect(reporting).toEqual([{ device: 'c1', since: 0, seconds: 15 }])
  })
})

describe('GET /export/ledger', () => {
  it('has every hour of every device, once, whatever the size of the page', async () => {
    const site = await apiSite({ now: () => now })
    const rows = ['c1', 'c2', 'c3'].flatMap((device) =>
      [0, 1, 2, 3].map((back) => ({ device, hour: thisHour - (3 - back) * hour, received: 4, stored: 2, duplicate: 1, quarantined: 1 })),
    )
    entered(site, ...rows, { device: 'm1', kind: 'meter', hour: thisHour, received: 1, stored: 1 })
    const all = [...rows.map((row) => [row.hour, row.device, 'charger', 4, 2, 1, 1]), [thisHour, 'm1', 'meter', 1, 1, 0, 0]]

    const read = async (query: string): Promise<unknown[]> => {
      const found: unknown[] = []
      for (let cursor = ''; ; ) {
        const page = (await site.get(`/api/v1/export/ledger?${query}${cursor && `&cursor=${cursor}`}`)).json()
        found.push(...page.rows)
        if (page.next === undefined) return found
        cursor = page.next
      }
    }
    for (const limit of [1, 3, 4, 5, 100]) expect(await read(`limit=${limit}`)).toEqual(all)
    expect(await read('kind=meter')).toEqual(all.slice(-1))
    expect(await read(`device=c2&limit=1&from=${thisHour - hour}&to=${thisHour}`)).toEqual([[thisHour - hour, 'c2', 'charger', 4, 2, 1, 1]])
    expect((await site.get('/api/v1/export/ledger?device=c9')).statusCode).toBe(400)
  })
})
