import { describe, expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import type { Point } from '../../ingest/store/store.ts'
import { whenDone } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { type ApiSite, apiSite, point } from './api-site.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const minute = 60_000
const day = 86_400_000

interface Page {
  columns?: { name: string; type: string; unit?: string }[]
  rows?: (number | string | null)[][]
  lines?: string[]
  done: number
  devices?: number
  next?: string
}

/** Chargers in two towns, one out of service, and a vending machine; all of them sent something. */
async function exporting(): Promise<{ site: ApiSite; points: Point[] }> {
  const site = await apiSite({ now: () => now })
  for (const [id, facility] of [
    ['c1', 'estate-01'],
    ['c2', 'estate-02'],
    ['c3', 'estate-01'],
  ] as const) {
    site.register.addDevice({ id, kind: 'charger', facility })
  }
  site.register.addDevice({ id: 'v1', kind: 'vending', facility: 'estate-02' })
  site.register.retireDevice('c3')
  const readings = ['c1', 'c2', 'c3'].flatMap((id) =>
    Array.from({ length: 25 }, (_, index) => {
      const ts = now - 3 * day + Math.floor(index / 3) * 8 * 60 * minute
      return point(
        id,
        ts,
        { power: index, status: 'charging' },
        { n: index % 3, ...(index % 5 === 0 && { quality: 'uncertain', reason: 'clock, "set"' }) },
      )
    }),
  )
  const sale = { table: 'event', kind: 'vending', event: 'sale' } as const
  const others = [
    point('v1', now - minute, { id: 's-1', lane: 'A 1', sku: 'co,la', quantity: 1, amountFen: 350 }, sale),
    point('v1', now, { lane: 'A1', quantity: 10 }, { ...sale, event: 'restock' }),
    point('v1', now - day, { state: 'online', cause: 'connected' }, { table: 'state', kind: 'vending' }),
  ]
  const points = [...readings, ...others].map((each) => ({ ...each, place: site.register.placeAt(each.device, each.ts) ?? each.place }))
  await site.store.write(points)
  return { site, points }
}

async function pages(site: ApiSite, path: string, ask = site.get): Promise<Page[]> {
  const found: Page[] = []
  for (let cursor: string | undefined; ; ) {
    const answer = await ask(`/api/v1/export/${path}${cursor === undefined ? '' : `&cursor=${cursor}`}`)
    expect(answer.statusCode).toBe(200)
    found.push(answer.json())
    cursor = found.at(-1)?.next
    if (cursor === undefined) return found
  }
}

describe('GET /export', () => {
  it.each([1, 2, 7, 1_000])('gives every row of every device once, in order, %i at a time', async (limit) => {
    const { site, points } = await exporting()

    const all = await pages(site, `readings?kind=charger&limit=${limit}`)

    const rows = all.flatMap(({ rows }) => rows ?? [])
    const expected = points.filter(({ table }) => table === 'telemetry').map(({ ts, n, device, fields }) => [ts, n, device, fields.power])
    const at = all[0]?.columns?.findIndex(({ name }) => name === 'power') ?? -1
    expect(rows.map(([ts, n, device, ...rest]) => [ts, n, device, rest[at - 3]])).toEqual(expected)
    expect(all[0]).toMatchObject({ devices: 3 })
    expect(all[0]?.columns?.[at]).toMatchObject({ type: 'number', unit: 'kW' })
    expect(all.at(-1)?.done).toBe(3)
    for (const { rows = [] } of all) expect(rows.length).toBeLessThanOrEqual(limit)
  })

  it('takes the bounds of time, a device, a town, a facility', async () => {
    const { site } = await exporting()
    const devices = async (path: string) =>
      new Set((await pages(site, path)).flatMap(({ rows = [] }) => rows.map(([, , device]) => device)))

    expect(await devices('readings?kind=charger&town=shaxi')).toEqual(new Set(['c2']))
    expect(await devices('readings?kind=charger&facility=estate-01')).toEqual(new Set(['c1', 'c3']))
    expect(await devices('readings?device=c3')).toEqual(new Set(['c3']))
    expect(await devices('readings?device=c3&town=shaxi')).toEqual(new Set())
    const some = await pages(site, `readings?device=c1&from=${now - 2 * day}&to=${now - day}`)
    expect(some.flatMap(({ rows = [] }) => rows)).toHaveLength(9)
  })

  it('gives events with the fields of each, and changes of state', async () => {
    const { site } = await exporting()

    const [events] = await pages(site, 'events?kind=vending&limit=10')
    const named = (events?.rows ?? []).map((row) =>
      Object.fromEntries((events?.columns ?? []).map(({ name }, index) => [name, row[index]])),
    )
    expect(named).toMatchObject([
      { event: 'sale', id: 's-1', 'sale.amountFen': 350, 'restock.lane': null },
      { event: 'restock', id: null, 'restock.lane': 'A1', 'sale.amountFen': null },
    ])
    const [states] = await pages(site, 'states?kind=vending&limit=10')
    expect(states?.rows?.map((row) => row.slice(-2))).toEqual([['online', 'connected']])
  })

  it.each(['hour', 'day'] as const)('gives the values of each %s', async (width) => {
    const { site } = await exporting()
    const place = { facility: '', circle: '', town: '' }
    const starts = [3, 2, 1].map((ago) => now - ago * day)
    await site.store.writeRollups(
      starts.map((start, index) => ({
        width,
        kind: 'charger',
        device: 'c1',
        start,
        made: now,
        place,
        values: { readings: 60, power_mean: index, status_last: 'idle' },
      })),
    )

    const all = await pages(site, `${width}s?kind=charger&limit=2`)

    const named = all.flatMap(({ columns = [], rows = [] }) =>
      rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]]))),
    )
    expect(named).toMatchObject(
      starts.map((time, index) => ({
        time,
        device: 'c1',
        town: 'loudong',
        readings: 60,
        power_mean: index,
        status_last: 'idle',
        power_max: null,
      })),
    )
    expect((await site.get(`/api/v1/export/${width}s?as=lines`)).json()).toMatchObject({ code: 'invalid-query' })
  })

  it('says what is missing or unknown', async () => {
    const { site } = await exporting()
    const refusal = async (path: string) => (await site.get(`/api/v1/export/${path}`)).json()

    expect(await refusal('readings')).toMatchObject({ status: 400, code: 'kind-needed' })
    expect(await refusal('readings?kind=chargr')).toMatchObject({ code: 'invalid-query' })
    expect(await refusal('nothing')).toMatchObject({ code: 'invalid-path' })
    expect(await refusal('readings?kind=charger&cursor=x')).toMatchObject({ code: 'invalid-cursor' })
  })

  it('makes two pages at a time and asks others to come again', async () => {
    const { site } = await exporting()

    const answers = await Promise.all([1, 2, 3].map(() => site.get('/api/v1/export/readings?kind=charger')))

    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 503])
    expect(answers.find(({ statusCode }) => statusCode === 503)?.headers['retry-after']).toBe('1')
  })

  it('shows a reviewer of a town what is of that town alone', async () => {
    const { site } = await exporting()
    const { token } = site.accounts.createToken({ name: 'town', role: 'reviewer', town: 'shaxi' })
    const ask = (url: string) => site.app.inject({ url, headers: { authorization: `Bearer ${token}`, 'accept-language': 'en' } })

    const all = await pages(site, 'readings?kind=charger', ask)

    expect(new Set(all.flatMap(({ rows = [] }) => rows.map(([, , device]) => device)))).toEqual(new Set(['c2']))
    for (const foreign of ['town=loudong', 'device=c1', 'facility=estate-01']) {
      expect((await ask(`/api/v1/export/readings?kind=charger&${foreign}`)).json()).toMatchObject({ status: 403, code: 'not-for-you' })
    }
  })

  it('gives lines that put the same into InfluxDB as our store writes there', async () => {
    const { site, points } = await exporting()
    const server = await startInflux()
    const store = new InfluxStore({ url: server.url, org: '', bucket: 'written', kinds: builtIn })
    whenDone(() => store.stop())
    await store.write(points)
    const all: Page[] = []
    for (const what of ['readings', 'events', 'states']) all.push(...(await pages(site, `${what}?as=lines&limit=10`)))

    await server.query('CREATE DATABASE exported')
    for (const { lines = [] } of all) {
      const answer = await fetch(`${server.url}/write?db=exported&precision=ns`, { method: 'POST', body: lines.join('\n') })
      expect(answer.status).toBe(204)
    }

    for (const measurement of ['charger', 'vending_event', 'device_state']) {
      const rows = (database: string) => server.query(`SELECT * FROM "${measurement}"`, database)
      expect((await rows('written')).length).toBeGreaterThan(0)
      expect(await rows('exported')).toEqual(await rows('written'))
      expect(await server.query(`SHOW FIELD KEYS FROM "${measurement}"`, 'exported')).toEqual(
        await server.query(`SHOW FIELD KEYS FROM "${measurement}"`, 'written'),
      )
    }
  })
})
