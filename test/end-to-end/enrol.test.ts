import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { beforeAll, describe, expect, test } from 'vitest'
import { whenDone } from '../support/clean-up.ts'
import { closeOf, connectDevice, messageTo, startGateway } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { mosquittoPub } from './mosquitto.ts'
import { startWholeSite, type WholeSite } from './whole-site.ts'

interface Claim {
  id: string
  code: string
  state: string
  knockedBy?: string
  delivered?: string
}

interface Waiting {
  id: string
  claim: string
  connected: boolean
  messages: number
  kind?: string
  vendor?: string
  birth?: Record<string, unknown>
  sample?: { topic: string; payload: string }
}

interface Accepted {
  device: { id: string; kind: string; facility: string; vendor?: string }
  credentials: { username: string; password: string }
  delivered: boolean
  messages: number
  connect: { host: string; port: number; commands: { id: string; text: string }[] }
}

interface Knock {
  name: string
  code: string
  count: number
  message: { zh: string; en: string }
  suggestion?: { en: string }
}

const topic = (id: string, rest: string, kind = 'freezer') => `kz/v1/${kind}/${id}/${rest}`

describe('enrolment', () => {
  let whole: WholeSite

  beforeAll(async () => {
    whole = await startWholeSite({ 'freezer-0001': 'freezer', 'freezer-0002': 'freezer' })
  })

  const post = <Answer>(path: string, body: object = {}) => whole.ask<Answer>(path, { method: 'POST', body: JSON.stringify(body) })
  const claim = (asked: object = {}) => post<Claim>('/claims', asked)
  const claimOf = async (id: string) => {
    const { items } = await whole.ask<{ items: Claim[] }>('/claims?state=all')
    return items.find((each) => each.id === id)
  }
  const waiting = async (id: string) => (await whole.ask<{ items: Waiting[] }>('/waiting')).items.find((each) => each.id === id)
  const comes = (username: string, password: string, options: IClientOptions = {}, port = whole.gateway.mqtt): Promise<MqttClient> =>
    connectDevice(whole.site, port, username, { username, password, ...options })
  const knockOf = (name: string, code: string) =>
    waitFor(
      async () =>
        (await whole.ask<{ items: Knock[] }>(`/knocks?device=${encodeURIComponent(name)}`)).items.find((each) => each.code === code),
      { what: `the knock ${code} of ${name}` },
    )

  test('an unknown device knocks with a claim code, waits, is accepted, gets its password and stores readings over the same connection', async () => {
    const made = await claim({ kind: 'freezer', facility: 'estate-01' })
    const client = await comes('new-01', made.code.toLowerCase().replaceAll('-', ' '))
    const verdicts: { code: string; message: { zh: string; en: string } }[] = []
    const handed: Record<string, unknown>[] = []
    client.on('message', (heard, payload) => {
      const list: unknown[] = heard.endsWith('/verdict') ? verdicts : handed
      list.push(JSON.parse(String(payload)))
    })
    await client.subscribeAsync(
      ['verdict', 'credentials'].map((rest) => topic('new-01', rest, '+')),
      { qos: 1 },
    )
    await client.publishAsync(topic('new-01', 'birth'), '{"model":"F9","vendor":"Icebox","firmware":"1.2"}', { qos: 1, retain: true })
    await client.publishAsync(topic('new-01', 'telemetry'), '{"temperature":-18.4}', { qos: 1 })
    await whole.settled(2, 'new-01')

    await waitFor(() => verdicts.length > 0, { what: 'a verdict' })
    expect(verdicts.at(-1)).toMatchObject({ code: 'device-waiting', message: { zh: expect.stringContaining('等候接入') } })
    expect((await whole.quarantine('new-01')).map(({ code }) => code)).toEqual(['device-waiting', 'device-waiting'])
    const room = await waitFor(async () => ((await waiting('new-01'))?.connected ? waiting('new-01') : undefined), {
      what: 'the waiting device',
    })
    expect(room).toMatchObject({
      claim: made.id,
      messages: 2,
      kind: 'freezer',
      vendor: 'Icebox',
      birth: { firmware: '1.2' },
      sample: { topic: topic('new-01', 'telemetry'), payload: '{"temperature":-18.4}' },
    })

    const accepted = await post<Accepted>('/waiting/new-01/accept')

    expect(accepted).toMatchObject({
      device: { id: 'new-01', kind: 'freezer', facility: 'estate-01', model: 'F9', vendor: 'Icebox' },
      delivered: true,
      messages: 2,
      connect: { host: '127.0.0.1', port: whole.gateway.mqtt },
    })
    expect(handed).toEqual([
      expect.objectContaining({ ...accepted.credentials, kind: 'freezer', facility: 'estate-01', message: expect.anything() }),
    ])
    await client.publishAsync(topic('new-01', 'telemetry'), '{"temperature":-19}', { qos: 1 })
    expect(await whole.settled(3, 'new-01')).toMatchObject({ stored: 1, quarantined: 2, balanced: true })
    await waitFor(async () => (await whole.ask<{ connected: boolean }>('/devices/new-01')).connected, {
      what: 'the device to be connected',
    })

    const again = await comes('new-01', accepted.credentials.password)
    await again.publishAsync(topic('new-01', 'telemetry'), '{"temperature":-20}', { qos: 1 })
    expect(await whole.settled(4, 'new-01')).toMatchObject({ stored: 2 })
    expect(await claimOf(made.id)).toMatchObject({ state: 'used', knockedBy: 'new-01', delivered: expect.any(String) })
    expect(await waiting('new-01')).toBeUndefined()
    await expect(comes('new-01', made.code)).rejects.toMatchObject({ code: 4 })
    expect((await knockOf('new-01', 'claim-used')).message.en).toContain('password')
    await expectNowhereOnDisk(accepted.credentials.password, made.code)
  })

  /** Neither a password nor a code is in any file of the data folder. */
  async function expectNowhereOnDisk(...secrets: string[]): Promise<void> {
    const names = await readdir(whole.site.folder, { recursive: true, withFileTypes: true })
    for (const entry of names.filter((each) => each.isFile())) {
      const bytes = await readFile(join(entry.parentPath, entry.name))
      for (const secret of secrets) expect(bytes.includes(secret), entry.name).toBe(false)
    }
  }

  test('mosquitto_pub and mosquitto_sub are enough: what was sent while it waited is kept, and the password is fetched with the code', async () => {
    const { id, code } = await claim({ device: 'new-11', kind: 'freezer', facility: 'estate-01' })
    const { mqtt: port } = whole.gateway
    const sent = { port, user: 'new-11', password: code, topic: topic('new-11', 'telemetry') }
    expect((await mosquittoPub({ ...sent, payload: Buffer.from('{"temperature":-18}') })).code).toBe(0)
    await whole.settled(1, 'new-11')

    const { delivered } = await post<Accepted>('/waiting/new-11/accept')
    const args = ['-h', '127.0.0.1', '-p', `${port}`, '-u', 'new-11', '-P', code, '-t', topic('new-11', 'credentials', '+'), '-C', '1']
    const { stdout } = await promisify(execFile)('mosquitto_sub', args, { timeout: 20_000 })

    const { username, password, kind } = JSON.parse(stdout)
    expect({ delivered, username, kind }).toEqual({ delivered: false, username: 'new-11', kind: 'freezer' })
    await waitFor(async () => (await claimOf(id))?.delivered, { what: 'the delivery to be noted' })
    expect((await mosquittoPub({ ...sent, password, payload: Buffer.from('{"temperature":-19}') })).code).toBe(0)
    expect(await whole.settled(2, 'new-11')).toMatchObject({ stored: 1, quarantined: 1, balanced: true })
  })

  test('a code opens for the first id that comes, and for the one it names', async () => {
    const any = await claim()
    const named = await claim({ device: 'new-02' })
    await comes('new-03', any.code)

    await expect(comes('new-04', any.code)).rejects.toMatchObject({ code: 4 })
    await expect(comes('new-05', named.code)).rejects.toMatchObject({ code: 4 })
    await comes('new-02', named.code)

    expect((await knockOf('new-04', 'wrong-id-for-claim')).message).toMatchObject({
      zh: expect.stringContaining('new-03'),
      en: expect.stringContaining('new-03'),
    })
    expect((await knockOf('new-05', 'wrong-id-for-claim')).message.en).toContain('new-02')
  })

  test('a code taken back, or rejected, ends the connection with a reason and opens nothing any more', async () => {
    const one = await claim()
    const other = await claim()
    const [revoked, rejected] = [await comes('new-06', one.code), await comes('new-07', other.code)]
    const verdicts = [revoked, rejected].map(messageTo)
    const closed = [revoked, rejected].map(closeOf)
    await revoked.subscribeAsync(topic('new-06', 'verdict', '+'))
    await rejected.subscribeAsync(topic('new-07', 'verdict', '+'))

    await fetchNothing(`/claims/${one.id}`, 'DELETE')
    await fetchNothing('/waiting/new-07/reject', 'POST')
    await Promise.all(closed)

    const told = (await Promise.all(verdicts)).map(([, payload]) => JSON.parse(String(payload)).code)
    expect(told).toEqual(['claim-revoked', 'claim-rejected'])
    await expect(comes('new-06', one.code)).rejects.toMatchObject({ code: 4 })
    await expect(comes('new-07', other.code)).rejects.toMatchObject({ code: 4 })
    await knockOf('new-06', 'claim-revoked')
    await knockOf('new-07', 'claim-rejected')
    expect([await waiting('new-06'), await waiting('new-07')]).toEqual([undefined, undefined])
  })

  /** A change that is answered without content. */
  async function fetchNothing(path: string, method: string): Promise<void> {
    await whole.ask(path, { method, body: '{}' }).catch((error: Error) => {
      if (!/Unexpected end of JSON/.test(error.message)) throw error
    })
  }

  test('while it waits a device speaks under its own id only, and is told when it does not', async () => {
    const { code } = await claim()
    const client = await comes('new-08', code)
    await client.subscribeAsync(topic('new-08', 'verdict', '+'))
    const verdict = messageTo(client)
    const closed = closeOf(client)

    client.publish(topic('freezer-0001', 'telemetry'), '{"temperature":99}', { qos: 1 })

    expect(JSON.parse(String((await verdict)[1]))).toMatchObject({ code: 'waiting-topic' })
    await closed
    await knockOf('new-08', 'waiting-topic')
    expect(await whole.ledger('freezer-0001')).toMatchObject({ received: 0 })
  })

  test('a registered device needs no code, and a name that is no id is told so', async () => {
    const { code } = await claim()

    await expect(comes('freezer-0001', code)).rejects.toMatchObject({ code: 4 })
    await expect(comes('New 9', code)).rejects.toMatchObject({ code: 4 })

    await knockOf('freezer-0001', 'claim-not-needed')
    expect((await knockOf('New 9', 'invalid-device-id')).message.zh).toContain('小写字母')
  })

  test('a wrong password is explained to people, in both languages, and shown at the device whose state stays', async () => {
    const online = await whole.connect('freezer-0002')
    await online.publishAsync(topic('freezer-0002', 'telemetry'), '{"temperature":-18}', { qos: 1 })
    await whole.settled(1, 'freezer-0002')

    await expect(comes('freezer-0002', 'not its password')).rejects.toMatchObject({ code: 4 })

    const told = await knockOf('freezer-0002', 'wrong-password')
    expect(told.message.zh).toMatch(/密码不对.*credentials/)
    expect(told.message.en).toMatch(/password .* is wrong.*credentials/)
    expect(await whole.ask('/devices/freezer-0002')).toMatchObject({
      state: 'online',
      connected: true,
      refusal: { code: 'wrong-password', message: told.message },
    })
  })

  test('a slip in the device id is told with the id that was meant', async () => {
    const { code } = await mosquittoPub({
      port: whole.gateway.mqtt,
      user: 'freezer-001',
      password: whole.site.passwords.get('freezer-0001') ?? '',
      topic: topic('freezer-001', 'telemetry'),
      payload: Buffer.from('{}'),
    })

    expect(code).not.toBe(0)
    expect(await knockOf('freezer-001', 'unknown-device')).toMatchObject({ suggestion: { en: 'Did you mean freezer-0001?' } })
  })

  test.each([
    ['no user name', 'no-user-name', { clientId: 'nameless', username: undefined, password: undefined }, 'nameless'],
    ['no password', 'no-password', { username: 'freezer-0001', password: undefined }, 'freezer-0001'],
    ['MQTT 5', 'protocol-version', { username: 'speaks-five', password: 'x', protocolVersion: 5 }, 'speaks-five'],
    ['a code nobody made', 'claim-unknown', { username: 'new-10', password: '0000-0000-0000' }, 'new-10'],
  ])('%s is told', async (_, code, options, name) => {
    const client = mqtt.connect({ host: '127.0.0.1', port: whole.gateway.mqtt, reconnectPeriod: 0, ...(options as IClientOptions) })
    whenDone(() => client.end(true))
    client.on('error', () => {})

    const { message } = await knockOf(name, code)

    expect(message.zh).toMatch(/请|可以/)
    expect(message.en).toMatch(/^[A-Z].*\.$/)
  })

  test('the last will under another device is told', async () => {
    const will = { topic: topic('freezer-0001', 'state'), payload: Buffer.from('lost'), qos: 1 as const, retain: true }

    await expect(connectDevice(whole.site, whole.gateway.mqtt, 'freezer-0002', { will })).rejects.toMatchObject({ code: 5 })

    expect((await knockOf('freezer-0002', 'foreign-will')).message.en).toContain('last will')
  })
})

test('a gateway killed between acceptance and delivery: the device comes again with its code and gets its password', async () => {
  const whole = await startWholeSite({})
  const made = await whole.ask<Claim>('/claims', { method: 'POST', body: '{"kind":"freezer","facility":"estate-01"}' })
  await connectDevice(whole.site, whole.gateway.mqtt, 'new-01', { username: 'new-01', password: made.code })
  await whole.gateway.process.kill()

  const accepted = await whole.ask<Accepted>('/waiting/new-01/accept', { method: 'POST', body: '{}' })
  const again = await startGateway(whole.site)
  const client = await connectDevice(whole.site, again.mqtt, 'new-01', { username: 'new-01', password: made.code })
  const handed = messageTo(client)
  await client.subscribeAsync(topic('new-01', 'credentials', '+'), { qos: 1 })

  expect(accepted.delivered).toBe(false)
  expect(JSON.parse(String((await handed)[1]))).toMatchObject(accepted.credentials)
  const device = await connectDevice(whole.site, again.mqtt, 'new-01', { username: 'new-01', password: accepted.credentials.password })
  await device.publishAsync(topic('new-01', 'telemetry'), '{"temperature":-18}', { qos: 1 })
  expect(await whole.settled(1, 'new-01')).toMatchObject({ stored: 1, balanced: true })
})

test('the test commands of a new device work as they are pasted', async () => {
  const whole = await startWholeSite({})
  const body = JSON.stringify({ id: 'pasted-1', kind: 'freezer', facility: 'estate-01' })
  await waitFor(async () => (await whole.ask<{ gateway?: { ok: boolean } }>('/health')).gateway?.ok !== false, { what: 'health' })
  const { connect } = await whole.ask<Accepted>('/devices', { method: 'POST', body })
  const text = (id: string) => connect.commands.find((each) => each.id === id)?.text ?? ''
  const run = promisify(execFile)

  await run('sh', ['-c', text('mosquitto_pub')])
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', text('node')], { cwd: process.cwd() })

  expect(stdout).toBe('acknowledged\n')
  expect(await whole.settled(2, 'pasted-1')).toMatchObject({ stored: 2, quarantined: 0 })
})
