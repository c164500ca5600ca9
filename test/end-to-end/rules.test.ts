import type { MqttClient } from 'mqtt'
import { beforeAll, describe, expect, test } from 'vitest'
import { type InfluxServer, startInflux } from '../support/influx-server.ts'
import { connectDevice, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Reading, startWholeSite, type WholeSite, wholeSite } from './whole-site.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

interface Device {
  state: string
  since: string
  cause: string
  connected: boolean | null
  seqGaps: number
  clock: { offsetMs: number; corrected: number } | null
  birth: object | null
  facility: string
  assignments: { facility: string; from: string; to?: string }[]
}

interface Event extends Reading {
  event: string
}

const devices = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`freezer-${index}`, 'freezer']))
const values = ({ values }: Reading): object => values

describe.each(['sqlite', 'influxdb'])('a reading on its way into %s', (store) => {
  let whole: WholeSite
  let influx: InfluxServer | undefined
  let env: Record<string, string>
  let next = 0
  /** A quarter of an hour ago, so that what a test sends lies in the past. */
  let then: number

  beforeAll(async () => {
    influx = store === 'influxdb' ? await startInflux() : undefined
    env = { KZ_READINGS_DAYS: '30', KZ_DEVICE_RATE: '0', ...(influx && { KZ_INFLUX_URL: influx.url }) }
    whole = await startWholeSite(devices, env)
    then = Date.now() - 15 * minute
  })

  /** A device of the test's own, connected. */
  async function freshDevice() {
    const device = `freezer-${next++}`
    const client = await whole.connect(device)
    return { device, client, ...speakerOf(client, device) }
  }

  /** Sends one message after the other, in this order. */
  function speakerOf(client: MqttClient, device: string) {
    const say = async (rest: string, ...messages: unknown[]) => {
      for (const message of messages) {
        const payload = typeof message === 'string' ? message : JSON.stringify(message)
        await client.publishAsync(`kz/v1/freezer/${device}/${rest}`, payload, { qos: 1 })
      }
    }
    return { say, send: (...readings: unknown[]) => say('telemetry', ...readings) }
  }

  const about = (device: string) => whole.ask<Device>(`/devices/${device}`)
  const latest = (device: string) =>
    whole.ask<{ values: Record<string, { value: number; ts: string; quality: string }> }>(`/devices/${device}/latest`)
  const events = async (device: string) => {
    const range = `from=${new Date(then - day).toISOString()}&to=${new Date(then + 2 * day).toISOString()}`
    return (await whole.ask<{ items: Event[] }>(`/devices/${device}/events?${range}`)).items
  }
  const untilState = (device: string, state: string) =>
    waitFor(
      async () => {
        const answer = await about(device)
        return answer.state === state && answer
      },
      { what: `${device} to be ${state}` },
    )

  test('is stored with its time, number and values, and is the latest', async () => {
    const { device, send } = await freshDevice()

    await send({ ts: then, seq: 421, boot: 'a1', quality: 'good', values: { temperature: -18.4, door: 'closed', energy: 0.1 } })
    await send({ ts: new Date(then + 8 * hour + minute).toISOString().replace('Z', '+08:00'), values: { temperature: -18.5 } })

    expect(await whole.settled(2, device)).toMatchObject({ stored: 2, balanced: true })
    expect(await whole.readings(device)).toMatchObject([
      { ts: new Date(then).toISOString(), quality: 'good', values: { temperature: -18.4, door: 'closed', energy: 0.1 } },
      { ts: new Date(then + minute).toISOString(), values: { temperature: -18.5 } },
    ])
    expect((await latest(device)).values).toMatchObject({
      temperature: { value: -18.5, ts: new Date(then + minute).toISOString() },
      door: { value: 'closed', ts: new Date(then).toISOString() },
    })
  })

  test('that repeats the number of a boot, or without number time and content, is a duplicate, also after a restart of ingest', async () => {
    // Processes of its own, as one of them is killed.
    const before = await startWholeSite({ numbered: 'freezer', plain: 'freezer' }, { ...env, KZ_INFLUX_BUCKET: 'restarted' })
    const numbered = speakerOf(await before.connect('numbered'), 'numbered')
    const plain = speakerOf(await before.connect('plain'), 'plain')
    const message = { ts: then, values: { temperature: -18, door: 'open' } }
    const first = { ...message, seq: 7, boot: 'a' }

    await numbered.send(first, first, { ...first, boot: 'b' }, { ...first, seq: 8 })
    await plain.send(message, { ts: then, values: { door: 'open', temperature: -18 } }, { ...message, ts: then + 1 })
    await before.settled(7)
    await before.ingest.process.kill()
    const after = await wholeSite(before.site, before.gateway, await startIngest(before.site, { ...env, KZ_INFLUX_BUCKET: 'restarted' }))
    await numbered.send(first, { ...first, values: { temperature: 20 } })
    await plain.send(message)

    expect(await after.settled(6, 'numbered')).toMatchObject({ received: 6, stored: 3, duplicate: 3, quarantined: 0, balanced: true })
    expect(await after.settled(4, 'plain')).toMatchObject({ received: 4, stored: 2, duplicate: 2, quarantined: 0, balanced: true })
    for (const reading of await after.readings('numbered')) expect(reading.values).toEqual(message.values)
    expect(await after.readings('plain')).toHaveLength(2)
  })

  test('in bare values is one of its own, even in the same millisecond and with the same content', async () => {
    const { device, client } = await freshDevice()

    const topic = `kz/v1/freezer/${device}/telemetry`
    await Promise.all(Array.from({ length: 100 }, () => client.publishAsync(topic, '{"temperature":-18}', { qos: 1 })))

    expect(await whole.settled(100, device)).toMatchObject({ stored: 100, duplicate: 0, balanced: true })
    const readings = await whole.readings(device)
    expect(readings).toHaveLength(100)
    expect(new Set(readings.map(({ ts }) => ts)).size).toBeLessThan(100)
    for (const { ts, received } of readings) expect(ts).toBe(received)
  })

  test('does not collide with another of the same millisecond; without numbers the fields merge, unless they disagree', async () => {
    const [numbered, partial, disagreeing] = [await freshDevice(), await freshDevice(), await freshDevice()]

    await numbered.send({ ts: then, seq: 1, values: { temperature: -18 } }, { ts: then, seq: 2, values: { temperature: -17 } })
    await partial.send({ ts: then, values: { temperature: -18, energy: 1 } }, { ts: then, values: { humidity: 40 } })
    await disagreeing.send({ ts: then, values: { temperature: -18, energy: 1 } }, { ts: then, values: { energy: 2 } })

    for (const { device } of [numbered, partial, disagreeing])
      expect(await whole.settled(2, device)).toMatchObject({ stored: 2, balanced: true })
    expect((await whole.readings(numbered.device)).map(values)).toEqual([{ temperature: -18 }, { temperature: -17 }])
    expect((await whole.readings(partial.device)).map(values)).toEqual([{ temperature: -18, humidity: 40, energy: 1 }])
    expect((await whole.readings(disagreeing.device)).map(values)).toEqual([{ temperature: -18, energy: 1 }, { energy: 2 }])
  })

  test('that comes late is stored where it belongs; what is live only moves forward', async () => {
    const { device, send } = await freshDevice()

    await send({ ts: then, values: { temperature: -18 } }, { ts: then - 2 * hour, values: { temperature: -10, humidity: 40 } })

    await whole.settled(2, device)
    expect((await whole.readings(device)).map(values)).toEqual([{ temperature: -10, humidity: 40 }, { temperature: -18 }])
    expect((await latest(device)).values).toEqual({
      temperature: { value: -18, ts: new Date(then).toISOString(), quality: 'good' },
      humidity: { value: 40, ts: new Date(then - 2 * hour).toISOString(), quality: 'good' },
    })
  })

  test('from a clock that is ahead is taken as read at receipt, uncertain, and the device is told of', async () => {
    const { device, send } = await freshDevice()

    await send(
      { ts: Date.now() + 4 * minute, seq: 1, values: { temperature: -18 } },
      { ts: Date.now() + 8 * hour, seq: 2, values: { temperature: -17 } },
    )

    expect(await whole.settled(2, device)).toMatchObject({ stored: 2 })
    const [wrong, right] = await whole.readings(device)
    expect(wrong).toMatchObject({ quality: 'uncertain', reason: 'clock', values: { temperature: -17 } })
    expect(wrong?.ts).toBe(wrong?.received)
    expect(right).toMatchObject({ quality: 'good', values: { temperature: -18 } })
    const { clock } = await about(device)
    expect(clock?.corrected).toBe(1)
    expect(Math.abs((clock?.offsetMs ?? 0) - 8 * hour)).toBeLessThan(minute)
  })

  test('of tomorrow or of before readings are kept is quarantined for that reason', async () => {
    const { device, send } = await freshDevice()
    const old = Date.now() - 29 * day

    await send({ ts: Date.now() + 25 * hour, values: { temperature: -18 } }, { ts: Date.now() - 31 * day, values: { temperature: -18 } })
    await send({ ts: old, values: { temperature: -18 } })

    expect(await whole.settled(3, device)).toMatchObject({ stored: 1, quarantined: 2, balanced: true })
    const [tooOld, future] = await whole.quarantine(device)
    expect(future).toMatchObject({ code: 'ts-future', path: 'ts' })
    expect(tooOld).toMatchObject({ code: 'ts-too-old', path: 'ts', message: { en: expect.stringContaining('30 days') } })
    expect(await whole.readings(device, old - 1)).toMatchObject([{ ts: new Date(old).toISOString() }])
  })

  test('missing in a sequence is counted, until it comes', async () => {
    const { device, send } = await freshDevice()
    const numbered = (seq: number, boot = 'a') => ({ ts: then + seq, seq, boot, values: { temperature: -18 } })

    await send(numbered(10), numbered(11), numbered(15))
    await whole.settled(3, device)
    expect((await about(device)).seqGaps).toBe(3)
    await send(numbered(13), numbered(0, 'b'), numbered(1, 'b'))

    expect(await whole.settled(6, device)).toMatchObject({ stored: 6, duplicate: 0, quarantined: 0 })
    expect((await about(device)).seqGaps).toBe(2)
  })

  test('of bad quality is stored and shown as such', async () => {
    const { device, send } = await freshDevice()

    await send({ ts: then, quality: 'bad', reason: '传感器 "T1" 断线', values: { temperature: 60 } })

    await whole.settled(1, device)
    expect(await whole.readings(device)).toMatchObject([{ quality: 'bad', reason: '传感器 "T1" 断线', values: { temperature: 60 } }])
    expect((await latest(device)).values.temperature).toMatchObject({ value: 60, quality: 'bad' })
    const range = `fields=temperature&fn=mean&from=${new Date(then - hour).toISOString()}&to=${new Date(then + hour).toISOString()}`
    expect(await whole.ask(`/devices/${device}/series?${range}`)).toMatchObject({ fields: { temperature: [] } })
  })

  test('in an array counts by itself', async () => {
    const { device, send } = await freshDevice()

    await send(
      Array.from({ length: 1_000 }, (_, seq) => ({ ts: then - seq, seq: 1_000 - seq, boot: 'a', values: { energy: 1_000 - seq } })),
    )

    expect(await whole.settled(1_000, device)).toMatchObject({ received: 1_000, stored: 1_000, balanced: true })
    expect((await whole.readings(device)).map(({ values }) => values.energy)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index + 1),
    )
  })

  test('is followed by events: each is stored and listed, a repeat is a duplicate', async () => {
    const { device, say } = await freshDevice()
    const lines = [{ sku: 'A-1', quantity: 2, amountFen: 700 }]
    const sale = { ts: then, id: 's-1', lines }

    await say(
      'event/sale',
      sale,
      { ...sale, ts: then + minute },
      { ts: then, amountFen: 350 },
      { ts: then, amountFen: 350 },
      { ts: then, amountFen: 400 },
    )
    await say('event/doorOpen', { seconds: 12 }, { seconds: 12 })

    expect(await whole.settled(7, device)).toMatchObject({ stored: 5, duplicate: 2, quarantined: 0, balanced: true })
    const listed = await events(device)
    expect(listed).toHaveLength(5)
    expect(listed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: 'sale', ts: new Date(then).toISOString(), values: expect.objectContaining({ id: 's-1', lines }) }),
        expect.objectContaining({ event: 'sale', values: { amountFen: 350 } }),
        expect.objectContaining({ event: 'sale', values: { amountFen: 400 } }),
      ]),
    )
    expect(listed.filter(({ event }) => event === 'doorOpen').map(values)).toEqual([{ seconds: 12 }, { seconds: 12 }])
  })

  test('makes a device online, and says since when', async () => {
    const { device, client, send } = await freshDevice()
    const before = Date.now()

    const connected = await untilState(device, 'online')
    await send({ temperature: -18 }, { temperature: -17 })
    await whole.settled(2, device)

    expect(connected).toMatchObject({ cause: 'connected', connected: true })
    expect(Math.abs(Date.parse(connected.since) - before)).toBeLessThan(minute)
    expect(await about(device)).toMatchObject({ state: 'online', since: connected.since })
    await client.endAsync()
    expect(await untilState(device, 'offline')).toMatchObject({ cause: 'goodbye', connected: false })
  })

  test('a device that says so sleeps, and goes on sleeping when it disconnects', async () => {
    const { device, client, say } = await freshDevice()

    await say('state', '{"state":"sleeping","boot":"a"}')
    const asleep = await untilState(device, 'sleeping')
    await client.endAsync()
    await waitFor(async () => (await about(device)).connected === false, { what: 'the departure' })

    expect(await about(device)).toMatchObject({ state: 'sleeping', since: asleep.since, cause: 'reported' })
  })

  test('a device whose connection breaks is lost by its will; an older will does not make it so again', async () => {
    const device = `freezer-${next++}`
    const topic = `kz/v1/freezer/${device}/state`
    const will = { topic, payload: Buffer.from('{"state":"lost","boot":"a"}'), qos: 1 as const, retain: true }
    const client = await connectDevice(whole.site, whole.gateway.mqtt, device, { will })
    await client.publishAsync(topic, '{"state":"online","boot":"a"}', { qos: 1, retain: true })

    client.stream.destroy()

    const lost = await untilState(device, 'lost')
    expect(Date.parse(lost.since)).toBeLessThanOrEqual(Date.now())
    const again = await whole.connect(device)
    const { say, send } = speakerOf(again, device)
    await say('state', '{"state":"online","boot":"b"}', '{"state":"lost","boot":"a"}')
    await send({ seq: 1, boot: 'b', values: { temperature: -18 } })
    await whole.settled(1, device)
    expect(await about(device)).toMatchObject({ state: 'online', connected: true })
    await say('state', '{"state":"lost","boot":"b"}')
    expect(await untilState(device, 'lost')).toMatchObject({ cause: 'reported' })
  })

  test('a device that is connected and says nothing for three of its intervals is silent, until it speaks', async () => {
    const { device, say, send } = await freshDevice()

    await say('birth', { model: 'FZ-100', vendor: '示例', firmware: '1.0', every: 1 })
    const silent = await untilState(device, 'silent')
    const { state } = await whole.ask<{ state: string }>(`/devices/${device}/latest`)
    await send({ temperature: -18 })
    const back = await untilState(device, 'online')

    expect(silent).toMatchObject({ cause: 'no-readings', connected: true, birth: { model: 'FZ-100', vendor: '示例', every: 1 } })
    expect(state).toBe('silent')
    expect(Date.parse(back.since)).toBeGreaterThan(Date.parse(silent.since))
  })

  test('belongs to where the device stood at its time, also when it comes after the move', async () => {
    const { device, send } = await freshDevice()
    const facility = `estate-of-${device}`
    await whole.ask('/facilities', { method: 'POST', body: JSON.stringify({ id: facility, name: '新小区', town: 'chengxiang' }) })
    await send({ ts: then - hour, values: { temperature: -3 } })
    await whole.settled(1, device)

    await whole.ask(`/devices/${device}/move`, { method: 'POST', body: JSON.stringify({ facility }) })
    await send({ ts: then, values: { temperature: -2 } }, { temperature: 0 })

    await whole.settled(3, device)
    expect((await whole.readings(device)).map(({ values }) => values.temperature)).toEqual([-3, -2, 0])
    const { assignments, ...now } = await about(device)
    expect(now.facility).toBe(facility)
    const [before, after] = assignments
    expect(before).toMatchObject({ facility: 'estate-01', to: after?.from })
    expect(after).toMatchObject({ facility })
    const kept = await influx?.query(`SELECT temperature, facility, town FROM freezer WHERE device = '${device}'`, 'kezhong')
    if (kept)
      expect(kept.map((row) => `${row.facility} ${row.town}`)).toEqual(['estate-01 shaxi', 'estate-01 shaxi', `${facility} chengxiang`])
  })

  test('is one of many that all balance in the end', async () => {
    const ledger = await whole.ask<{ balanced: boolean; pending: number; devices: { balanced: boolean }[] }>('/ledger?limit=1000')

    expect(ledger).toMatchObject({ balanced: true, pending: 0 })
    expect(ledger.devices.length).toBeGreaterThan(10)
    for (const { balanced } of ledger.devices) expect(balanced).toBe(true)
  })
})
