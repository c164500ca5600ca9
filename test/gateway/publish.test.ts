import { beforeAll, describe, expect, test } from 'vitest'
import { closeOf, connectDevice, makeSite, messageTo, type RunningGateway, type Site, startGateway } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { linksOf, publishedBy, uplinkOf } from './journal-of.ts'

const own = (device: string, rest: string) => `kz/v1/freezer/${device}/${rest}`

describe('what a device publishes', () => {
  let site: Site
  let gateway: RunningGateway

  beforeAll(async () => {
    site = await makeSite(Object.fromEntries([...'abcdefgh'].map((letter) => [`freezer-${letter}`, 'freezer'])))
    gateway = await startGateway(site)
  })

  test('is in the journal when its PUBACK arrives', async () => {
    const client = await connectDevice(site, gateway.mqtt, 'freezer-a')

    await client.publishAsync(own('freezer-a', 'telemetry'), '{"temperature":-18.4}', { qos: 1 })

    const [entry] = publishedBy(await uplinkOf(site), 'freezer-a')
    expect(entry).toMatchObject({ key: 'freezer-a', topic: own('freezer-a', 'telemetry') })
    expect(Buffer.from(entry?.payload ?? []).toString()).toBe('{"temperature":-18.4}')
  })

  test('arrives with QoS 0 and once with QoS 2, too', async () => {
    const client = await connectDevice(site, gateway.mqtt, 'freezer-b')

    await client.publishAsync(own('freezer-b', 'telemetry'), '{"temperature":0}', { qos: 0 })
    await client.publishAsync(own('freezer-b', 'telemetry'), '{"temperature":2}', { qos: 2 })

    const payloads = await waitFor(
      async () => {
        const entries = publishedBy(await uplinkOf(site), 'freezer-b')
        return entries.length >= 2 && entries.map(({ payload }) => Buffer.from(payload).toString())
      },
      { what: 'two entries' },
    )
    expect(payloads).toEqual(['{"temperature":0}', '{"temperature":2}'])
  })

  test('is journaled even under a topic that makes no sense, and the connection stays', async () => {
    const client = await connectDevice(site, gateway.mqtt, 'freezer-c')
    const topics = [
      'hello',
      'kz/v1/vending/freezer-c/telemetry',
      own('freezer-c', 'telemetri'),
      own('freezer-c', 'command/open'),
      '$SYS/x',
      '',
    ]

    for (const topic of topics.filter((name) => name !== '')) await client.publishAsync(topic, 'x', { qos: 1 })

    expect(publishedBy(await uplinkOf(site), 'freezer-c').map(({ topic }) => topic)).toEqual(topics.slice(0, -1))
    expect(client.connected).toBe(true)
  })

  test('under the topic of another device is denied: the verdict says so, the connection ends, nothing is journaled', async () => {
    const client = await connectDevice(site, gateway.mqtt, 'freezer-d')
    await client.subscribeAsync(own('freezer-d', 'verdict'))
    const verdict = messageTo(client)
    const closed = closeOf(client)

    client.publish(own('freezer-a', 'telemetry'), '{"temperature":99}', { qos: 1 })

    const [, payload] = await verdict
    expect(JSON.parse(String(payload))).toMatchObject({
      code: 'foreign-topic',
      message: { zh: expect.stringContaining('断开'), en: expect.stringContaining('another device') },
    })
    await closed
    const entries = await uplinkOf(site)
    expect(publishedBy(entries, 'freezer-d')).toEqual([])
    const last = await waitFor(
      async () => linksOf(await uplinkOf(site), 'freezer-d').find(({ topic }) => topic.endsWith('/disconnected')),
      { what: 'the departure' },
    )
    expect(last).toMatchObject({ clean: false, refused: true, reason: expect.stringContaining('another device') })
  })

  test('may have 256 KiB and no more', async () => {
    const client = await connectDevice(site, gateway.mqtt, 'freezer-e')
    const closed = closeOf(client)

    await client.publishAsync(own('freezer-e', 'telemetry'), Buffer.alloc(256 * 1_024, 'x'), { qos: 1 })
    client.publish(own('freezer-e', 'telemetry'), Buffer.alloc(256 * 1_024 + 1, 'y'), { qos: 1 })

    await closed
    expect(publishedBy(await uplinkOf(site), 'freezer-e').map(({ payload }) => payload.length)).toEqual([256 * 1_024])
  })

  test('of many megabytes ends the connection before the bytes are collected', async () => {
    const client = await connectDevice(site, gateway.mqtt, 'freezer-f')
    const closed = closeOf(client)

    client.publish(own('freezer-f', 'telemetry'), Buffer.alloc(64 << 20), { qos: 1 })

    await closed
    expect(publishedBy(await uplinkOf(site), 'freezer-f')).toEqual([])
  })

  test('comes over WebSocket as well', async () => {
    const client = await connectDevice(site, gateway.ws, 'freezer-g', { protocol: 'ws', path: '/mqtt' })

    await client.publishAsync(own('freezer-g', 'telemetry'), '{"temperature":-1}', { qos: 1 })

    expect(publishedBy(await uplinkOf(site), 'freezer-g')).toHaveLength(1)
  })

  test('with QoS 1 survives a gateway that is killed right after the PUBACK', async () => {
    const killed = await makeSite({ 'freezer-k': 'freezer' })
    const victim = await startGateway(killed)
    const client = await connectDevice(killed, victim.mqtt, 'freezer-k')

    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        client.publishAsync(own('freezer-k', 'telemetry'), `{"temperature":${index / 10}}`, { qos: 1 }),
      ),
    )
    await victim.process.kill()

    expect(publishedBy(await uplinkOf(killed), 'freezer-k')).toHaveLength(200)
  })
})
