import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import { beforeAll, describe, expect, test } from 'vitest'
import { gatewaySource } from '../../journal/gateway-topics.ts'
import { ensureAdapterSecret } from '../../register/adapters.ts'
import { Register } from '../../register/register.ts'
import { whenDone } from '../support/clean-up.ts'
import { closeOf, connectDevice, makeSite, messageTo, type RunningGateway, type Site, startGateway } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { publishedBy, uplinkOf } from './journal-of.ts'

const verdictTopic = 'kz/v1/adapters/node-red/verdict'

describe('an adapter at the broker', () => {
  let site: Site
  let gateway: RunningGateway
  let register: Register
  let secret: string

  const connect = (options: object = {}): Promise<MqttClient> =>
    connectDevice(site, gateway.mqtt, 'node-red', { password: secret, ...options })

  beforeAll(async () => {
    site = await makeSite({ 'freezer-1': 'freezer', 'freezer-2': 'freezer', 'freezer-3': 'freezer', 'freezer-4': 'freezer' })
    register = new Register(join(site.folder, 'register.sqlite'))
    register.start()
    whenDone(() => register.stop())
    secret = await ensureAdapterSecret(register, site.folder, 'node-red')
    register.updateDevice('freezer-1', { adapter: 'node-red' })
    gateway = await startGateway(site)
  })

  test('publishes for a device bound to it, as if the device itself had, and the journal says who spoke', async () => {
    const client = await connect()

    await client.publishAsync('kz/v1/freezer/freezer-1/telemetry', '{"temperature":-18}', { qos: 1 })

    const entries = await uplinkOf(site)
    const [entry] = publishedBy(entries, 'freezer-1')
    expect(entry).toMatchObject({ topic: 'kz/v1/freezer/freezer-1/telemetry', headers: { adapter: 'node-red' } })
    expect(entries.filter(({ key, headers }) => key === 'node-red' || (key === 'freezer-1' && headers?.source === gatewaySource))).toEqual(
      [],
    )
    expect(await gateway.health()).toMatchObject({ adapters: ['node-red'] })
  })

  test.each([
    ['a device that is not bound', 'kz/v1/freezer/freezer-2/telemetry'],
    ['a device that is not registered', 'kz/v1/freezer/nobody/telemetry'],
    ['no device at all', 'hello'],
    ['itself', verdictTopic],
  ])('is refused what it publishes for %s: it hears how to bind, nothing is journaled, the connection ends', async (_case, topic) => {
    const client = await connect()
    await client.subscribeAsync(verdictTopic)
    const heard = messageTo(client)
    const closed = closeOf(client)

    client.publish(topic, '{"temperature":-18}', { qos: 1 })

    const [verdict, body] = await heard
    expect(verdict).toBe(verdictTopic)
    const denial = JSON.parse(body.toString())
    expect(denial).toMatchObject({ code: 'not-bound', topic })
    expect(denial.message.en).toContain('{"adapter":"node-red"}')
    expect(denial.message.zh).toMatch(/绑定.*"adapter":"node-red"/)
    await closed
    expect((await uplinkOf(site)).filter((entry) => entry.topic === topic)).toEqual([])
  })

  test('speaks for a device from the moment it is bound, and no longer once it is not, on a connection that stands', async () => {
    const client = await connect()
    register.updateDevice('freezer-3', { adapter: 'node-red' })
    await client.publishAsync('kz/v1/freezer/freezer-3/telemetry', '{"temperature":-18}', { qos: 1 })
    register.updateDevice('freezer-3', { adapter: null })
    let ended = false
    client.once('close', () => {
      ended = true
    })

    await waitFor(
      () => {
        if (!ended) client.publish('kz/v1/freezer/freezer-3/telemetry', '{"temperature":-19}', { qos: 1 })
        return ended
      },
      { what: 'the end of the binding', everyMs: 100 },
    )

    expect(publishedBy(await uplinkOf(site), 'freezer-3').length).toBeGreaterThanOrEqual(1)
  })

  test('may listen to verdicts and commands of all, and hears those of its devices alone', async () => {
    const client = await connect()
    const device = await connectDevice(site, gateway.mqtt, 'freezer-4')

    const granted = async (filter: string) => {
      const [grant] = await client.subscribeAsync(filter).catch(() => [{ qos: 128 }])
      return grant?.qos !== 128
    }
    expect(await granted('kz/v1/+/+/verdict')).toBe(true)
    expect(await granted('kz/v1/+/+/command/#')).toBe(true)
    expect(await granted('kz/v1/freezer/freezer-1/verdict')).toBe(true)
    for (const filter of ['kz/v1/+/+/telemetry', 'kz/v1/#', '#', 'kz/v1/+/+/#', 'kz/v1/freezer/freezer-4/verdict', 'kz/v1/tasks/#']) {
      expect(await granted(filter), filter).toBe(false)
    }
    register.updateDevice('freezer-4', { adapter: 'node-red' })
    expect(await granted('kz/v1/freezer/freezer-4/verdict')).toBe(true)
    expect(device.connected).toBe(true) // its own credential stays good
    await device.publishAsync('kz/v1/freezer/freezer-4/telemetry', '{"temperature":-20}', { qos: 1 })
  })

  test('may connect several times, and is let in by nothing but its present secret', async () => {
    const [one, other] = await Promise.all([connect({ clientId: 'one' }), connect({ clientId: 'other' })])
    expect([one.connected, other.connected]).toEqual([true, true])
    await expect(connect({ password: 'guessed' })).rejects.toThrow(/username or password|Not authorized/i)
    const ends = [closeOf(one), closeOf(other)]

    await register.setAdapterSecret('node-red', 'another secret that is long enough')

    await Promise.all(ends)
    await expect(connect()).rejects.toThrow()
    await register.setAdapterSecret('node-red', secret)
    expect((await connect()).connected).toBe(true)
  })
})
