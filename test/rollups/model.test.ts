import { expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import type { Point, SeriesFunction, SeriesQuery } from '../../ingest/store/store.ts'
import { startInflux } from '../support/influx-server.ts'
import { day, event, hour, midnight, minute, type RollupsSite, reading, rollupsSite } from './rollups-site.ts'

/** The same numbers each run. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

/** Days of readings and sales, in the order in which they arrive: some come days later. */
function arrivals(next: () => number, days: number): { at: number; point: Point }[] {
  const all: { at: number; point: Point }[] = []
  let energy = 100
  for (let ts = midnight; ts < midnight + days * day; ts += 30 * minute) {
    if (next() < 0.1) continue
    energy = next() < 0.01 ? 0 : energy + next()
    const at = ts + (next() < 0.08 ? Math.floor(next() * 2 * day) : 500)
    const quality = next() < 0.05 ? ('bad' as const) : ('good' as const)
    const fields = {
      temperature: -20 + next() * 5,
      ...(next() < 0.7 && { energy }),
      ...(next() < 0.5 && { door: next() < 0.2 ? 'open' : 'closed' }),
    }
    all.push({ at, point: reading(ts, fields as Point['fields'], { quality }) })
    if (next() < 0.2) all.push({ at, point: event(ts + 1, next() < 0.9 ? 'sale' : 'restock', { amountFen: Math.floor(next() * 900) }) })
  }
  return all.sort((one, other) => one.at - other.at)
}

const functions: SeriesFunction[] = ['mean', 'min', 'max', 'last', 'sum', 'count', 'increase']

/** All but the last bits of sums: they are added up in another order. */
async function expectSame(site: RollupsSite, query: SeriesQuery, now: number): Promise<string> {
  const { series, source } = await site.series(query, now)
  const raw = await site.store.series(query)
  for (const field of query.fields) {
    expect(series[field]?.map(({ ts }) => ts)).toEqual(raw[field]?.map(({ ts }) => ts))
    for (const [index, { value }] of (raw[field] ?? []).entries()) {
      const found = series[field]?.[index]?.value
      if (typeof value === 'number') expect(Math.abs((found as number) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
      else expect(found).toBe(value)
    }
  }
  return source
}

async function model(site: RollupsSite, seed: number, { rounds, days }: { rounds: number; days: number }): Promise<Set<string>> {
  const next = chance(seed)
  const all = arrivals(next, days)
  const sources = new Set<string>()
  let done = 0
  for (let round = 1; round <= rounds; round++) {
    const now = midnight + (round * (days + 2) * day) / rounds
    const until = all.findIndex(({ at }) => at >= now)
    const batch = all.slice(done, until < 0 ? all.length : until).map(({ point }) => point)
    done += batch.length
    if (batch.length > 0) await site.arrive(...batch)
    const check = async () => {
      const some = Math.floor(next() * functions.length)
      for (const fn of [...functions.slice(some), ...functions.slice(0, some)].slice(0, 4)) {
        const query = { kind: 'freezer', device: 'cold-1', from: midnight, to: now - Math.floor(next() * hour), fn }
        const everyMs = [hour, 3 * hour, day, 7 * hour, 2 * day][Math.floor(next() * 5)] as number
        const isNumber = fn !== 'last' && fn !== 'count'
        const fields = fn === 'increase' ? ['energy'] : isNumber ? ['temperature', 'energy'] : ['temperature', 'door', 'energy']
        sources.add(await expectSame(site, { ...query, fields, everyMs }, now))
        await expectSame(
          site,
          {
            ...query,
            fields,
            from: midnight + Math.floor(next() * 24 * (next() < 0.5 ? 1 : 60)) * (next() < 0.5 ? hour : minute),
            everyMs,
          },
          now,
        )
        await expectSame(site, { ...query, fields }, now)
        if (fn !== 'increase') await expectSame(site, { ...query, event: 'sale', fields: ['amountFen'], everyMs }, now)
      }
    }
    if (next() < 0.5) await check() // before anything of it is rolled up
    if (next() < 0.5) await site.keepAndDie(now, Math.floor(next() * 12))
    await check()
    if (next() < 0.7) {
      await site.keep(now)
      await check()
    }
  }
  await site.keep(midnight + (days + 10) * day)
  return sources
}

/** What a site comes to that has had everything from the start. */
async function atOnce(seed: number, days: number): Promise<RollupsSite> {
  const site = await rollupsSite()
  await site.arrive(...arrivals(chance(seed), days).map(({ point }) => point))
  await site.keep(midnight + (days + 10) * day)
  return site
}

async function everything(site: RollupsSite) {
  const rounded = (text: string) => JSON.parse(text, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value))
  const all = []
  for (const sort of ['readings', 'events'] as const)
    for (const width of ['hour', 'day'] as const) all.push(await site.hours('cold-1', sort, width))
  return rounded(JSON.stringify(all))
}

it.each([1, 2])(
  'whatever comes late and whenever it is killed, rollups and series are those of the readings (seed %i)',
  async (seed) => {
    const site = await rollupsSite()

    const sources = await model(site, seed, { rounds: 5, days: 6 })

    expect(sources).toContain('both')
    expect(await everything(site)).toEqual(await everything(await atOnce(seed, 6)))
  },
  60_000,
)

it('the same in InfluxDB', async () => {
  const { url } = await startInflux()
  const site = await rollupsSite({ storeOf: async () => new InfluxStore({ url, org: 'kezhong', bucket: 'kezhong', kinds: builtIn }) })

  await model(site, 4, { rounds: 3, days: 3 })

  expect(await everything(site)).toEqual(await everything(await atOnce(4, 3)))
}, 60_000)
