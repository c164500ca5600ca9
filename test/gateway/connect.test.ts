import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { Register } from '../../register/register.ts'
import { closeOf, connectDevice, makeSite, messageTo, type RunningGateway, type Site, startGateway } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { linksOf, publishedBy, uplinkOf } from './journal-of.ts'

const own = (device: string, rest: string) => `kz/v1/freezer/${device}/${rest}`

describe('who connects', () => {
  let site: Site
  let gateway: RunningGateway

  beforeAll(async () => {
    site = await makeSite(Object.fromEntries([...'abcdefghij'].map((letter) => [`freezer-${letter}`, 'freezer'])))
    gateway = await startGateway(site)
  })

  test.each([
    ['a wrong password', { username: 'freezer-a', password: 'wrong' }],
    ['an unknown device', { username: 'nobody', password: 'x' }],
    ['no user name', { username: undefined, password: undefined }],
  ])('with %s is refused with return code 4', async (_, credentials) => {
    const attempt = connectDevice(site, gateway.mqtt, 'freezer-a', credentials as object)

    await expect(attempt).rejects.toMatchObject({ code: 4 })
  })

  test('with an empty client id and without a clean session is refused with return code 2', async () => {
    const socket = connect(gateway.mqtt, '127.0.0.1')
    // CONNECT, MQTT 3.1.1, no flags (clean session 0), keep-alive 60, client id of no bytes.
    socket.write(Uint8Array.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0, 0, 60, 0, 0]))

    const [answer] = await once(socket, 'data')

    expect([...answer]).toEqual([0x20, 2, 0, 2])
    await once(socket, 'close')
  })

  test('may listen to what is addressed to it, and is answered 0x80 for the rest while it stays connected', async () => {
    const client = await connectDevice(site, gateway.mqtt, 'freezer-b')
    const filters = [
      own('freezer-b', 'command/+'),
      own('freezer-b', 'verdict'),
      own('freezer-b', '#'),
      own('freezer-a', 'verdict'),
      '#',
      'kz/v1/tasks/#',
    ]

    const granted = await new Promise((resolve) => {
      client.subscribe(filters, { qos: 1 }, (_error, _granted, packet) => resolve(packet?.granted))
    })

    expect(granted).toEqual([1, 1, 128, 128, 128, 128])
    expect(client.connected).toBe(true)
  })

  test('under any client id takes the place of its older connection, whose will is not published', async () => {
    const will = { topic: own('freezer-c', 'state'), payload: Buffer.from('lost'), qos: 1 as const, retain: true }
    const first = await connectDevice(site, gateway.mqtt, 'freezer-c', { clientId: 'one', will })
    const closed = closeOf(first)

    const second = await connectDevice(site, gateway.mqtt, 'freezer-c', { clientId: 'two' })
    await closed
    await second.publishAsync(own('freezer-c', 'telemetry'), '{}', { qos: 1 })

    const entries = await uplinkOf(site)
    expect(publishedBy(entries, 'freezer-c').map(({ topic }) => topic)).toEqual([own('freezer-c', 'telemetry')])
    expect(linksOf(entries, 'freezer-c').map(({ topic }) => topic)).toEqual(['$gateway/connected', '$gateway/connected'])
  })

  test('shares a client id with another device without harm', async () => {
    const one = await connectDevice(site, gateway.mqtt, 'freezer-d', { clientId: 'same' })
    const other = await connectDevice(site, gateway.mqtt, 'freezer-e', { clientId: 'same' })

    await one.publishAsync(own('freezer-d', 'telemetry'), '{}', { qos: 1 })

    expect([one.connected, other.connected]).toEqual([true, true])
  })

  test('and vanishes leaves its will and a departure; who says goodbye leaves only the departure', async () => {
    const will = { topic: own('freezer-f', 'state'), payload: Buffer.from('{"state":"lost","boot":"a1"}'), qos: 1 as const, retain: true }
    const vanishing = await connectDevice(site, gateway.mqtt, 'freezer-f', { will })
    vanishing.stream.destroy()
    const leaving = await connectDevice(site, gateway.mqtt, 'freezer-g', { will: { ...will, topic: own('freezer-g', 'state') } })
    await leaving.endAsync()

    const entries = await waitFor(
      async () => {
        const found = await uplinkOf(site)
        const gone = ['freezer-f', 'freezer-g'].every((device) =>
          linksOf(found, device).some(({ topic }) => topic === '$gateway/disconnected'),
        )
        return gone && publishedBy(found, 'freezer-f').length > 0 && found
      },
      { what: 'will and departures' },
    )

    expect(linksOf(entries, 'freezer-f').at(-1)).toMatchObject({ clean: false })
    expect(publishedBy(entries, 'freezer-f').map(({ topic }) => topic)).toEqual([own('freezer-f', 'state')])
    expect(linksOf(entries, 'freezer-g').at(-1)).toMatchObject({ clean: true })
    expect(publishedBy(entries, 'freezer-g')).toEqual([])
  })

  test('is sent away when the register retires it, and not let in again', async () => {
    const client = await connectDevice(site, gateway.mqtt, 'freezer-h')
    const closed = closeOf(client)
    const register = new Register(join(site.folder, 'register.sqlite'))
    register.start()

    register.retireDevice('freezer-h')
    register.stop()

    await closed
    await expect(connectDevice(site, gateway.mqtt, 'freezer-h')).rejects.toMatchObject({ code: 4 })
  })

  test('beyond the limit of connections is refused', async () => {
    const small = await startGateway(await makeSite({}), { KZ_MAX_CONNECTIONS: '1' })
    const crowded = { ...site, folder: site.folder }
    await connectDevice(crowded, small.mqtt, 'admin')

    await expect(connectDevice(crowded, small.mqtt, 'admin')).rejects.toMatchObject({ code: 3 })
  })
})

test('a gateway that is stopped leaves no wills and no departures: the devices have not gone', async () => {
  const site = await makeSite({ 'freezer-a': 'freezer' })
  const gateway = await startGateway(site)
  const will = { topic: own('freezer-a', 'state'), payload: Buffer.from('lost'), qos: 1 as const, retain: true }
  const client = await connectDevice(site, gateway.mqtt, 'freezer-a', { will })
  const closed = closeOf(client)

  await gateway.process.stop()
  await closed

  const entries = await uplinkOf(site)
  expect(publishedBy(entries, 'freezer-a')).toEqual([])
  expect(linksOf(entries, 'freezer-a').map(({ topic }) => topic)).toEqual(['$gateway/connected'])
})

describe('an administrator who listens', () => {
  test('and never reads holds up neither devices nor others, and may leave', async () => {
    const site = await makeSite({ 'freezer-a': 'freezer' })
    const gateway = await startGateway(site, { KZ_DEVICE_RATE: '0' })
    const sleeper = await connectDevice(site, gateway.mqtt, 'admin')
    await sleeper.subscribeAsync('kz/v1/#', { qos: 1 })
    sleeper.stream.pause()
    const listener = await connectDevice(site, gateway.mqtt, 'admin')
    await listener.subscribeAsync('kz/v1/+/+/telemetry')
    let heard = 0
    listener.on('message', () => heard++)
    const device = await connectDevice(site, gateway.mqtt, 'freezer-a')

    const payload = Buffer.alloc(4_096, 'x')
    for (let round = 0; round < 50; round++) {
      await Promise.all(Array.from({ length: 100 }, () => device.publishAsync(own('freezer-a', 'telemetry'), payload, { qos: 1 })))
    }

    await waitFor(() => heard > 1_000, { what: () => `messages at the one who reads, ${heard} so far` })
    sleeper.stream.destroy()
    await device.publishAsync(own('freezer-a', 'telemetry'), payload, { qos: 1 })
    expect(gateway.process.isRunning()).toBe(true)
    expect((await gateway.health()).counters.accepted).toBeGreaterThanOrEqual(5_001)
  })

  test('hears nothing that a device says in the name of the platform', async () => {
    const site = await makeSite({ 'freezer-a': 'freezer' })
    const gateway = await startGateway(site)
    const observer = await connectDevice(site, gateway.mqtt, 'admin')
    await observer.subscribeAsync('kz/v1/#', { qos: 1 })
    const heard: string[] = []
    observer.on('message', (topic) => heard.push(topic))
    const device = await connectDevice(site, gateway.mqtt, 'freezer-a')

    await device.publishAsync('kz/v1/tasks/16/indicators/16-1', '{"value":100}', { qos: 1, retain: true })
    await device.publishAsync(own('freezer-a', 'command/open'), '{}', { qos: 1 })
    await device.publishAsync(own('freezer-a', 'telemetry'), '{"temperature":1}', { qos: 1 })

    await waitFor(() => heard.length > 0, { what: 'a message' })
    expect(heard).toEqual([own('freezer-a', 'telemetry')])
  })
})

describe('a credential', () => {
  test('that is changed ends the connection made with the old one', async () => {
    const site = await makeSite({ 'freezer-a': 'freezer' })
    const gateway = await startGateway(site)
    const client = await connectDevice(site, gateway.mqtt, 'freezer-a')
    const closed = closeOf(client)
    const register = new Register(join(site.folder, 'register.sqlite'))
    register.start()

    const { password } = await register.issueCredential('freezer-a')
    register.stop()

    await closed
    await expect(connectDevice(site, gateway.mqtt, 'freezer-a')).rejects.toMatchObject({ code: 4 })
    await connectDevice(site, gateway.mqtt, 'freezer-a', { password })
  })

  test('guessed wrong twenty times is not looked at for a while, even when it is right', async () => {
    const site = await makeSite({ 'freezer-a': 'freezer' })
    const gateway = await startGateway(site)
    await Promise.all(
      Array.from({ length: 20 }, () => connectDevice(site, gateway.mqtt, 'admin', { password: 'guess' }).catch(() => undefined)),
    )

    await expect(connectDevice(site, gateway.mqtt, 'admin')).rejects.toMatchObject({ code: 4 })
    await connectDevice(site, gateway.mqtt, 'freezer-a')
  })

  test('does not let in who would leave a will in the name of another device', async () => {
    const site = await makeSite({ 'freezer-a': 'freezer', 'freezer-b': 'freezer' })
    const gateway = await startGateway(site)
    const will = { topic: own('freezer-b', 'state'), payload: Buffer.from('lost'), qos: 1 as const, retain: true }

    await expect(connectDevice(site, gateway.mqtt, 'freezer-a', { will })).rejects.toMatchObject({ code: 5 })
  })
})

describe('what the broker keeps', () => {
  test('the last state and birth of a device survive a restart of the gateway', async () => {
    const site = await makeSite({ 'freezer-a': 'freezer' })
    const before = await startGateway(site)
    const device = await connectDevice(site, before.mqtt, 'freezer-a')
    await device.publishAsync(own('freezer-a', 'state'), 'online', { qos: 1, retain: true })
    await device.publishAsync(own('freezer-a', 'birth'), '{"model":"F1"}', { qos: 1, retain: true })
    await device.publishAsync(own('freezer-a', 'telemetry'), '{"temperature":1}', { qos: 1, retain: true })
    await before.process.kill()

    const after = await startGateway(site)
    const observer = await connectDevice(site, after.mqtt, 'admin')
    const kept = new Map<string, string>()
    observer.on('message', (topic, payload) => kept.set(topic, String(payload)))
    await observer.subscribeAsync('kz/v1/#', { qos: 1 })

    await waitFor(() => kept.size >= 2, { what: 'two retained messages' })
    expect(Object.fromEntries(kept)).toEqual({ [own('freezer-a', 'state')]: 'online', [own('freezer-a', 'birth')]: '{"model":"F1"}' })
  })

  test('an observer hears what devices publish and may publish nothing', async () => {
    const site = await makeSite({ 'freezer-a': 'freezer' })
    const gateway = await startGateway(site)
    const observer = await connectDevice(site, gateway.mqtt, 'admin')
    await observer.subscribeAsync('kz/v1/+/+/telemetry')
    const heard = messageTo(observer)
    const device = await connectDevice(site, gateway.mqtt, 'freezer-a')

    await device.publishAsync(own('freezer-a', 'telemetry'), '{"temperature":5}', { qos: 1 })
    expect((await heard)[0]).toBe(own('freezer-a', 'telemetry'))
    const closed = closeOf(observer)
    observer.publish(own('freezer-a', 'telemetry'), '{}', { qos: 1 })

    await closed
    expect(publishedBy(await uplinkOf(site), 'admin')).toEqual([])
  })
})
