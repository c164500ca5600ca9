import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type ClockPolicy, setClockPolicy } from '../../register/clock-policies.ts'
import { saveMapping } from '../../register/mappings.ts'
import { Register } from '../../register/register.ts'
import { whenDone } from '../support/clean-up.ts'
import { freePort } from '../support/free-port.ts'
import { startInflux } from '../support/influx-server.ts'
import { type Ask, connectDevice, makeSite, signIn, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { chance, type Model, messagesOf } from './chaos-model.ts'
import type { Ledger, Reading } from './whole-site.ts'

/** Another one in each run by hand: CHAOS_SEED=7 CHAOS_STORE=influxdb npx vitest run test/end-to-end/chaos.test.ts */
const seed = Number(process.env.CHAOS_SEED ?? 1)
const store = process.env.CHAOS_STORE ?? 'sqlite'
const devices = ['f1', 'f2', 'f3', 'f4']
const messagesEach = 400
const hour = 3_600_000

type Hours = Ledger & { devices: { device: string; hours: Ledger[] }[] }

it(`whatever is killed, changed and replayed meanwhile, each reading is there once with its time (seed ${seed}, ${store})`, {
  timeout: 120_000,
}, async () => {
  const random = chance(seed)
  const site = await makeSite(Object.fromEntries(devices.map((id) => [id, 'freezer'])))
  const influx = store === 'influxdb' ? await startInflux() : undefined
  const [mqtt, http] = [`${await freePort()}`, `${await freePort()}`]
  const env = { KZ_MQTT_PORT: mqtt, KZ_HTTP_PORT: http, KZ_DEVICE_RATE: '0', ...(influx && { KZ_INFLUX_URL: influx.url }) }
  let gateway = await startGateway(site, env)
  let ingest = await startIngest(site, env)
  let ask = await signIn(ingest)
  const register = new Register(join(site.folder, 'register.sqlite'))
  register.start()
  whenDone(() => register.stop())
  const start = Math.floor(Date.now() / hour) * hour - 3 * hour
  const models = new Map<string, Model>()
  let acknowledged = 0

  const publishing = devices.map(async (device) => {
    const { messages, model } = messagesOf(random, messagesEach, start)
    models.set(device, model)
    const client = await connectDevice(site, Number(mqtt), device, { reconnectPeriod: 50 })
    for (const { rest, body } of messages) {
      await client.publishAsync(`kz/v1/freezer/${device}/${rest}`, body, { qos: 1 })
      acknowledged++
      await pause(10)
    }
  })
  const all = Promise.all(publishing)
  const map = (isMended: boolean) => {
    const fields = isMended ? { wd: { to: 'temperature', scale: 0.1 }, nr: { to: 'energy' } } : { other: { to: 'humidity' } }
    for (const device of devices) saveMapping(register, { device, fields })
  }
  const policy = (name: ClockPolicy) => {
    for (const device of devices) setClockPolicy(register, device, name)
  }
  /** Nobody waits for it: it may be killed as well. */
  const replay = (dryRun: boolean) =>
    void ask('/quarantine/replay', { method: 'POST', body: JSON.stringify({ filter: {}, dryRun }) }).catch(() => undefined)
  const deeds: (() => unknown)[] = [
    async () => {
      await gateway.process.kill()
      gateway = await startGateway(site, env)
    },
    async () => {
      await ingest.process.kill()
      ingest = await startIngest(site, env)
      ask = await signIn(ingest)
    },
    () => map(random() < 0.5),
    () => policy(random() < 0.5 ? 'accept' : 'quarantine'),
    () => replay(false),
    () => replay(true),
  ]
  // Six kills at most; the rest as chance has it.
  for (let deed = 0, kills = 0; deed < 60 && acknowledged < devices.length * messagesEach; deed++) {
    const which = Math.floor(random() * deeds.length)
    await pause(random() * 150)
    if (which > 1 || kills++ < 6) await deeds[which]?.()
  }
  await all

  map(true)
  policy('accept')
  await settled(ask)
  const { id } = await ask<{ id: string }>('/quarantine/replay', { method: 'POST', body: '{"filter":{}}' })
  await waitFor(async () => (await ask<{ state: string }>(`/quarantine/replays/${id}`)).state === 'done', { what: 'the last replay' })
  for (const [device, model] of models) await compare(ask, device, model, start)
  const { balanced, received, stored, duplicate, quarantined, pending } = await ask<Ledger>('/ledger')
  expect({ balanced, pending, received }).toEqual({ balanced: true, pending: 0, received: stored + duplicate + quarantined })
  expect(stored).toBe([...models.values()].reduce((sum, { readings, events }) => sum + readings.size + events.size, 0))
})

const settled = (ask: Ask) =>
  waitFor(async () => (await ask<Ledger>('/ledger')).pending === 0, { what: 'everything to be dealt with', timeoutMs: 60_000 })

async function compare(ask: Ask, device: string, { readings, events, refused }: Model, start: number): Promise<void> {
  const range = `from=${new Date(start - 24 * hour).toISOString()}&to=${new Date(start + 48 * hour).toISOString()}&limit=10000`
  const kept = (await ask<{ items: Reading[] }>(`/devices/${device}/readings?${range}`)).items
  const happened = (await ask<{ items: { ts: string; values: { seconds: number } }[] }>(`/devices/${device}/events?${range}`)).items
  const open = (await ask<{ items: { payload: string }[] }>(`/quarantine?device=${device}&limit=1000`)).items
  const { devices: entered } = await ask<Hours>(`/ledger?device=${device}`)
  const byNumber = (one: readonly number[], other: readonly number[]) => (one[0] as number) - (other[0] as number)

  const found = kept.map(({ ts, received, values }) => {
    const number = Number(values.energy)
    const isOfReceipt = readings.get(number)?.ts === undefined && ts === received
    return [number, isOfReceipt ? -1 : Date.parse(ts), Number(values.temperature)]
  })
  expect(found.sort(byNumber)).toEqual([...readings].map(([number, { ts, temperature }]) => [number, ts ?? -1, temperature]).sort(byNumber))
  const seen = happened.map(({ ts, values }) => [values.seconds, Date.parse(ts)])
  expect(seen.sort(byNumber)).toEqual([...events].sort(byNumber))
  expect(new Set(open.map(({ payload }) => Number(/"energy":(\d+)/.exec(payload)?.[1])))).toEqual(refused)
  const hours = entered.flatMap((each) => each.hours)
  for (const each of hours) expect(each.received).toBe(each.stored + each.duplicate + each.quarantined)
  const sum = (of: 'stored' | 'quarantined') => hours.reduce((total, each) => total + each[of], 0)
  expect({ stored: sum('stored'), quarantined: sum('quarantined') }).toEqual({
    stored: readings.size + events.size,
    quarantined: open.length,
  })
}
