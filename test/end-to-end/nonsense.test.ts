import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { MqttClient } from 'mqtt'
import { beforeAll, describe, expect, test } from 'vitest'
import { closeOf, messageTo } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { mosquittoPub } from './mosquitto.ts'
import { nonsense, type Refusal } from './nonsense-cases.ts'
import { type Quarantined, type Reading, startWholeSite, type WholeSite } from './whole-site.ts'

const devices = nonsense.map((each, index) => ({ ...each, device: `nonsense-${index}`, kind: each.kind ?? ('freezer' as const) }))
const rounds = 300
const warmUpRounds = 100
/** The rounds after the warm-up bring more than 300 MiB; how far a heap fills before it is swept differs by less than this. */
const growthMiB = 200

type Case = (typeof devices)[number]

const topicOf = ({ topic = 'telemetry', kind }: Case, device: string): string =>
  topic.startsWith('//') ? topic.slice(2).replace('{device}', device) : `kz/v1/${kind}/${device}/${topic}`

const bytesOf = ({ payload }: Case): Buffer => Buffer.from(typeof payload === 'function' ? payload(Date.now()) : payload)

const elementsOf = ({ stored = [], refused = [] }: Case): number => stored.length + refused.length

/** Sentences in both languages, each in its own, with nothing left to be filled in. */
function expectSentences(words: { zh: string; en: string }): void {
  expect(words.zh).toMatch(/\p{Script=Han}.*[。？]$/su)
  expect(words.en).toMatch(/^.*[a-z].*[.?]$/su)
  expect(words.en).not.toBe(words.zh)
  for (const sentence of Object.values(words)) expect(sentence).not.toMatch(/(?<!\/)\{\w+\}|undefined|\[object/)
}

function expectRefusal(item: Quarantined, { code, path, expected, found, suggestion }: Refusal): void {
  expect(item).toMatchObject({ code, ...(path !== undefined && { path }) })
  expectSentences(item.message)
  if (item.suggestion) expectSentences(item.suggestion)
  if (expected) expect(item.expected).toMatch(expected)
  if (found) expect(item.found).toMatch(found)
  if (suggestion) expect(item.suggestion?.en).toMatch(suggestion)
}

function expectReadings(readings: Reading[], stored: Case['stored'] = []): void {
  expect(readings).toHaveLength(stored.length)
  for (const reading of stored) {
    const { values, quality = 'good', reason } = reading
    expect(readings).toContainEqual(expect.objectContaining({ values, quality, ...(reason !== undefined && { reason }) }))
  }
}

describe('nonsense', () => {
  let whole: WholeSite
  let verdicts: Map<string, Quarantined[]>
  let admin: MqttClient

  beforeAll(async () => {
    const extra = { victim: 'freezer', 'steady-freezer': 'freezer', 'steady-charger': 'charger', 'steady-locker': 'locker', raw: 'freezer' }
    whole = await startWholeSite(
      { ...Object.fromEntries(devices.map(({ device, kind }) => [device, kind])), ...extra },
      { KZ_DEVICE_RATE: '0' },
    )
    verdicts = new Map()
    admin = await whole.connect('admin')
    await admin.subscribeAsync('kz/v1/+/+/verdict')
    admin.on('message', (topic, payload) => {
      const device = topic.split('/')[3] ?? ''
      verdicts.set(device, [...(verdicts.get(device) ?? []), JSON.parse(String(payload))])
    })
  })

  const send = (device: string, topic: string, payload: Uint8Array) =>
    mosquittoPub({ port: whole.gateway.mqtt, user: device, password: whole.site.passwords.get(device) ?? '', topic, payload })

  test.each(devices)('$name', async (sent: Case) => {
    const { device, refused = [], unknown = {} } = sent
    const payload = bytesOf(sent)

    const { code } = await send(device, topicOf(sent, device), payload)

    expect(code).toBe(0)
    const ledger = await whole.settled(elementsOf(sent), device)
    expect(ledger).toMatchObject({ stored: sent.stored?.length ?? 0, quarantined: refused.length, duplicate: 0, balanced: true })
    expectReadings(await whole.readings(device), sent.stored)
    const listed = (await whole.quarantine(device)).reverse()
    expect(listed).toHaveLength(refused.length)
    for (const [index, refusal] of refused.entries()) {
      const kept = await whole.ask<Quarantined>(`/quarantine/${listed[index]?.id}`)
      expectRefusal(kept, refusal)
      expect(kept).toMatchObject({ device, topic: topicOf(sent, device) })
      const bytes = Buffer.from(kept.payload, kept.encoding === 'text' ? 'utf8' : 'base64')
      // No phone number of a resident is kept, not even in what is refused for it.
      const asKept = refusal.code === 'personal-data' ? Buffer.from(String(payload).replace(/(1[3-9])\d{9}/, '$1*********')) : payload
      expect(bytes.equals(refusal.element === undefined ? asKept : Buffer.from(refusal.element))).toBe(true)
    }
    const last = listed.at(-1)
    if (last) {
      const [verdict] = await waitFor(() => verdicts.get(device), { what: `the verdict for ${device}` })
      expect(verdict).toMatchObject({ id: last.id, code: last.code, message: last.message })
    }
    const { unknownFields } = await whole.ask<{ unknownFields: { name: string; suggestion?: string }[] }>(`/devices/${device}`)
    for (const [name, suggestion] of Object.entries(unknown))
      expect(unknownFields.find((field) => field.name === name)?.suggestion).toBe(suggestion)
  })

  test('under the name of another device is denied and told to the device; nothing of it is kept', async () => {
    const { code } = await send('raw', 'kz/v1/freezer/victim/telemetry', Buffer.from('{"temperature":20}'))
    const client = await whole.connect('raw')
    await client.subscribeAsync('kz/v1/freezer/raw/verdict')
    const verdict = messageTo(client)
    const closed = closeOf(client)
    client.publish('kz/v1/freezer/victim/event/sale', '{"amountFen":350}', { qos: 1 })

    const { message, ...said } = JSON.parse(String((await verdict)[1]))
    await closed

    expect(code).not.toBe(0)
    expect(said).toMatchObject({ code: 'foreign-topic' })
    expectSentences(message)
    for (const device of ['raw', 'victim']) expect(await whole.ledger(device)).toMatchObject({ received: 0, balanced: true })
  })

  const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, Buffer.byteLength(value)]), Buffer.from(value)])
  const packet = (type: number, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([type, body.length]), body])
  }
  const hello = (): Buffer =>
    packet(0x10, text('MQTT'), Buffer.from([4, 0xc2, 0, 60]), text('raw'), text('raw'), text(whole.site.passwords.get('raw') ?? ''))
  const publish = (topic: Buffer, type = 0x32): Buffer => packet(type, topic, Buffer.from([0, 1]), Buffer.from('{}'))

  test.each([
    ['a publish before the greeting', () => publish(text('hello'))],
    ['HTTP', () => Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a greeting of another protocol', () => packet(0x10, text('MQXX'), Buffer.from([4, 2, 0, 60]), text('raw'))],
    ['a topic with a wildcard', () => Buffer.concat([hello(), publish(text('kz/v1/freezer/raw/#'))])],
    ['a topic without a character', () => Buffer.concat([hello(), publish(text(''))])],
    ['QoS 3', () => Buffer.concat([hello(), publish(text('hello'), 0x36)])],
    ['a length that never ends', () => Buffer.concat([hello(), Buffer.from([0x32, 0xff, 0xff, 0xff, 0xff, 0xff])])],
    ['a topic longer than its packet', () => Buffer.concat([hello(), Buffer.from([0x32, 4, 0xff, 0xff, 0x61, 0x61])])],
    ['a packet of 200 MiB', () => Buffer.concat([hello(), Buffer.from([0x32, 0x80, 0x80, 0x80, 0x64]), text('hello')])],
    ['a packet of a type that is reserved', () => Buffer.concat([hello(), Buffer.from([0xf0, 0])])],
  ])('in MQTT itself (%s) ends that connection and no other', async (_, bytes) => {
    const neighbour = await whole.connect('victim')
    const socket = connect(whole.gateway.mqtt, '127.0.0.1')
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => {}).resume()

    socket.write(bytes())

    await closed
    await neighbour.publishAsync('kz/v1/freezer/victim/state', 'online', { qos: 1 })
    expect(neighbour.connected).toBe(true)
  })

  test(`sent ${rounds} times over one connection a kind is borne: nobody is cut off, nobody restarted, memory stays`, async () => {
    await admin.endAsync()
    const pids = [whole.gateway, whole.ingest].map(({ process }) => process.pid)
    const before = await whole.ledger()
    const kinds = ['freezer', 'charger', 'locker']
    const clients = new Map(await Promise.all(kinds.map(async (kind) => [kind, await whole.connect(`steady-${kind}`)] as const)))
    const cutOff = Promise.race([...clients.values()].map(closeOf)).then(() => 'cut off')
    let sent = 0
    const round = async () => {
      sent += devices.reduce((sum, each) => sum + elementsOf(each), 0)
      const acknowledged = devices.map((each) =>
        clients.get(each.kind)?.publishAsync(topicOf(each, `steady-${each.kind}`), bytesOf(each), { qos: 1 }),
      )
      expect(await Promise.race([Promise.all(acknowledged), cutOff])).not.toBe('cut off')
    }

    for (let count = 0; count < warmUpRounds; count++) await round()
    await whole.settled(before.received + sent)
    const warm = pids.map(memoryMiB)
    for (let count = warmUpRounds; count < rounds; count++) await round()
    const ledger = await whole.settled(before.received + sent)

    const growth = pids.map((pid, index) => memoryMiB(pid) - (warm[index] as number))
    expect(ledger).toMatchObject({ received: before.received + sent, balanced: true, pending: 0 })
    for (const each of growth) expect(each).toBeLessThan(growthMiB)
    for (const { process } of [whole.gateway, whole.ingest]) expect(process.isRunning()).toBe(true)
    for (const client of clients.values()) expect(client.connected).toBe(true)
  })

  test('has left a system that takes what is right', async () => {
    const client = await whole.connect('victim')
    const { received } = await whole.ledger('victim')

    await client.publishAsync('kz/v1/freezer/victim/telemetry', '{"temperature":-18.4}', { qos: 1 })

    expect(await whole.settled(received + 1, 'victim')).toMatchObject({ stored: 1, quarantined: 0, balanced: true })
    expect((await whole.ask<{ status: string }>('/health')).status).toBe('ok')
  })
})

/** Resident memory of a process. */
function memoryMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024
}
