import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ledger } from '../../end-to-end/whole-site.ts'
import { whenDone } from '../../support/clean-up.ts'
import { freePorts } from '../../support/free-port.ts'
import { type RunningProcess, startProcess } from '../../support/process.ts'
import { type Ask, makeSite, signIn } from '../../support/site.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { waitFor } from '../../support/wait-for.ts'
import { askedFlow, type Flows, flowsAt, startNodeRed, tokenFor } from './running.ts'

interface Health {
  status: string
  parts: { nodeRed: { status: string; message?: { zh: string; en: string }; problem?: string; hint?: { en: string } } }
}

const pidOf = async (folder: string, name: string) =>
  (JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as { pid: number; problem?: string }).pid

// What a flow can do to its process; a function of Node-RED gets at it through the objects it is given.
const hostProcess = `const host = RED.util.cloneMessage.constructor('return process')()`
const crashes = {
  throws: `Promise.reject(new Error('thrown by a flow')); return msg`,
  exits: `${hostProcess}; host.exit(0)`,
  loops: `(async () => { await 0; for (;;) {} })(); return msg`,
}

describe('a flow that', () => {
  let folder: string
  let supervisor: RunningProcess
  let ask: Ask
  let flows: Flows
  let device: MqttClient
  let url: string

  const health = () => ask<Health>('/health')
  const ledger = (of: string) => ask<Ledger>(`/ledger?device=${of}`)
  const call = (path: string) => flows.ask(`/in/${path}`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
  const serving = () =>
    waitFor(
      async () => (await flows.ask('/flows/state')).ok && (await health()).parts.nodeRed.message?.en.includes('not answer') !== true,
      {
        what: () => `Node-RED to serve; ${supervisor.lines.slice(-10).join('\n')}`,
        timeoutMs: 40_000,
        everyMs: 100,
      },
    )

  beforeAll(async () => {
    folder = join(await tempFolder(), 'data')
    const env = await freePorts(folder)
    supervisor = startProcess('main.ts', { env })
    const [, password = ''] = await supervisor.waitForLine(/user admin, password (\S+)/)
    ask = await signIn({ url: `http://127.0.0.1:${env.KZ_HTTP_PORT}/api/v1` }, password)
    url = `http://127.0.0.1:${env.KZ_NODERED_PORT}`
    flows = flowsAt(url, tokenFor({ folder }, 'engineer'))
    const post = <Made>(path: string, body: object) => ask<Made>(path, { method: 'POST', body: JSON.stringify(body) })
    await post('/facilities', { id: 'estate-01', name: '测试小区', town: 'shaxi' })
    await post('/devices', { id: 'vending-1', kind: 'vending', facility: 'estate-01', adapter: 'node-red' })
    const made = await post<{ credentials: { password: string } }>('/devices', { id: 'freezer-1', kind: 'freezer', facility: 'estate-01' })
    await serving()
    await flows.deploy([
      ...Object.entries(crashes).flatMap(([name, func]) => askedFlow(name, func)),
      ...askedFlow('spins', 'while (true) {}'),
      ...askedFlow('works', `msg.device = 'vending-1'; return msg`, [
        { id: 'out', type: 'kezhong out', device: '', what: 'auto', fields: [] },
      ]),
    ])
    device = mqtt.connect({ host: '127.0.0.1', port: Number(env.KZ_MQTT_PORT), username: 'freezer-1', ...made.credentials })
    whenDone(() => device.endAsync(true))
    const timer = setInterval(() => void device.publishAsync('kz/v1/freezer/freezer-1/telemetry', '{"temperature":-18}', { qos: 1 }), 100)
    whenDone(() => clearInterval(timer))
  }, 120_000)

  /** The crash is over, the rest has not noticed, and what the flows do is done again. */
  async function survives(was: { gateway: number; ingest: number; received: number }): Promise<void> {
    expect({ gateway: await pidOf(folder, 'gateway'), ingest: await pidOf(folder, 'ingest') }).toEqual({
      gateway: was.gateway,
      ingest: was.ingest,
    })
    const { received, quarantined, balanced } = await waitFor(
      async () => {
        const now = await ledger('freezer-1')
        return now.received > was.received + 5 && now
      },
      { what: 'further readings' },
    )
    expect(received).toBeGreaterThan(was.received)
    expect({ quarantined, balanced }).toEqual({ quarantined: 0, balanced: true })
    expect(device.connected).toBe(true)
  }

  const standing = async () => ({
    gateway: await pidOf(folder, 'gateway'),
    ingest: await pidOf(folder, 'ingest'),
    nodeRed: await pidOf(folder, 'node-red'),
    received: (await ledger('freezer-1')).received,
  })

  test('spins in a function is stopped by Node-RED itself, and the catch node hears of it', async () => {
    const was = await standing()

    const answer = await call('spins')

    expect(answer.status).toBe(422)
    expect(((await answer.json()) as { error: string }).error).toMatch(/timed out/)
    expect(await pidOf(folder, 'node-red')).toBe(was.nodeRed)
    await survives(was)
  })

  test.each(['throws', 'exits'] as const)(
    '%s ends Node-RED alone, which comes back with its flows, and health tells of it',
    async (crash) => {
      const was = await standing()

      await call(crash).catch(() => undefined)

      await waitFor(async () => (await pidOf(folder, 'node-red')) !== was.nodeRed, { what: 'Node-RED to come back', timeoutMs: 40_000 })
      await serving()
      await waitFor(async () => (await health()).parts.nodeRed.message?.en.includes('unexpectedly'), { what: 'health to tell of it' })
      expect(await health()).toMatchObject({ status: 'degraded', parts: { gateway: { status: 'ok' }, ingest: { status: 'ok' } } })
      await survives(was)
      const { received } = await ledger('vending-1')
      expect(
        (await flows.ask('/in/works', { method: 'POST', body: '{"temperature":4}', headers: { 'content-type': 'application/json' } }))
          .status,
      ).toBe(200)
      await waitFor(async () => (await ledger('vending-1')).stored === received + 1, { what: 'the reading of the flow' })
    },
  )

  test('loops for ever is killed, and after the third time in a row flows wait in safe mode until somebody deploys', async () => {
    const was = await standing()

    void call('loops').catch(() => undefined)

    await supervisor.waitForLine(/node-red has hung for 10 s and is killed/, 40_000)
    await waitFor(async () => (await pidOf(folder, 'node-red')) !== was.nodeRed, { what: 'Node-RED to come back', timeoutMs: 40_000 })
    await serving()
    await waitFor(async () => (await health()).parts.nodeRed.message?.en.includes('safe mode without'), { what: 'health to say safe mode' })
    expect((await (await flows.ask('/flows/state')).json()) as object).toEqual({ state: 'safe' })
    await survives(was)
    expect((await call('works')).status).toBe(404)

    await flows.deploy(askedFlow('mended', 'return msg'))

    expect((await call('mended')).status).toBe(200)
    await waitFor(async () => (await health()).status === 'ok', { what: () => 'all to be well' })
  })
})

test('a second Node-RED over the same folder ends with one sentence, and the first one serves on', async () => {
  const site = await makeSite({})
  const first = await startNodeRed(site)

  const second = startProcess('gateway/node-red/main.ts', { env: { KZ_DATA: site.folder, KZ_NODERED_PORT: '0' } })

  expect((await second.exited).code).toBe(1)
  expect(second.lines.filter((line) => !line.startsWith('{'))[0]).toBe(`node-red: another node-red is working on ${site.folder}`)
  expect(await pidOf(site.folder, 'node-red')).toBe(first.process.pid)
  expect(await first.process.stop()).toEqual({ code: 0, signal: null })
})

test('a port that is taken keeps Node-RED alone from starting, and health says which setting to change', async () => {
  const folder = join(await tempFolder(), 'data')
  const env = await freePorts(folder)
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(Number(env.KZ_NODERED_PORT), '127.0.0.1', resolve))
  whenDone(() => taken.close())

  const supervisor = startProcess('main.ts', { env })

  const [, password = ''] = await supervisor.waitForLine(/user admin, password (\S+)/)
  const ask = await signIn({ url: `http://127.0.0.1:${env.KZ_HTTP_PORT}/api/v1` }, password)
  const { nodeRed } = (
    await waitFor(
      async () => {
        const answer = await ask<Health>('/health')
        return answer.parts.nodeRed.problem !== undefined && answer
      },
      { what: 'health to say why', timeoutMs: 40_000 },
    )
  ).parts
  expect(nodeRed.status).toBe('degraded')
  expect(nodeRed.problem).toContain('KZ_NODERED_PORT')
  expect(nodeRed.hint?.en).toContain('KZ_NODERED_PORT')
  expect((await fetch(`http://127.0.0.1:${env.KZ_HTTP_PORT}/ready`)).status).toBe(200)
})
