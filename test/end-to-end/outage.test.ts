import { beforeAll, describe, expect, test } from 'vitest'
import { Publisher } from '../bench/mqtt-publisher.ts'
import { type InfluxServer, startInflux } from '../support/influx-server.ts'
import { makeSite, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { startWholeSite, type WholeSite, wholeSite } from './whole-site.ts'

const connections = 10
const perConnection = 3_000
const total = connections * perConnection

interface Health {
  status: string
  parts: {
    ingest: { lag: number; lagMs: number }
    store: { status: string; since: string; problem?: string; message?: { zh: string }; hint?: { zh: string; en: string } }
  }
}

const healthOf = ({ ask }: WholeSite) => ask<Health>('/health')
const telemetry = (device: string) => `kz/v1/freezer/${device}/telemetry`

/** A reading a second up to now; `energy` is the number of the message. */
function publisherOf({ gateway, site }: WholeSite, device: string, from: number): Publisher {
  return new Publisher({
    port: () => gateway.mqtt,
    username: device,
    password: site.passwords.get(device) ?? '',
    topic: telemetry(device),
    payload: (index) => `{"ts":${from + index * 1_000},"seq":${index},"boot":"b","values":{"temperature":-18,"energy":${index}}}`,
    total: perConnection,
    inflight: 10,
  })
}

describe('an InfluxDB that is stopped under load', () => {
  test('loses nothing: acknowledgements go on, health tells since when and how far behind, and all is stored once when it is back', async () => {
    const influx = await startInflux()
    const devices = Array.from({ length: connections }, (_, index) => `freezer-${index}`)
    const kinds = Object.fromEntries(devices.map((device) => [device, 'freezer']))
    const whole = await startWholeSite(kinds, { KZ_INFLUX_URL: influx.url, KZ_DEVICE_RATE: '0' })
    const from = Math.floor(Date.now() / 1_000) * 1_000 - perConnection * 1_000
    const publishers = devices.map((device) => publisherOf(whole, device, from))
    const acknowledged = () => publishers.reduce((sum, { acknowledgedCount }) => sum + acknowledgedCount, 0)
    const untilAcknowledged = (count: number) =>
      waitFor(() => acknowledged() >= count, { what: () => `${count} acknowledgements; ${acknowledged()} so far`, everyMs: 1 })
    await Promise.all(publishers.map((publisher) => publisher.connect()))

    for (const publisher of publishers) publisher.start()
    await untilAcknowledged(total / 5)
    await waitFor(async () => (await whole.ledger()).stored > 0, { what: 'the first readings in the store' })
    const before = Date.now()
    await influx.stop()
    const atStop = acknowledged()
    const down = await waitFor(
      async () => {
        const health = await healthOf(whole)
        return health.parts.store.status === 'down' && health.parts.ingest.lag > 0 && health
      },
      { what: 'the store to be called down' },
    )
    await untilAcknowledged(total)
    const later = await waitFor(
      async () => {
        const health = await healthOf(whole)
        const { lag, lagMs } = health.parts.ingest
        return lag >= total - atStop && lagMs > down.parts.ingest.lagMs + 1_000 && health
      },
      { what: 'the lag to rise to all that came since' },
    )
    const waiting = await whole.ledger()

    expect(atStop).toBeLessThan(total)
    expect(down.status).toBe('down')
    expect(Date.parse(down.parts.store.since)).toBeGreaterThanOrEqual(before - 1_000)
    expect(Date.parse(down.parts.store.since)).toBeLessThanOrEqual(Date.now())
    expect(later.parts.store).toMatchObject({
      problem: expect.stringContaining('InfluxDB'),
      hint: { zh: expect.stringContaining('KZ_INFLUX_URL') },
    })
    expect(later.parts.store.since).toBe(down.parts.store.since)
    expect(waiting).toMatchObject({ received: total, balanced: true })
    expect(waiting.pending).toBeGreaterThan(0)
    await expect(whole.readings('freezer-0')).rejects.toThrow(/503.*store-unavailable/)

    const again = await startInflux({ folder: influx.folder, port: influx.port })
    const recovered = await waitFor(
      async () => {
        const health = await healthOf(whole)
        return health.status === 'ok' && health.parts.ingest.lag === 0 && health
      },
      { what: 'an end of the lag', timeoutMs: 60_000 },
    )

    expect(recovered.parts.ingest.lagMs).toBe(0)
    expect(await whole.settled(total)).toEqual(
      expect.objectContaining({ received: total, stored: total, duplicate: 0, quarantined: 0, pending: 0, balanced: true }),
    )
    const everyNumber = Array.from({ length: perConnection }, (_, index) => index)
    for (const device of devices) {
      const range = `from=${new Date(from).toISOString()}&limit=10000`
      const { items } = await whole.ask<{ items: { values: { energy: number } }[] }>(`/devices/${device}/readings?${range}`)
      expect(items.map(({ values }) => values.energy)).toEqual(everyNumber)
    }
    const counted = await again.query('SELECT count(energy), sum(energy) FROM freezer', 'kezhong')
    expect(counted).toMatchObject([{ count: total, sum: (connections * perConnection * (perConnection - 1)) / 2 }])
    for (const publisher of publishers) publisher.stop()
  })
})

describe('an InfluxDB that refuses', () => {
  let influx: InfluxServer

  beforeAll(async () => {
    influx = await startInflux()
  })

  test('one point for good: that one is quarantined and explained, the others are stored', async () => {
    await influx.query('CREATE DATABASE kezhong')
    const conflict = `freezer,device=other field_of_a_text=1,setPoint="cold" ${Date.now()}000000`
    expect((await fetch(`${influx.url}/write?db=kezhong`, { method: 'POST', body: conflict })).status).toBe(204)
    const whole = await startWholeSite({ 'freezer-1': 'freezer' }, { KZ_INFLUX_URL: influx.url })
    const client = await whole.connect('freezer-1')
    await client.subscribeAsync('kz/v1/freezer/freezer-1/verdict')
    const verdict = new Promise<string>((resolve) => client.once('message', (_, payload) => resolve(String(payload))))
    const readings = Array.from({ length: 50 }, (_, index) => ({
      ts: Date.now() - 60_000 + index,
      values: { temperature: -18, energy: index, ...(index === 21 && { setPoint: -20 }) },
    }))

    await client.publishAsync(telemetry('freezer-1'), JSON.stringify(readings), { qos: 1 })

    expect(await whole.settled(50)).toMatchObject({ stored: 49, quarantined: 1, balanced: true })
    const [refused] = await whole.quarantine('freezer-1')
    expect(refused).toMatchObject({ code: 'store-refused', payload: JSON.stringify(readings[21]), path: '[21]' })
    expect(refused?.message.en).toMatch(/setPoint/)
    expect(JSON.parse(await verdict)).toMatchObject({ id: refused?.id, code: 'store-refused' })
    const stored = (await whole.readings('freezer-1')).map(({ values }) => values.energy)
    expect(stored).toEqual(readings.map(({ values }) => values.energy).filter((energy) => energy !== 21))

    const { setPoint: _, ...mended } = readings[21]?.values ?? {}
    const numbered = { ts: Date.now(), seq: 1, boot: 'a', values: { setPoint: -20 } }
    const again = [readings[21], numbered, numbered, { ...readings[21], values: mended }, { ...numbered, values: { energy: 99 } }]
    for (const [index, reading] of again.entries()) {
      await client.publishAsync(telemetry('freezer-1'), JSON.stringify(reading), { qos: 1 })
      await whole.settled(51 + index)
    }
    expect(await whole.ledger()).toMatchObject({ received: 55, stored: 51, quarantined: 4, duplicate: 0, balanced: true })
    await waitFor(async () => (await healthOf(whole)).status === 'ok', {
      what: 'every part to be well, those too that have only just started',
    })
  })

  test('the token: nothing is lost, health names the setting, and with the right one all is stored', async () => {
    const guarded = await startInflux({ env: { INFLUXDB_HTTP_AUTH_ENABLED: 'true' } })
    await guarded.query(`CREATE USER kz WITH PASSWORD 'right' WITH ALL PRIVILEGES`)
    const site = await makeSite({ 'freezer-1': 'freezer' })
    const gateway = await startGateway(site)
    const env = { KZ_INFLUX_URL: guarded.url }
    const wrong = await wholeSite(site, gateway, await startIngest(site, { ...env, KZ_INFLUX_TOKEN: 'kz:wrong' }))
    const client = await wrong.connect('freezer-1')

    await client.publishAsync(telemetry('freezer-1'), '{"temperature":-18.4}', { qos: 1 })

    const { parts } = await waitFor(
      async () => {
        const health = await healthOf(wrong)
        return health.parts.store.status === 'down' && health.parts.ingest.lag > 0 && health
      },
      { what: 'the store to be called down' },
    )
    expect(parts.store.hint).toMatchObject({
      zh: expect.stringContaining('KZ_INFLUX_TOKEN'),
      en: expect.stringContaining('KZ_INFLUX_TOKEN'),
    })
    expect(JSON.stringify(parts)).not.toContain('wrong')
    expect(await wrong.ledger()).toMatchObject({ received: 1, pending: 1, balanced: true })
    expect(await wrong.ingest.process.stop()).toEqual({ code: 0, signal: null })

    const right = await wholeSite(site, gateway, await startIngest(site, { ...env, KZ_INFLUX_TOKEN: 'kz:right' }))

    expect(await right.settled(1)).toMatchObject({ stored: 1, pending: 0, balanced: true })
    expect(await right.readings('freezer-1')).toMatchObject([{ values: { temperature: -18.4 } }])
  })
})
