import { describe, expect, it } from 'vitest'
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
})
