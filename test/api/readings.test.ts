import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ApiSite, apiSite, heardOf, point } from './api-site.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const minute = 60_000
const hour = 3_600_000

async function siteWithCharger(): Promise<ApiSite> {
  const site = await apiSite({ now: () => now })
  site.register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })
  site.register.addDevice({ id: 'v1', kind: 'vending', facility: 'estate-01' })
  return site
}

describe('latest', () => {
  it('has the newest value of each field, the state and the clock', async () => {
    const site = await siteWithCharger()
    heardOf(site, 'c1', {
      state: 'online',
      since: now - hour,
      cause: 'connected',
      latest: {
        power: { value: 7.2, ts: now - minute, quality: 'good' },
        status: { value: 'charging', ts: now - hour, quality: 'uncertain' },
      },
      clock: { offsetMs: -120, at: now, corrected: 0 },
    })

    expect((await site.get('/api/v1/devices/c1/latest')).json()).toEqual({
      values: {
        power: { value: 7.2, ts: '2026-11-23T11:59:00.000Z', quality: 'good' },
        status: { value: 'charging', ts: '2026-11-23T11:00:00.000Z', quality: 'uncertain' },
      },
      state: 'online',
      since: '2026-11-23T11:00:00.000Z',
      clock: {
        offsetMs: -120,
        at: '2026-11-23T12:00:00.000Z',
        corrected: 0,
        cause: 'unknown',
        message: { zh: expect.stringContaining('看不出'), en: expect.stringContaining('cannot be told') },
        policy: 'accept',
      },
    })
  })

  it('of a device that never spoke is empty, its state unknown', async () => {
    const { get } = await siteWithCharger()

    expect((await get('/api/v1/devices/c1/latest')).json()).toMatchObject({ values: {}, state: 'unknown', clock: null })
    expect((await get('/api/v1/devices/nobody/latest')).json()).toMatchObject({ status: 404, code: 'device-not-found' })
  })
})

describe('readings', () => {
  it('are those of the last 24 hours, newest last, also one whose clock is a little ahead', async () => {
    const { get, store } = await siteWithCharger()
    await store.write([
      point('c1', now - 25 * hour, { power: 1 }),
      point('c1', now - hour, { power: 2, status: 'charging' }),
      point('c1', now + 4 * minute, { power: 3 }, { received: now, quality: 'uncertain', reason: 'clock' }),
    ])

    expect((await get('/api/v1/devices/c1/readings')).json()).toEqual({
      items: [
        { ts: '2026-11-23T11:00:00.000Z', received: '2026-11-23T11:00:00.000Z', quality: 'good', values: { power: 2, status: 'charging' } },
        {
          ts: '2026-11-23T12:04:00.000Z',
          received: '2026-11-23T12:00:00.000Z',
          quality: 'uncertain',
          reason: 'clock',
          values: { power: 3 },
        },
      ],
    })
  })

  it.each([
    ['from=2026-11-22T11:00:00Z', [1, 2, 3]],
    ['from=2026-11-22T19:00:00%2B08:00&to=2026-11-23T11:00:00Z', [1]],
    ['from=2026-11-22T19:00:00+08:00&to=2026-11-23T11:00:00.001Z', [1, 2]],
    [`from=${now - hour}&to=${now}`, [2]],
    ['to=2026-11-22T12:00:00Z', [1]],
    ['to=2026-11-21T12:00:00Z', []],
  ])('%s gives the half-open range', async (query, powers) => {
    const { get, store } = await siteWithCharger()
    await store.write([point('c1', now - 25 * hour, { power: 1 }), point('c1', now - hour, { power: 2 }), point('c1', now, { power: 3 })])

    const { items } = (await get(`/api/v1/devices/c1/readings?${query}`)).json()
    expect(items.map(({ values }: { values: { power: number } }) => values.power)).toEqual(powers)
  })

  it('are paged back without a gap or a repeat, even within one millisecond', async () => {
    const { get, store } = await siteWithCharger()
    const times = Array.from({ length: 23 }, (_, i) => ({ ts: now - 20 * minute + Math.floor(i / 4) * minute, n: i % 4 }))
    await store.write(times.map(({ ts, n }, i) => point('c1', ts, { power: i }, { n })))

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 25 }), async (limit) => {
        const seen: number[] = []
        let cursor = ''
        do {
          const { items, next } = (await get(`/api/v1/devices/c1/readings?limit=${limit}${cursor && `&cursor=${cursor}`}`)).json()
          expect(items.length).toBeLessThanOrEqual(limit)
          seen.unshift(...items.map(({ values }: { values: { power: number } }) => values.power))
          cursor = next ?? ''
        } while (cursor)
        expect(seen).toEqual(times.map((_, i) => i))
      }),
      { numRuns: 15 },
    )
  })

  it('ten thousand are answered at once, and no more', async () => {
    const { get, store } = await siteWithCharger()
    await store.write(
      Array.from({ length: 10_001 }, (_, i) =>
        point('c1', now - 20 * hour + i * 5_000, { power: i % 50, energy: i, voltage: 230.1, current: 12.5 }),
      ),
    )

    const answer = await get('/api/v1/devices/c1/readings?limit=10000')
    expect(answer.json().items).toHaveLength(10_000)
    expect(answer.json().next).toBeTruthy()
    expect((await get('/api/v1/devices/c1/readings?limit=10001')).json()).toMatchObject({ code: 'invalid-query' })
  })
})

describe('events', () => {
  it('carry their name, and their lists as lists', async () => {
    const { get, store } = await siteWithCharger()
    const sale = { table: 'event', kind: 'store', event: 'sale' } as const
    const { register } = await siteWithCharger()
    expect(register.device('c1')).toBeDefined()
    await store.write([
      point('v1', now - 2 * minute, { lane: 'A1', sku: 'cola', quantity: 1, amountFen: 350 }, { ...sale, kind: 'vending' }),
      point('v1', now - minute, { lane: 'A1', quantity: 10 }, { ...sale, kind: 'vending', event: 'restock' }),
    ])

    expect((await get('/api/v1/devices/v1/events')).json().items).toEqual([
      expect.objectContaining({ event: 'sale', quality: 'good', values: { lane: 'A1', sku: 'cola', quantity: 1, amountFen: 350 } }),
      expect.objectContaining({ event: 'restock', values: { lane: 'A1', quantity: 10 } }),
    ])
    expect((await get('/api/v1/devices/v1/events?event=restock')).json().items).toHaveLength(1)
    expect((await get('/api/v1/devices/v1/events?event=sales')).json()).toMatchObject({
      code: 'unknown-field',
      faults: [{ path: 'event', found: 'sales' }],
    })
  })

  it('of an unattended store tell the lines of a sale', async () => {
    const site = await siteWithCharger()
    site.register.addDevice({ id: 's1', kind: 'store', facility: 'estate-01' })
    const lines = [{ sku: 'milk', quantity: 2, amountFen: 1_200 }]
    await site.store.write([
      point('s1', now - minute, { lines: JSON.stringify(lines), amountFen: 1_200 }, { table: 'event', kind: 'store', event: 'sale' }),
    ])

    expect((await site.get('/api/v1/devices/s1/events')).json().items[0].values).toEqual({ lines, amountFen: 1_200 })
  })
})

describe('series', () => {
  async function charging(): Promise<ApiSite> {
    const site = await siteWithCharger()
    const readings = [0, 10, 20, 5].map((energy, i) =>
      point('c1', now - hour + i * 15 * minute, { energy, power: i * 2, status: i ? 'charging' : 'available' }),
    )
    const sales = [350, 500].map((amountFen, i) =>
      point(
        'v1',
        now - hour + i * 45 * minute,
        { lane: 'A1', sku: 'x', quantity: 1, amountFen },
        { table: 'event', kind: 'vending', event: 'sale' },
      ),
    )
    await site.store.write([...readings, ...sales])
    return site
  }
  const range = `from=${now - hour}&to=${now}`

  it('has a value a bucket for each field', async () => {
    const { get } = await charging()

    expect((await get(`/api/v1/devices/c1/series?fields=power,energy&${range}&every=30m`)).json()).toEqual({
      every: '30m',
      everyMs: 1_800_000,
      from: '2026-11-23T11:00:00.000Z',
      to: '2026-11-23T12:00:00.000Z',
      fn: 'mean',
      source: 'readings',
      fields: {
        power: [
          { ts: '2026-11-23T11:00:00.000Z', value: 1 },
          { ts: '2026-11-23T11:30:00.000Z', value: 5 },
        ],
        energy: [
          { ts: '2026-11-23T11:00:00.000Z', value: 5 },
          { ts: '2026-11-23T11:30:00.000Z', value: 12.5 },
        ],
      },
    })
  })

  it.each(['1800s', '30m', '30min', '0.5h', 'PT30M', '1800000', '1800000ms'])('every=%s is half an hour', async (every) => {
    const { get } = await charging()

    const answer = (await get(`/api/v1/devices/c1/series?fields=power&${range}&every=${every}`)).json()
    expect(answer).toMatchObject({ every, everyMs: 1_800_000 })
    expect(answer.fields.power).toHaveLength(2)
  })

  it.each(['0', '0s', '-1h', '15x', 'PT', 'P', '', 'abc', '1e3'])('every="%s" is refused', async (every) => {
    const { get } = await charging()

    expect((await get(`/api/v1/devices/c1/series?fields=power&${range}&every=${every}`)).json()).toMatchObject({
      code: 'invalid-query',
      faults: [{ path: 'every' }],
    })
  })

  it('without every is one bucket; increase takes a drop as a reset', async () => {
    const { get } = await charging()

    const answer = (await get(`/api/v1/devices/c1/series?fields=energy&${range}&fn=increase`)).json()
    expect(answer).toMatchObject({ every: null, everyMs: null, fields: { energy: [{ ts: '2026-11-23T11:00:00.000Z', value: 25 }] } })
  })

  it('sums fields of events, and tells the last word of a state', async () => {
    const { get } = await charging()

    expect((await get(`/api/v1/devices/v1/series?fields=sale.amountFen&${range}&fn=sum`)).json().fields).toEqual({
      'sale.amountFen': [{ ts: '2026-11-23T11:00:00.000Z', value: 850 }],
    })
    expect((await get(`/api/v1/devices/c1/series?fields=status&${range}&fn=last`)).json().fields.status[0].value).toBe('charging')
    expect((await get(`/api/v1/devices/c1/series?fields=soc&${range}`)).json().fields).toEqual({ soc: [] })
  })

  it('starts its buckets at round local times when nobody says where', async () => {
    const { get } = await charging()

    expect((await get('/api/v1/devices/c1/series?fields=power&every=1d')).json().from).toBe('2026-11-21T16:00:00.000Z')
    expect((await get('/api/v1/devices/c1/series?fields=power&every=7m')).json().from < '2026-11-22T12:00:00.000Z').toBe(true)
  })

  it.each([
    ['fields=powr', 'unknown-field', { path: 'fields', message: 'charger has no field powr; did you mean power?' }],
    ['fields=power,session.energy', 'unknown-field', { found: 'session.energy', message: expect.stringContaining('session.energyKwh') }],
    ['fields=status', 'wrong-function', { message: 'mean does not suit status' }],
    ['fields=power&fn=increase', 'wrong-function', { message: 'increase does not suit power' }],
    ['fields=power&fn=median', 'invalid-query', { path: 'fn' }],
    ['', 'invalid-query', { path: 'fields', message: 'fields is missing' }],
  ])('%s is answered %s', async (query, code, fault) => {
    const { get } = await charging()

    expect((await get(`/api/v1/devices/c1/series?${query}`)).json()).toMatchObject({ status: 400, code, faults: [fault] })
  })

  it('with too many buckets is refused, and says how wide they have to be', async () => {
    const { get } = await charging()

    const problem = (await get(`/api/v1/devices/c1/series?fields=power&from=0&to=${now}&every=1m`)).json()
    expect(problem).toMatchObject({ code: 'too-many-buckets' })
    const least = /at least (\d+) ms/.exec(problem.hint)?.[1]
    expect((await get(`/api/v1/devices/c1/series?fields=power&from=0&to=${now}&every=${least}`)).statusCode).toBe(200)
  })
})
