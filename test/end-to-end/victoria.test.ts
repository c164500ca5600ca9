import { expect, test } from 'vitest'
import { startVictoria } from '../support/victoria-server.ts'
import { waitFor } from '../support/wait-for.ts'
import { startWholeSite } from './whole-site.ts'

interface Series {
  metric: Record<string, string>
  values: number[]
  timestamps: number[]
}

/** VictoriaMetrics takes InfluxDB's version 2 writes and does not say a version: what it holds is asked in its own way. */
test('readings and events go through the whole system into a server that takes /api/v2/write', async () => {
  const victoria = await startVictoria()
  const whole = await startWholeSite({ 'charger-1': 'charger' }, { KZ_INFLUX_URL: victoria.url, KZ_INFLUX_TOKEN: 'a-token' })
  const client = await whole.connect('charger-1')
  const from = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000
  const readings = Array.from({ length: 240 }, (_, index) => ({
    ts: from + index * 15_000,
    seq: index,
    values: { status: 'charging', power: 7 + index / 4, energy: index }, // power: VictoriaMetrics keeps 15 digits
  }))
  async function stored(name: string): Promise<Series[]> {
    await victoria.flush()
    const answer = await fetch(`${victoria.url}/api/v1/export?${new URLSearchParams({ 'match[]': name })}`)
    return (await answer.text()).split('\n').flatMap((line) => (line ? [JSON.parse(line) as Series] : []))
  }

  for (const reading of readings) await client.publishAsync('kz/v1/charger/charger-1/telemetry', JSON.stringify(reading), { qos: 1 })
  await client.publishAsync('kz/v1/charger/charger-1/telemetry', JSON.stringify(readings), { qos: 1 })
  const session = `{"ts":${from + 3_600_000},"session":"s-1","energyKwh":239.5,"reason":"full"}`
  await client.publishAsync('kz/v1/charger/charger-1/event/session', session, { qos: 1 })

  expect(await whole.settled(481)).toMatchObject({ received: 481, stored: 241, duplicate: 240, quarantined: 0, balanced: true })
  const tags = { device: 'charger-1', kind: 'charger', facility: 'estate-01', town: 'shaxi' }
  const timestamps = readings.map(({ ts }) => ts)
  const energy = await waitFor(async () => (await stored('charger_energy')).find(({ values }) => values.length === readings.length), {
    what: 'the readings in VictoriaMetrics',
  })
  expect(energy).toEqual({ metric: expect.objectContaining(tags), values: readings.map(({ values }) => values.energy), timestamps })
  expect(await stored('charger_power')).toMatchObject([{ values: readings.map(({ values }) => values.power), timestamps }])
  expect(await stored('charger_event_energyKwh')).toMatchObject([{ metric: { ...tags, event: 'session' }, values: [239.5] }])
  expect((await whole.ask<{ parts: object }>('/health')).parts).toMatchObject({ store: { status: 'ok', name: 'influxdb' } })
})
