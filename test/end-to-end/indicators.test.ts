import { expect, test } from 'vitest'
import type { IndicatorsThread } from '../../ingest/indicators/thread/indicators-thread.ts'
import { connectDevice, makeSite, signIn, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'

type Shown = Awaited<ReturnType<IndicatorsThread['value']>>

test('what a device sends becomes a value over HTTP, with its evidence, and one that is retained over MQTT', {
  timeout: 240_000,
}, async () => {
  const site = await makeSite({ 'locker-1': 'locker' })
  const gateway = await startGateway(site)
  const ingest = await startIngest(site)
  const ask = await signIn(ingest)
  const device = await connectDevice(site, gateway.mqtt, 'locker-1')
  const admin = await connectDevice(site, gateway.mqtt, 'admin')
  const heard: { indicator: string; value: number | null; denominator: number }[] = []
  admin.on('message', (_, payload) => heard.push(JSON.parse(payload.toString())))
  await admin.subscribeAsync('kz/v1/tasks/+/indicators/+', { qos: 1 })

  await device.publishAsync('kz/v1/locker/locker-1/telemetry', JSON.stringify({ temperature: 20 }), { qos: 1 })
  const isThere = async () => (await ask<Shown>('/indicators/16-2')).denominator > 0
  await waitFor(isThere, { what: 'a minute to be counted', timeoutMs: 200_000, everyMs: 500 })

  const value = await ask<Shown>('/indicators/16-2?scope=town:shaxi')
  expect(value).toMatchObject({ state: 'open', revision: 0, status: 'no-target', value: 100 })
  const evidence = await ask<{ items: { device: string }[] }>('/indicators/16-2/evidence')
  expect(evidence.items).toMatchObject([{ device: 'locker-1', counted: true }])
  await waitFor(() => heard.some((each) => each.indicator === '16-2' && each.denominator > 0), { what: 'the value over MQTT' })
  expect(heard.find(({ indicator }) => indicator === '19-1')).toMatchObject({ value: null })
  const { parts } = await ask<{ parts: { indicators: { status: string } } }>('/health')
  expect(parts.indicators.status).toBe('ok')
})
