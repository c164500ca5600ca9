import { describe, expect, it } from 'vitest'
import { type ApiSite, apiSite, heardOf } from './api-site.ts'

const states = ['online', 'lost', 'silent', 'unknown'] as const

/** 25 devices of two kinds at two facilities in turns of states; those of state unknown were never heard of. */
async function siteWithDevices(): Promise<ApiSite> {
  const site = await apiSite()
  for (let i = 0; i < 25; i++) {
    const id = `d-${String(i).padStart(2, '0')}`
    const kind = i % 2 ? 'meter' : 'charger'
    site.register.addDevice({ id, kind, facility: i % 5 ? 'estate-01' : 'estate-02' })
    const state = states[i % 4] ?? 'unknown'
    if (state !== 'unknown') heardOf(site, id, { kind, state, since: 1_000, cause: 'reading', lastReceived: 1_000 })
  }
  return site
}

async function allPages(site: ApiSite, query: string): Promise<string[][]> {
  const pages: string[][] = []
  let cursor = ''
  do {
    const { items, next } = (await site.get(`/api/v1/devices?${query}${cursor && `&cursor=${cursor}`}`)).json()
    pages.push(items.map(({ id }: { id: string }) => id))
    cursor = next ?? ''
  } while (cursor)
  return pages
}

describe('the list of devices', () => {
  const queries = [
    '',
    'state=online',
    'state=unknown',
    'state=offline',
    'kind=meter&state=lost',
    'facility=estate-02',
    'town=loudong&state=silent',
    'circle=huiyang',
    'q=d-1',
    'q=沙溪&state=online',
  ]

  it.each(queries)('pages of "%s" neither skip nor repeat, and none but a first is empty', async (query) => {
    const site = await siteWithDevices()

    const whole = (await allPages(site, `${query}&limit=1000`)).flat()
    for (const limit of [1, 2, 3, 7, 25]) {
      const pages = await allPages(site, `${query}&limit=${limit}`)
      expect(pages.flat()).toEqual(whole)
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true)
      expect(pages.length === 1 || pages.every((page) => page.length > 0)).toBe(true)
    }
    expect([...whole].sort()).toEqual(whole)
  })

  it('filters by what the register knows and what the pipeline knows at once', async () => {
    const site = await siteWithDevices()

    const { items } = (await site.get('/api/v1/devices?kind=meter&state=lost&town=loudong')).json()
    expect(items.map(({ id }: { id: string }) => id)).toEqual(['d-01', 'd-09', 'd-13', 'd-17', 'd-21'])
    expect(items[0]).toMatchObject({ kind: 'meter', state: 'lost', town: 'loudong', lastSeen: '1970-01-01T00:00:01.000Z' })
    expect((await site.get('/api/v1/devices?state=unknown')).json().items).toHaveLength(6)
  })

  it('goes on where it was although devices come and go in between', async () => {
    const site = await siteWithDevices()

    const first = (await site.get('/api/v1/devices?state=online&limit=3')).json()
    site.register.addDevice({ id: 'd-00a', kind: 'meter', facility: 'estate-01' })
    heardOf(site, 'd-00a', { state: 'online' })
    site.register.retireDevice('d-04')
    const second = (await site.get(`/api/v1/devices?state=online&limit=3&cursor=${first.next}`)).json()

    expect(first.items.map(({ id }: { id: string }) => id)).toEqual(['d-00', 'd-04', 'd-08'])
    expect(second.items.map(({ id }: { id: string }) => id)).toEqual(['d-12', 'd-16', 'd-20'])
  })

  it('finds the one that is lost among 10,000', async () => {
    const site = await apiSite()
    const record = {
      latest: { power: { value: 1, ts: 1, quality: 'good' as const }, energy: { value: 2, ts: 1, quality: 'good' as const } },
    }
    site.database.exec('BEGIN')
    site.register.database.transaction(() => {
      for (let i = 0; i < 10_000; i++) {
        const id = `c-${String(i).padStart(5, '0')}`
        site.register.addDevice({ id, kind: 'charger', facility: i % 2 ? 'estate-01' : 'estate-02' })
        heardOf(site, id, { state: i === 9_999 ? 'lost' : 'online', ...record })
      }
    })
    site.database.exec('COMMIT')

    const lost = (await site.get('/api/v1/devices?state=lost')).json()
    const online = (await site.get('/api/v1/devices?state=online&limit=1000')).json()

    expect(lost).toMatchObject({ items: [{ id: 'c-09999' }] })
    expect(lost.next).toBeUndefined()
    expect(online.items).toHaveLength(1_000)
    expect(online.next).toBeTruthy()
  })
})
