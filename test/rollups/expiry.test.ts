// Real day files and a real book: readings go when their rollups are there, and rollups stay when their readings are gone.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rollupsNeedFrom } from '../../ingest/rollups/needed-from.ts'
import { day, event, hour, midnight, minute, type RollupsSite, reading, rollupsSite } from './rollups-site.ts'

const readingsDays = 2
const end = midnight + 5 * day

const everyHalfHour = (from: number, to: number) =>
  Array.from({ length: (to - from) / (30 * minute) }, (_, index) => {
    const ts = from + index * 30 * minute
    return reading(ts, { temperature: (ts / minute) % 17, ...(index % 14 === 0 && { energy: (ts - midnight) / day + 1 }), door: 'closed' })
  })

/** As the pipeline does it every ten minutes (pipeline/worker.ts). */
const expire = ({ store, folder }: RollupsSite, now: number) => store.expire(Math.min(now - readingsDays * day, rollupsNeedFrom(folder)))

const rowsLeft = async ({ store }: RollupsSite) =>
  (await store.rows({ kind: 'freezer', device: 'cold-1', from: 0, to: end, fields: [], limit: 100_000 })).length

async function everything(site: RollupsSite) {
  const all = []
  for (const sort of ['readings', 'events'] as const)
    for (const width of ['hour', 'day'] as const) all.push(await site.hours('cold-1', sort, width))
  return all
}

it('no reading goes before its hour and day are made', async () => {
  const site = await rollupsSite({ readingsDays })
  await site.arrive(...everyHalfHour(midnight, end))
  const all = await rowsLeft(site)

  await expire(site, end)
  expect(await rowsLeft(site)).toBe(all)

  for (let calls = 1; calls < 12; calls += 4) {
    await site.keepAndDie(end, calls)
    await expire(site, end)
    const hours = await site.hours()
    const made = (hours.at(-1)?.start ?? midnight - hour) + hour
    const first = (await site.store.rows({ kind: 'freezer', device: 'cold-1', from: 0, to: end, fields: [], limit: 1 }))[0]?.[0]
    expect(first).toBeLessThanOrEqual(made)
  }
  await site.keep(end)
  await expire(site, end)
  expect(await rowsLeft(site)).toBeLessThan(all * 0.7)
  const whole = await site.hours()
  expect(whole).toHaveLength(5 * 24)
  expect(whole.every(({ values }) => values.readings === 2)).toBe(true)
  expect((await site.hours('cold-1', 'readings', 'day')).map(({ values }) => values.readings)).toEqual(Array(5).fill(48))
})

it('a book that is deleted while readings are partly gone leaves every good hour and day as it was', async () => {
  const site = await rollupsSite({ readingsDays })
  await site.arrive(
    ...everyHalfHour(midnight, end),
    event(midnight + hour, 'sale', { amountFen: 7 }),
    event(end - hour, 'sale', { amountFen: 8 }),
  )
  await site.keep(end)
  await expire(site, end)
  const before = await everything(site)

  await site.forgetBook((folder) => rmSync(join(folder, 'rollups', 'rollups.sqlite')))
  await site.keep(end)

  expect(await everything(site)).toEqual(before)
  expect((await site.hours()).at(0)).toMatchObject({ start: midnight, values: { readings: 2 } })

  // What came while there was no book is made, too.
  await site.arrive(...everyHalfHour(end, end + day))
  await site.keep(end + day)
  expect((await site.hours('cold-1', 'readings', 'day')).map(({ values }) => values.readings)).toEqual(Array(6).fill(48))
})
