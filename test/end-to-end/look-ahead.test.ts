import { expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { startInflux } from '../support/influx-server.ts'
import { connectDevice, makeSite, signIn, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'

interface Latest {
  state: string
  values: Record<string, { value: number }>
}

test('while the database is away the live picture goes on, also across a restart of ingest; nothing is counted until it is back', {
  timeout: 120_000,
}, async () => {
  const site = await makeSite({ 'freezer-a': 'freezer', 'freezer-b': 'freezer' })
  const port = await freePort()
  const settings = { KZ_INFLUX_URL: `http://127.0.0.1:${port}` }
  const gateway = await startGateway(site)
  let ingest = await startIngest(site, settings)
  let ask = await signIn(ingest)
  const ready = async () => (await fetch(new URL('/ready', ingest.url))).status
  await waitFor(async () => (await ready()) === 503, { what: 'ingest to say that the store is away before anything is to be stored' })
  const client = await connectDevice(site, gateway.mqtt, 'freezer-a')
  const send = (index: number) =>
    client.publishAsync(
      'kz/v1/freezer/freezer-a/telemetry',
      JSON.stringify({ ts: Date.now(), seq: index, boot: 'b', values: { energy: index } }),
      { qos: 1 },
    )
  const shows = (energy: number) =>
    waitFor(
      async () => {
        const latest = await ask<Latest>('/devices/freezer-a/latest')
        return latest.state === 'online' && latest.values.energy?.value === energy
      },
      { what: `energy ${energy} shown` },
    )

  await send(1)
  await shows(1)
  for (let index = 2; index <= 20; index++) await send(index)
  await shows(20)
  const late = await ask<{ parts: { store: { status: string }; ingest: { lag: number } } }>('/health')
  expect(late.parts).toMatchObject({ store: { status: 'down' } })
  expect(late.parts.ingest.lag).toBeGreaterThanOrEqual(20)
  expect(await ask('/ledger')).toMatchObject({ received: 20, stored: 0, pending: 20, balanced: true })

  await ingest.process.kill()
  await send(21)
  await client.endAsync()
  ingest = await startIngest(site, settings)
  ask = await signIn(ingest)
  await waitFor(async () => (await ask<Latest>('/devices/freezer-a/latest')).state === 'offline', { what: 'the departure shown' })
  expect((await ask<Latest>('/devices/freezer-a/latest')).values.energy?.value).toBe(21)

  const influx = await startInflux({ port })
  await waitFor(async () => (await ask<{ stored: number }>('/ledger')).stored === 21, { what: 'the store to catch up', timeoutMs: 60_000 })
  expect(await ask('/ledger')).toMatchObject({ received: 21, stored: 21, duplicate: 0, pending: 0, balanced: true })
  const { items } = await ask<{ items: { values: { energy: number } }[] }>('/devices/freezer-a/readings')
  expect(items.map(({ values }) => values.energy)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
  expect(await ask<Latest>('/devices/freezer-a/latest')).toMatchObject({ state: 'offline', values: { energy: { value: 21 } } })
  const states = await influx.query(`SELECT state FROM device_state WHERE device = 'freezer-a'`, 'kezhong')
  expect(JSON.stringify(states)).toContain('offline')
})
