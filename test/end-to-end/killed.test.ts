import { describe, expect, test } from 'vitest'
import { Publisher } from '../bench/mqtt-publisher.ts'
import { freePort } from '../support/free-port.ts'
import { startInflux } from '../support/influx-server.ts'
import { startProcess } from '../support/process.ts'
import { type Ask, makeSite, signIn } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { childOf } from './child-of.ts'

const connections = 50
const perConnection = 2_000
const kills = 10

interface Ledger {
  received: number
  stored: number
  duplicate: number
  quarantined: number
  pending: number
  balanced: boolean
}

/** Which messages of a device are in the store, by the number they carry. */
async function storedOf(ask: Ask, device: string, from: number): Promise<number[]> {
  const range = `from=${new Date(from).toISOString()}&to=${new Date(from + perConnection * 1_000).toISOString()}&limit=10000`
  const { items } = await ask<{ items: { values: { setPoint: number; energy: number } }[] }>(`/devices/${device}/readings?${range}`)
  return items.map(({ values }) => values.energy)
}

describe.each(['sqlite', 'influxdb'])('100,000 messages into %s', (store) => {
  test('while gateway and ingest are killed ten times: every acknowledged one is stored once, and the ledger balances', {
    timeout: 240_000,
  }, async () => {
    const devices = Array.from({ length: connections }, (_, index) => `freezer-${index}`)
    const site = await makeSite(Object.fromEntries(devices.map((device) => [device, 'freezer'])))
    const influx = store === 'influxdb' ? await startInflux() : undefined
    const [mqtt, ws, http] = [await freePort(), await freePort(), await freePort()]
    const supervisor = startProcess('main.ts', {
      env: {
        KZ_DATA: site.folder,
        KZ_MQTT_PORT: `${mqtt}`,
        KZ_MQTT_WS_PORT: `${ws}`,
        KZ_HTTP_PORT: `${http}`,
        KZ_DEVICE_RATE: '0',
        KZ_NODERED_PORT: '0',
        ...(influx ? { KZ_INFLUX_URL: influx.url } : {}),
      },
    })
    await supervisor.waitForLine(/gateway listens/)
    await supervisor.waitForLine(/API listens/)
    const from = Math.floor(Date.now() / 1_000) * 1_000 - perConnection * 1_000
    const publishers = devices.map(
      (device) =>
        new Publisher({
          port: () => mqtt,
          username: device,
          password: site.passwords.get(device) ?? '',
          topic: `kz/v1/freezer/${device}/telemetry`,
          payload: (index) => `{"ts":${from + index * 1_000},"seq":${index},"boot":"b","values":{"temperature":-18,"energy":${index}}}`,
          total: perConnection,
          inflight: 20,
        }),
    )

    await Promise.all(publishers.map((publisher) => publisher.connect()))
    const acknowledged = (): number => publishers.reduce((sum, { acknowledgedCount }) => sum + acknowledgedCount, 0)
    for (const publisher of publishers) publisher.start()
    for (let kill = 0; kill < kills; kill++) {
      // Spread over the whole run, by what is acknowledged and not by the clock.
      await waitFor(() => acknowledged() >= ((kill + 0.5) * connections * perConnection) / kills, {
        what: `progress before kill ${kill}`,
        timeoutMs: 60_000,
        everyMs: 1,
      })
      const entryPoint = kill % 2 === 0 ? 'gateway/main.ts' : 'ingest/main.ts'
      process.kill(await waitFor(() => childOf(supervisor.pid, entryPoint), { what: entryPoint }), 'SIGKILL')
    }
    await waitFor(() => publishers.every(({ done }) => done), {
      what: () => `all acknowledgements, ${acknowledged()} so far`,
      timeoutMs: 120_000,
    })

    const ask = await waitFor(() => signIn({ url: `http://127.0.0.1:${http}/api/v1` }), {
      what: 'sign-in',
      timeoutMs: 60_000,
    })
    const ledger = await waitFor(
      async () => {
        const answer = await ask<Ledger>('/ledger')
        return answer.pending === 0 && answer.stored === connections * perConnection && answer
      },
      { what: 'an empty journal', timeoutMs: 120_000 },
    )
    expect(ledger.balanced).toBe(true)
    expect(ledger.quarantined).toBe(0)
    expect(ledger.received).toBe(ledger.stored + ledger.duplicate)
    const everyNumber = Array.from({ length: perConnection }, (_, index) => index)
    for (const device of devices) expect(await storedOf(ask, device, from)).toEqual(everyNumber)
    expect(publishers.reduce((sum, { reconnections }) => sum + reconnections, 0)).toBeGreaterThan(0)
    for (const publisher of publishers) publisher.stop()
  })
})
