// From a machine nobody here has seen to a kind that is worth as much as any other, with no edit between.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Captured, vendorVending } from '../draft/captures.ts'
import { startProcess } from '../support/process.ts'
import { connectDevice, makeSite, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Reading, wholeSite } from './whole-site.ts'

interface Draft {
  kind: string
  file: string
  source: string
  mapping: object
  questions: object[]
  messages: number
}

test('a machine of a kind that nobody has waits with a claim code, its kind is drafted from what it says, and nothing it said is lost', async () => {
  const site = await makeSite({})
  const kinds = join(site.folder, 'kinds')
  await mkdir(kinds, { mode: 0o700 })
  const gateway = await startGateway(site)
  const before = await wholeSite(site, gateway, await startIngest(site))
  const { code } = await before.ask<{ code: string }>('/claims', { method: 'POST', body: JSON.stringify({ facility: 'estate-01' }) })
  const telemetry = untilNow(vendorVending()).filter(({ topic }) => topic.endsWith('/telemetry'))
  const machine = await connectDevice(site, gateway.mqtt, 'm9', { password: code })
  const quarter = Math.ceil(telemetry.length / 4)
  for (let from = 0; from < telemetry.length; from += quarter) {
    const readings = telemetry.slice(from, from + quarter).map(({ payload }) => payload)
    await machine.publishAsync('kz/v1/snacks/m9/telemetry', `[${readings}]`, { qos: 1 })
  }
  await before.settled(telemetry.length, 'm9')

  const draft = await before.ask<Draft>('/kinds/draft', { method: 'POST', body: JSON.stringify({ device: 'm9', kind: 'snacks' }) })
  await writeFile(join(kinds, draft.file), draft.source, { mode: 0o600 })
  await before.ingest.process.stop()
  const after = await wholeSite(site, gateway, await startIngest(site))
  await after.ask('/waiting/m9/accept', { method: 'POST', body: JSON.stringify({ kind: 'snacks' }) })
  await after.ask('/mappings', { method: 'PUT', body: JSON.stringify({ device: 'm9', ...draft.mapping }) })
  const replay = await after.ask<object>('/quarantine/replay', { method: 'POST', body: JSON.stringify({ filter: { device: 'm9' } }) })

  expect(replay).toMatchObject({ total: telemetry.length, stored: telemetry.length, refused: 0 })
  expect(await after.ledger('m9')).toMatchObject({ received: telemetry.length, stored: telemetry.length, quarantined: 0, balanced: true })
  const times = (await after.readings('m9')).map(({ ts }) => Date.parse(ts))
  expect(times).toEqual(telemetry.map(({ payload }) => JSON.parse(payload).t * 1_000))
})

test('a draft of what the journal has of a device becomes a kind that validates, stores, simulates and stands in the API', async () => {
  const site = await makeSite({ 'machine-1': 'vending' })
  const kinds = join(site.folder, 'kinds')
  await mkdir(kinds, { mode: 0o700 })
  const gateway = await startGateway(site, { KZ_DEVICE_RATE: '0' })
  let whole = await wholeSite(site, gateway, await startIngest(site))
  await whole.ask('/devices/machine-1', { method: 'PATCH', body: JSON.stringify({ model: 'SHJ-12' }) })
  const hour = untilNow(vendorVending())
  const readings = hour.filter(({ topic }) => topic.endsWith('/telemetry'))
  const stranger = await connectDevice(site, gateway.mqtt, 'machine-1')
  for (const { topic, payload } of hour) await stranger.publishAsync(topic.replace('/m1/', '/machine-1/'), payload, { qos: 1 })
  expect(await whole.settled(hour.length, 'machine-1')).toMatchObject({ stored: 0, quarantined: hour.length })

  const draft = await whole.ask<Draft>('/kinds/draft', {
    method: 'POST',
    body: JSON.stringify({ device: 'machine-1', hours: 1, kind: 'snacks' }),
  })
  expect(draft).toMatchObject({ kind: 'snacks', file: 'snacks.ts', messages: hour.length, mapping: { kind: 'snacks', model: 'SHJ-12' } })
  await writeFile(join(kinds, draft.file), draft.source, { mode: 0o600 })
  await whole.ingest.process.stop()
  whole = await wholeSite(site, gateway, await startIngest(site))

  await whole.ask('/mappings', { method: 'PUT', body: JSON.stringify(draft.mapping) })
  const body = JSON.stringify({ id: 'machine-2', kind: 'snacks', facility: 'estate-01', model: 'SHJ-12' })
  const { credentials } = await whole.ask<{ credentials: { password: string } }>('/devices', { method: 'POST', body })
  const machine = await connectDevice(site, gateway.mqtt, 'machine-2', { password: credentials.password })
  for (const { topic, payload } of hour)
    await machine.publishAsync(topic.replace(/^kz\/v1\/vending\/m1/, 'kz/v1/snacks/machine-2'), payload, { qos: 1 })

  expect(await whole.settled(hour.length, 'machine-2')).toMatchObject({ stored: hour.length, quarantined: 0, balanced: true })
  const stored = await whole.readings('machine-2')
  expect(stored).toHaveLength(readings.length)
  expect(stored[0]).toMatchObject({
    quality: 'good',
    values: { temperature: expect.any(Number), status: 'code1', lanes: 40, payment: 'ok' },
  })
  expect(Date.parse(stored[0]!.ts)).toBe(JSON.parse(readings[0]!.payload).t * 1_000)
  const { items } = await whole.ask<{ items: (Reading & { event: string })[] }>('/devices/machine-2/events')
  expect(items).toHaveLength(hour.length - readings.length)
  expect(items[0]).toMatchObject({ event: 'sale', values: { amountFen: expect.any(Number) } })
  expect(JSON.stringify(items)).not.toContain('138')
  expect((await whole.ask<{ source: string }>('/kinds/snacks')).source).toBe('site')

  const simBody = JSON.stringify({ id: 'snacks-sim', kind: 'snacks', facility: 'estate-01' })
  const made = await whole.ask<{ credentials: { password: string } }>('/devices', { method: 'POST', body: simBody })
  const list = join(site.folder, 'sim.csv')
  await writeFile(list, `username,password,kind\nsnacks-sim,${made.credentials.password},snacks\n`)
  const args = ['--kinds', 'snacks', '--credentials', list, '--url', `mqtt://127.0.0.1:${gateway.mqtt}`]
  startProcess('device-sim/main.ts', { args, env: { KZ_DATA: site.folder } })
  const simulated = await waitFor(async () => (await whole.readings('snacks-sim'))[0], { what: 'a reading of the simulated device' })
  expect(Object.keys(simulated.values).toSorted()).toEqual(['emptyLanes', 'energy', 'lanes', 'payment', 'status', 'temperature'])
})

/** The same hour, with its last minute now. */
function untilNow(messages: readonly Captured[]): Captured[] {
  const moveS = Math.floor((Date.now() - messages.at(-1)!.received) / 60_000) * 60
  return messages.map((message) => {
    const { t, ...rest } = JSON.parse(message.payload) as { t: number }
    return { ...message, payload: JSON.stringify({ ...rest, t: t + moveS }) }
  })
}
