import { expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import { startInflux } from '../support/influx-server.ts'
import { day, event, hour, midnight, minute, reading, rollupsSite } from './rollups-site.ts'

it('of a move that is told later no point of the former place stays where an hour is made again', async () => {
  const { url, query } = await startInflux()
  const site = await rollupsSite({ storeOf: async () => new InfluxStore({ url, org: 'kezhong', bucket: 'kezhong', kinds: builtIn }) })
  const points = Array.from({ length: 48 }, (_, index) => reading(midnight + index * 30 * minute, { temperature: -18, energy: index }))
  await site.arrive(...points, event(midnight + hour, 'sale', { amountFen: 5 }))
  await site.keep(midnight + 2 * day)
  const counted = async (measurement: string) =>
    (await query(`SELECT sum(temperature_count) AS n, sum(events) AS e FROM ${measurement}`, 'kezhong_rollup'))[0]
  expect(await counted('freezer_hour')).toMatchObject({ n: 48 })

  site.register.addFacility({ id: 'west', name: 'west', town: 'loudong' })
  site.register.moveDevice('cold-1', 'west', midnight - 100 * day)
  await site.arrive(reading(midnight + hour + minute, { temperature: -10 }), event(midnight + hour + 1, 'sale', { amountFen: 6 }))
  await site.keep(midnight + 2 * day)

  expect(await counted('freezer_hour')).toMatchObject({ n: 49 })
  expect(await counted('freezer_day')).toMatchObject({ n: 49 })
  expect(await counted('freezer_event_hour')).toMatchObject({ e: 2 })
  expect(await counted('freezer_event_day')).toMatchObject({ e: 2 })
  const places = await query(`SELECT temperature_count, town FROM freezer_hour WHERE time = ${(midnight + hour) * 1e6}`, 'kezhong_rollup')
  expect(places).toEqual([expect.objectContaining({ temperature_count: 3, town: 'loudong' })])
}, 60_000)
