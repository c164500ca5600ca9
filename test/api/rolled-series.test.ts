// GET /devices/{id}/series out of days, hours and readings: the numbers are those of the readings, wherever they come from.
import { afterEach, expect, it, vi } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { Book } from '../../ingest/rollups/book.ts'
import { gridOf } from '../../ingest/rollups/grid.ts'
import { RollupKeeper } from '../../ingest/rollups/keeper.ts'
import { bookPath } from '../../ingest/rollups/needed-from.ts'
import { rolledSeries } from '../../ingest/rollups/rolled-series.ts'
import { StaleHours } from '../../ingest/rollups/stale-hours.ts'
import { DayFiles } from '../../ingest/store/sqlite/day-files.ts'
import type { Point } from '../../ingest/store/store.ts'
import { whenDone } from '../support/clean-up.ts'
import { type ApiSite, apiSite, point } from './api-site.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Eight in the evening in Shanghai. */
const now = Date.parse('2026-11-23T12:00:00Z')
const midnight = Date.parse('2026-11-23T00:00:00+08:00')
const grid = gridOf('Asia/Shanghai')

interface Answer {
  readonly source: string
  readonly fields: Record<string, { ts: string; value: number | string }[]>
}

interface Site extends ApiSite {
  readonly told: { readingsDays: number; isOfReadings: boolean }
  arrive(...points: Point[]): Promise<void>
  keep(): Promise<void>
  series(query: string, device?: string): Promise<Answer>
  /** The same out of readings alone. */
  readings(query: string, device?: string): Promise<Answer>
}

async function rolledSite(): Promise<Site> {
  const told = { readingsDays: 400, isOfReadings: false }
  const site = await apiSite({
    now: () => now,
    seriesOf({ folder, store, ingest }) {
      const stale = new StaleHours(bookPath(folder), ingest, grid)
      whenDone(() => stale.close())
      return async (query) => {
        if (told.isOfReadings) return { series: await store.series(query), source: 'readings' }
        return rolledSeries({ store, stale, grid, readingsDays: told.readingsDays, now: () => now }, query)
      }
    },
  })
  const { folder, register, database, store, get } = site
  register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })
  register.addDevice({ id: 'v1', kind: 'vending', facility: 'estate-01' })
  const book = new Book(bookPath(folder))
  whenDone(() => book.close())
  const keeper = new RollupKeeper({
    ...{ register, catalogue: builtIn, store, database, book, grid, readingsDays: told.readingsDays },
    rest: async () => undefined,
  })
  const note = database.prepare('INSERT INTO activity VALUES (?, ?, 0, 0, 0, 0, 1, ?) ON CONFLICT DO UPDATE SET changed = excluded.changed')
  let changed = 0
  const series = async (query: string, device = 'c1') => (await get(`/api/v1/devices/${device}/series?${query}`)).json() as Answer
  return {
    ...site,
    told,
    async arrive(...points) {
      await store.write(points)
      changed++
      for (const { device, ts } of points) note.run(device, Math.floor(ts / hour) * hour, changed)
    },
    async keep() {
      while (await keeper.keep(now));
    },
    series,
    async readings(query, device) {
      told.isOfReadings = true
      const answer = await series(query, device)
      told.isOfReadings = false
      return answer
    },
  }
}

/** Eighteen days; the charger moves after ten of them, its meter is changed once, and it reports its energy now and then. */
async function eighteenDays(): Promise<Site> {
  const site = await rolledSite()
  const elsewhere = { facility: 'estate-02', circle: '', town: 'shaxi' }
  const readings: Point[] = []
  for (let index = 0, ts = midnight - 18 * day; ts < now; index++, ts += 20 * minute) {
    const fields = {
      power: ((index * 7) % 13) / 3,
      status: index % 9 < 4 ? 'charging' : 'available',
      ...(index % 5 === 0 && { energy: (index % 2_000) / 10 }),
    }
    const more = { ...(ts > midnight - 8 * day && { place: elsewhere }), quality: index % 50 === 3 ? ('bad' as const) : ('good' as const) }
    readings.push(point('c1', ts, fields, more))
    const sale = { lane: 'A1', sku: 'x', quantity: 1 + (index % 3), amountFen: 100 + (index % 17) }
    if (index % 4 === 0) readings.push(point('v1', ts + 7, sale, { table: 'event', kind: 'vending', event: 'sale' }))
  }
  await site.arrive(...readings)
  await site.keep()
  return site
}

function expectSame(found: Answer, raw: Answer): void {
  expect(Object.keys(found.fields)).toEqual(Object.keys(raw.fields))
  for (const [field, points] of Object.entries(raw.fields)) {
    const values = found.fields[field] ?? []
    expect(values.map(({ ts }) => ts)).toEqual(points.map(({ ts }) => ts))
    for (const [index, { value }] of points.entries()) {
      if (typeof value === 'number') expect(values[index]?.value).toBeCloseTo(value, 8)
      else expect(values[index]?.value).toBe(value)
    }
  }
}

const functions = ['mean', 'min', 'max', 'last', 'sum', 'count', 'increase']
const ranges = ['every=1h', 'every=1d', 'every=7d', 'every=36h', 'x'].flatMap((every) =>
  [midnight - 15 * day, midnight - 15 * day + 3 * hour, midnight - 15 * day + 197 * minute].map(
    (from, index) => `from=${from}${[`&to=${midnight}`, `&to=${now}`, ''][index]}${every === 'x' ? '' : `&${every}`}`,
  ),
)

const askedOf = (fn: string): string =>
  fn === 'increase' ? 'fields=energy' : fn === 'last' || fn === 'count' ? 'fields=power,energy,status' : 'fields=power,energy'

/** Each range with every function, or with one of them, each in turn. */
async function expectAllSame(site: Site, isBrief = false): Promise<Set<string>> {
  const sources = new Set<string>()
  for (const [index, range] of ranges.entries()) {
    for (const fn of isBrief ? functions.slice(index % functions.length).slice(0, 2) : functions) {
      const query = `${askedOf(fn)}&fn=${fn}&${range}`
      const found = await site.series(query)
      sources.add(found.source)
      expectSame(found, await site.readings(query))
      if (fn === 'increase') continue
      const ofSales = `fields=sale.amountFen,sale.quantity&fn=${fn}&${range}`
      expectSame(await site.series(ofSales, 'v1'), await site.readings(ofSales, 'v1'))
    }
  }
  return sources
}

afterEach(() => void vi.restoreAllMocks())

it('gives the numbers of the readings for every function, also right after late ones and of a device that moved', async () => {
  const site = await eighteenDays()
  const aDay = `fields=power&every=1d&from=${midnight - 15 * day}`

  expect((await site.series(`${aDay}&to=${midnight}`)).source).toBe('rollups')
  expect((await site.series(`${aDay}&to=${now + 30 * minute}`)).source).toBe('both')
  expect((await site.series(`fields=power&every=1h&from=${now - day}&to=${now}`)).source).toBe('readings')
  expect((await site.series(`fields=power&every=30m&from=${midnight - 9 * day}&to=${now}`)).source).toBe('readings')
  expect(await expectAllSame(site, true)).toEqual(new Set(['rollups', 'readings', 'both']))

  const late = midnight - 6 * day + 5 * hour + 11
  await site.arrive(
    point('c1', late, { power: 99, energy: 7, status: 'fault' }),
    point('v1', late, { lane: 'B', sku: 'y', quantity: 9, amountFen: 9_000 }, { table: 'event', kind: 'vending', event: 'sale' }),
  )
  expect((await site.series(`${aDay}&to=${midnight}`)).source).toBe('both')
  await expectAllSame(site)

  await site.keep()
  expect((await site.series(`${aDay}&to=${midnight}`)).source).toBe('rollups')
  await expectAllSame(site, true)
}, 60_000)

it('opens no file of readings for what is rolled up, and says the same when they are gone', async () => {
  const site = await eighteenDays()
  const queries = functions.flatMap((fn) =>
    ['every=1h', 'every=1d', 'every=7d', ''].map((every) => `${askedOf(fn)}&fn=${fn}&from=${midnight - 15 * day}&to=${midnight}&${every}`),
  )
  const before = await Promise.all(queries.map((query) => site.readings(query)))
  const opened = vi.spyOn(DayFiles.prototype, 'file')

  for (const [index, query] of queries.entries()) expectSame(await site.series(query), before[index] as Answer)
  expect(opened).not.toHaveBeenCalled()

  site.told.readingsDays = 10
  await site.store.expire(now - 10 * day)
  const sources = new Set<string>()
  for (const [index, query] of queries.entries()) {
    const found = await site.series(query)
    sources.add(found.source)
    expectSame(found, before[index] as Answer)
  }
  expect(sources).toEqual(new Set(['rollups']))
  expect((await site.readings(queries[0] as string)).fields.power?.[0]?.ts.slice(0, 10)).toBe('2026-11-13')
  // An hour that is cut counts where it begins.
  const old = `fields=power&fn=count&from=${midnight - 15 * day - 40 * minute}&to=${midnight - 14 * day}`
  expect((await site.series(old)).fields.power?.[0]?.value).toBe(
    (await site.series(`fields=power&fn=count&from=${midnight - 15 * day}&to=${midnight - 14 * day}`)).fields.power?.[0]?.value,
  )
}, 60_000)
