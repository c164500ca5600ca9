import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import type { Denial } from '../../../gateway/denials.ts'
import { WaitingRoom, waitingLimits } from '../../../gateway/waiting/waiting-room.ts'
import { claimOfWaiting, createClaim } from '../../../register/claims.ts'
import { Register } from '../../../register/register.ts'
import { whenDone } from '../../support/clean-up.ts'
import { closeOf, connectDevice, makeSite, type RunningGateway, type Site, startGateway } from '../../support/site.ts'
import { waitFor } from '../../support/wait-for.ts'
import { publishedBy, uplinkOf } from '../journal-of.ts'

interface Opened {
  readonly site: Site
  readonly gateway: RunningGateway
  readonly register: Register
  code(): string
}

async function opened(): Promise<Opened> {
  const site = await makeSite({ 'freezer-1': 'freezer' })
  const gateway = await startGateway(site)
  const register = new Register(join(site.folder, 'register.sqlite'))
  register.start()
  whenDone(() => register.stop())
  return { site, gateway, register, code: () => createClaim(register, {}, 'test', 3_600_000)?.code ?? '' }
}

describe('a device that waits', () => {
  test('may listen to what is said to it, under whatever kind, and to nothing else', async () => {
    const { site, gateway, code } = await opened()
    const client = await connectDevice(site, gateway.mqtt, 'new-1', { password: code() })
    const own = ['kz/v1/+/new-1/verdict', 'kz/v1/meter/new-1/credentials', 'kz/v1/meter/new-1/command/+']
    const others = ['kz/v1/+/+/verdict', 'kz/v1/freezer/freezer-1/verdict', 'kz/v1/+/new-1/#', '#', 'kz/v1/tasks/new-1/verdict']

    const granted = await new Promise((resolve) => {
      client.subscribe([...own, ...others], { qos: 1 }, (_error, _granted, packet) => resolve(packet?.granted))
    })

    expect(granted).toEqual([1, 1, 1, 128, 128, 128, 128, 128])
  })

  test('has what it says in the journal, marked, and none of it retained', async () => {
    const { site, gateway, code } = await opened()
    const client = await connectDevice(site, gateway.mqtt, 'new-1', { password: code() })

    await client.publishAsync('kz/v1/meter/new-1/state', 'online', { qos: 1, retain: true })
    await client.publishAsync('kz/v1/sauna/new-1/telemetry', '{"heat":80}', { qos: 1 })

    expect(publishedBy(await uplinkOf(site), 'new-1')).toMatchObject([
      { topic: 'kz/v1/meter/new-1/state', headers: { waiting: 'yes' } },
      { topic: 'kz/v1/sauna/new-1/telemetry', headers: { waiting: 'yes' } },
    ])
    const observer = await connectDevice(site, gateway.mqtt, 'admin')
    const heard: string[] = []
    observer.on('message', (topic) => heard.push(topic))
    await observer.subscribeAsync('kz/v1/+/+/+')
    const device = await connectDevice(site, gateway.mqtt, 'freezer-1')
    await device.publishAsync('kz/v1/freezer/freezer-1/telemetry', '{}', { qos: 1 })
    await waitFor(() => heard.length > 0, { what: 'a message of the registered device' })
    expect(heard).toEqual(['kz/v1/freezer/freezer-1/telemetry'])
  })

  test('is held to two messages a second, for which it waits longer and longer', async () => {
    const { site, gateway, code } = await opened()
    const client = await connectDevice(site, gateway.mqtt, 'new-1', { password: code() })
    const began = performance.now()

    await Promise.all([1, 2, 3, 4].map((value) => client.publishAsync('kz/v1/meter/new-1/telemetry', `{"power":${value}}`, { qos: 1 })))

    expect(performance.now() - began).toBeGreaterThan(900)
    expect(publishedBy(await uplinkOf(site), 'new-1')).toHaveLength(4)
  })

  test('may not send large messages', async () => {
    const { site, gateway, code } = await opened()
    const client = await connectDevice(site, gateway.mqtt, 'new-1', { password: code() })
    const closed = closeOf(client)

    client.publish('kz/v1/meter/new-1/telemetry', Buffer.alloc(waitingLimits.bytes + 1, 'x'), { qos: 1 })

    await closed
    expect(publishedBy(await uplinkOf(site), 'new-1')).toEqual([])
  })

  test('may send a thousand messages, and its count outlives the gateway', async () => {
    const { register, code } = await opened()
    const typed = code()
    const { id } = register.database.get<{ id: string }>('SELECT id FROM claim') ?? { id: '' }
    const claimant = { role: 'claimant', name: 'new-1', claim: id, code: typed } as const
    const room = (): WaitingRoom => new WaitingRoom(register, pino({ level: 'silent' }), () => {})
    const isTaken = (answer: number | Denial): boolean => typeof answer === 'number'

    const first = room()
    const before = Array.from({ length: 600 }, () => first.take(claimant, 10, 0))
    first.flush()
    const second = room()
    const after = Array.from({ length: 600 }, () => second.take(claimant, 10, 0))

    expect(before.every(isTaken)).toBe(true)
    expect(after.filter(isTaken)).toHaveLength(400)
    expect(after.at(-1)).toMatchObject({ code: 'waiting-too-much', message: { zh: expect.stringContaining('1000') } })
  })

  test('that is registered meanwhile by other means is told to use its password', async () => {
    const { site, gateway, register, code } = await opened()
    const client = await connectDevice(site, gateway.mqtt, 'new-1', { password: code() })
    const verdicts: { code: string }[] = []
    client.on('message', (_topic, payload) => verdicts.push(JSON.parse(String(payload))))
    await client.subscribeAsync('kz/v1/+/new-1/verdict')
    const closed = closeOf(client)

    const { password } = await register.enrolDevice({ id: 'new-1', kind: 'meter', facility: 'estate-01' })

    await closed
    expect(verdicts).toMatchObject([{ code: 'claim-not-needed' }])
    await connectDevice(site, gateway.mqtt, 'new-1', { password })
  })

  test('is asked to try again when the register cannot be written', async () => {
    const { site, gateway, register, code } = await opened()
    const password = code()
    register.database.run("CREATE TRIGGER full BEFORE UPDATE ON claim BEGIN SELECT raise(ABORT, 'database or disk is full'); END")

    await expect(connectDevice(site, gateway.mqtt, 'new-1', { password })).rejects.toMatchObject({ code: 3 })
    register.database.run('DROP TRIGGER full')

    await connectDevice(site, gateway.mqtt, 'new-1', { password })
  })

  test('does not hold up the gateway while another process writes the register for long', async () => {
    const { site, gateway, register, code } = await opened()
    const [bound, fresh] = [code(), code()]
    await connectDevice(site, gateway.mqtt, 'new-1', { password: bound })
    const device = await connectDevice(site, gateway.mqtt, 'freezer-1')
    register.database.run('BEGIN IMMEDIATE')

    await expect(connectDevice(site, gateway.mqtt, 'new-2', { password: fresh })).rejects.toMatchObject({ code: 3 })
    const began = performance.now()
    for (let count = 0; count < 20; count++) await device.publishAsync('kz/v1/freezer/freezer-1/telemetry', '{}', { qos: 1 })
    const took = performance.now() - began
    register.database.run('ROLLBACK')

    expect(took).toBeLessThan(2_000)
    await connectDevice(site, gateway.mqtt, 'new-2', { password: fresh })
    await waitFor(() => claimOfWaiting(register, 'new-1')?.connected, { what: 'what could not be written before' })
  })

  test('finds a room with an end: beyond it the next is told to try again', async () => {
    const { site, gateway, code } = await opened()
    const codes = Array.from({ length: waitingLimits.connections + 1 }, code)
    const last = codes.pop() as string
    const first = await Promise.all(codes.map((password, index) => connectDevice(site, gateway.mqtt, `new-${index}`, { password })))

    await expect(connectDevice(site, gateway.mqtt, 'one-more', { password: last })).rejects.toMatchObject({ code: 3 })
    await first[0]?.endAsync()

    await waitFor(() => connectDevice(site, gateway.mqtt, 'one-more', { password: last }), { what: 'a place' })
  })
})
