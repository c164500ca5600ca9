import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { beforeAll, describe, expect, test } from 'vitest'
import { whatBecomesOf } from '../../../backup/contents.ts'
import { filesUnder } from '../../../backup/data-files.ts'
import { startWholeSite, type WholeSite } from '../../end-to-end/whole-site.ts'
import { whenDone } from '../../support/clean-up.ts'
import { startGateway } from '../../support/site.ts'
import { waitFor } from '../../support/wait-for.ts'
import { askedFlow, bind, example, type FlowNode, type RunningNodeRed, startNodeRed, withNode } from './running.ts'

interface Answer {
  message?: unknown
  fault?: unknown
}

const jsonOf = async <Body>(answer: Response): Promise<Body> => (await answer.json()) as Body

const outNode = (properties: object = {}): FlowNode => ({
  id: 'out',
  type: 'kezhong out',
  device: '',
  what: 'auto',
  fields: [],
  ...properties,
})

const fn = (id: string, func: string): FlowNode => ({ id, type: 'function', func, outputs: 1, timeout: 0, libs: [], wires: [[]] })

describe('flows of Node-RED', () => {
  let whole: WholeSite
  let nodeRed: RunningNodeRed
  let inSecret: string

  const post = (path: string, body: object | string, password = inSecret) =>
    fetch(`${nodeRed.url}/in/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`vendor:${password}`).toString('base64')}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  const health = async () => jsonOf<{ connected: boolean }>(await fetch(`${nodeRed.url}/health`))

  beforeAll(async () => {
    whole = await startWholeSite({ 'vending-1': 'vending', 'vending-2': 'vending', 'vending-3': 'vending', 'freezer-1': 'freezer' })
    bind(whole.site, 'vending-1', 'vending-3')
    nodeRed = await startNodeRed(whole.site)
    inSecret = readFileSync(join(whole.site.folder, 'node-red/in-secret'), 'utf8').trim()
    await waitFor(async () => (await health()).connected, { what: 'the connection to the broker' })
  }, 120_000)

  test('vendor HTTP JSON → vending: orders and states a vendor pushes are stored, and 202 is answered when they are on disk', async () => {
    await nodeRed.deploy(example('1 vendor'))
    const time = '2026-11-23 12:30:05'
    const { received = 0 } = await whole.ledger('vending-1')

    const order = { machineNo: 'VM-0001', time, type: 'order', order: { channel: '03', goods: '6901234567890', num: 1, price: 3.5 } }
    const state = {
      machineNo: 'VM-0001',
      time,
      type: 'status',
      status: { work: 1, channels: 40, soldOut: 3, temp: 4.6, pay: 1, kwh: 861.2 },
    }
    for (const body of [order, state]) {
      const answer = await post('vendor/vending', body)
      expect(await answer.json()).toEqual({ accepted: true })
      expect(answer.status).toBe(202)
    }

    await whole.settled(received + 2, 'vending-1')
    const from = Date.parse('2026-11-23T00:00:00+08:00')
    expect(await whole.readings('vending-1', from)).toMatchObject([
      {
        ts: '2026-11-23T04:30:05.000Z',
        values: { status: 'selling', lanes: 40, emptyLanes: 3, temperature: 4.6, cashless: 'ok', energy: 861.2 },
      },
    ])
    const events = `/devices/vending-1/events?from=${new Date(from).toISOString()}&to=${new Date().toISOString()}`
    expect((await whole.ask<{ items: object[] }>(events)).items).toMatchObject([
      { event: 'sale', ts: '2026-11-23T04:30:05.000Z', values: { lane: '03', sku: '6901234567890', quantity: 1, amountFen: 350 } },
    ])
    // A vendor that is not sure sends again.
    expect((await post('vendor/vending', order)).status).toBe(202)
    expect(await whole.settled(received + 3, 'vending-1')).toMatchObject({ duplicate: 1, balanced: true })
  })

  test('the vendor hears why something was not taken: a machine not in the table, a device not bound, a value that cannot be', async () => {
    await nodeRed.deploy(example('1 vendor'))
    const time = '2026-11-23 12:31:00'
    const status = { work: 1, channels: 40, soldOut: 3, temp: 4.6, pay: 1, kwh: 861.2 }
    const answers = [
      await post('vendor/vending', { machineNo: 'VM-9', time, type: 'status', status }),
      await post('vendor/vending', { machineNo: 'VM-0002', time, type: 'status', status }),
      await post('vendor/vending', { machineNo: 'VM-0001', time, type: 'status', status: { ...status, temp: 460 } }),
    ]

    expect(answers.map((answer) => answer.status)).toEqual([400, 422, 422])
    const [unknown, unbound, wrong] = await Promise.all(answers.map((answer) => jsonOf<Answer>(answer)))
    expect(unknown?.message).toContain('VM-9')
    expect(unbound).toMatchObject({
      accepted: false,
      code: 'not-bound',
      message: { en: expect.stringContaining('{"adapter":"node-red"}') },
    })
    expect(unbound?.message).toMatchObject({ zh: expect.stringContaining('vending-2 没有绑定') })
    expect(wrong).toMatchObject({
      code: 'invalid',
      message: { en: 'temperature (Temperature inside) must be a number from -40 to 100 °C, but is 460.' },
    })
    expect(await whole.ledger('vending-2')).toMatchObject({ received: 0 })
  })

  test('serial scale → readings: stable weights of a serial server become a reading, unstable ones and noise do not', async () => {
    const scale = await serialServer()
    const flow = withNode(example('2 serial'), 'tcp in', { host: '127.0.0.1', port: `${scale.port}` })
    await nodeRed.deploy(withNode(flow, 'kezhong device', { device: 'vending-3' }))
    const line = await scale.connected

    line.write('01,ST,+001.250kg\r\n02,US,+000.400kg\r\n\u0000x\r\n02,ST,+000.0')
    await waitFor(async () => (await whole.readings('vending-3')).length === 1, { what: 'the first reading' })
    line.write('05kg\r\n01,ST,+001.249kg\r\n')

    await whole.settled(2, 'vending-3')
    const readings = await whole.readings('vending-3')
    expect(readings.map(({ values }) => values)).toEqual([
      { lanes: 1, emptyLanes: 0 },
      { lanes: 2, emptyLanes: 1 },
    ])
    expect(await whole.ledger('vending-3')).toMatchObject({ received: 2, stored: 2, quarantined: 0, balanced: true })
  })

  test('e-mail on alarm: a device that is lost is in the mail of the operator, in a mail of its own or with others', async () => {
    const mail = await mailServer()
    const flow = withNode(example('3 e-mail'), 'e-mail', {
      server: '127.0.0.1',
      port: `${mail.port}`,
      authtype: 'NONE',
      secure: false,
      tls: false,
    })
    await nodeRed.deploy(flow)
    const device = await whole.connect('freezer-1')
    await waitFor(async () => (await whole.ask<{ state: string }>('/devices/freezer-1')).state === 'online', { what: 'the device online' })

    device.stream.destroy()

    const text = await waitFor(() => mail.received[0], { what: () => `a mail; ${nodeRed.process.lines.join('\n')}` })
    expect(text).toMatch(/^To: operator@example\.com/m)
    expect(decoded(text)).toMatch(/freezer-1 \(freezer\) {2}失联 lost/)
    expect(mail.received).toHaveLength(1)
  })

  test('kezhong out: fields may be taken from where they are, and what is not given a time gets that of its arrival', async () => {
    const fields = [
      { from: 'payload.d.T', to: 'temperature' },
      { from: 'payload.d.none', to: 'energy' },
    ]
    const flow = askedFlow('mapped', 'return msg', [outNode({ device: 'dev', fields })])
    await nodeRed.deploy([...flow, { id: 'dev', type: 'kezhong device', device: 'vending-1' }])
    const { received } = await whole.ledger('vending-1')
    const before = Date.now()

    expect((await post('mapped', { d: { T: 7.5 } })).status).toBe(200)

    await whole.settled(received + 1, 'vending-1')
    const newest = (await whole.readings('vending-1', before - 1_000)).at(-1)
    expect(newest?.values).toEqual({ temperature: 7.5 })
    expect(Date.parse(newest?.ts ?? '')).toBeGreaterThanOrEqual(before)
  })

  test('kezhong out: what ingest alone can know comes back as a verdict, to kezhong in too', async () => {
    const tooOld = `msg.device = 'vending-1'; msg.payload = { ts: 1000000000000, values: { temperature: 4 } }; return msg`
    await nodeRed.deploy([
      ...askedFlow('old', tooOld, [outNode()]),
      ...askedFlow('verdict', `msg.payload = global.get('verdict') ?? {}; return msg`),
      { id: 'listen', type: 'kezhong in', z: 'old-tab', events: ['verdict'], wires: [['heard']] },
      { ...fn('heard', `global.set('verdict', msg); return null`), z: 'old-tab' },
    ])

    expect((await post('old', {})).status).toBe(200)

    const verdict = await waitFor(
      async () => {
        const answer = await jsonOf<{ device?: string }>(await post('verdict', {}))
        return answer.device === 'vending-1' && answer
      },
      { what: 'the verdict' },
    )
    expect(verdict).toMatchObject({
      event: 'verdict',
      kind: 'vending',
      payload: { message: { zh: expect.any(String), en: expect.any(String) } },
    })
    expect((await whole.quarantine('vending-1')).length).toBeGreaterThan(0)
  })

  test('kezhong out: messages wait while the gateway is away, up to a bound, and are sent when it is back', async () => {
    const counting = (id: string) =>
      fn(id, `global.set('${id}', (global.get('${id}') ?? 0) + 1); global.set('fault', msg.fault ?? global.get('fault')); return null`)
    await nodeRed.deploy(
      [
        ...askedFlow(
          'wait',
          `for (let i = 0; i < 1005; i++) node.send([null, { device: 'vending-1', payload: { temperature: i / 100 } }]); return [msg]`,
        ),
        ...askedFlow(
          'count',
          `msg.payload = { taken: global.get('taken'), refused: global.get('refused'), fault: global.get('fault') }; return msg`,
        ),
        { ...outNode(), z: 'wait-tab', wires: [['taken']] },
        { id: 'full', type: 'catch', z: 'wait-tab', scope: ['out'], wires: [['refused']] },
        { ...counting('taken'), z: 'wait-tab' },
        { ...counting('refused'), z: 'wait-tab' },
      ].map((node) => (node.id === 'wait-fn' ? { ...node, outputs: 2, wires: [['wait-out'], ['out']] } : node)),
    )
    const count = async () => jsonOf<{ taken?: number; refused?: number; fault?: object }>(await post('count', {}))
    const { received } = await whole.ledger('vending-1')
    await whole.gateway.process.kill()
    await waitFor(async () => !(await health()).connected, { what: 'the loss of the connection' })

    expect((await post('wait', {})).status).toBe(200)
    const refused = await waitFor(async () => (await count()).refused === 5 && (await count()), { what: 'the refusal of what is too much' })
    expect(refused).not.toHaveProperty('taken')
    expect(refused.fault).toMatchObject({ code: 'queue-full', message: { en: expect.stringContaining('1000 messages wait') } })
    await startGateway(whole.site, { KZ_DEVICE_RATE: '0' })

    await waitFor(async () => (await count()).taken === 1_000, { what: 'the acknowledgement of the others' })
    expect(await whole.settled(received + 1_000, 'vending-1')).toMatchObject({ balanced: true })
  })

  test('leave no file of which a backup knows nothing', () => {
    const files = filesUnder(whole.site.folder)

    expect(files).toContain('node-red/flows.json')
    expect(files.filter((file) => whatBecomesOf(file) === undefined)).toEqual([])
  })
})

/** What a serial server is to Node-RED: it accepts a connection and sends what comes over the line. */
async function serialServer(): Promise<{ port: number; connected: Promise<Socket> }> {
  const server = createServer()
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenDone(() => server.close())
  return { port: (server.address() as AddressInfo).port, connected }
}

async function mailServer(): Promise<{ port: number; received: string[] }> {
  const received: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        received.push(Buffer.concat(parts).toString('utf8'))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  whenDone(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { port: (server.server.address() as AddressInfo).port, received }
}

/** The text of a mail, whichever way its letters were carried. */
function decoded(mail: string): string {
  const body = mail.slice(mail.indexOf('\r\n\r\n') + 4)
  if (/^Content-Transfer-Encoding: base64/im.test(mail)) return Buffer.from(body, 'base64').toString('utf8')
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))
  return bytes
}
