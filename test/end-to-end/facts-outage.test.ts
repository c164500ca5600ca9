import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { whenDone } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { connectDevice, makeSite, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { wholeSite } from './whole-site.ts'

interface Health {
  parts: { facts: { status: string; problem?: string } }
}

const [minute, hour] = [60_000, 3_600_000]

it('facts wait for an InfluxDB that is away, say so, and go on; values are there once as points', { timeout: 180_000 }, async () => {
  const site = await makeSite({ f1: 'freezer' })
  const influx = await startInflux()
  const gateway = await startGateway(site)
  const whole = await wholeSite(site, gateway, await startIngest(site, { KZ_INFLUX_URL: influx.url }))
  const client = await connectDevice(site, gateway.mqtt, 'f1')
  const from = (Math.floor(Date.now() / hour) - 3) * hour
  const send = (first: number) =>
    client.publishAsync(
      'kz/v1/freezer/f1/telemetry',
      JSON.stringify(Array.from({ length: 60 }, (_, index) => ({ ts: from + first + index * minute, values: { temperature: -20 } }))),
      { qos: 1 },
    )
  const reader = new FactsReader(join(site.folder, 'facts.sqlite'))
  whenDone(() => reader.close())
  const readings = () => reader.slicesOf('f1', from, from + 2 * hour, { limit: 10 }).map(({ facts }) => facts.readings)
  const facts = async () => (await whole.ask<Health>('/health')).parts.facts
  await send(0)
  await waitFor(() => readings()[0] === 60, { what: 'the first hour', timeoutMs: 60_000 })

  await influx.stop()
  await send(hour)
  await whole.ask('/indicators/recompute', { method: 'POST', body: JSON.stringify({ from: new Date(from).toISOString() }) })
  await waitFor(async () => (await facts()).problem !== undefined, { what: 'the facts to say so', timeoutMs: 60_000, everyMs: 200 })
  const said = await facts()
  const back = await startInflux({ folder: influx.folder, port: influx.port })
  await waitFor(() => readings()[1] === 60, { what: 'the second hour', timeoutMs: 60_000 })
  await waitFor(async () => (await facts()).status === 'ok', { what: 'health', timeoutMs: 60_000, everyMs: 200 })
  const points = () => back.query(`SELECT * FROM indicator WHERE indicator = '17-3' AND scope = 'city' AND period = 'month'`, 'kezhong')
  const last = await waitFor(async () => (await points()).find(({ denominator }) => denominator === 120), {
    ...{ what: 'the point of the month', timeoutMs: 100_000, everyMs: 500 },
  })

  expect(said).toMatchObject({ status: 'degraded' })
  expect(readings()).toEqual([60, 60])
  expect(await points()).toHaveLength(1)
  expect(last).toMatchObject({ numerator: 0 })
})
