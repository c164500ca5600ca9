import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { whenDone } from '../support/clean-up.ts'
import { freePort, freePorts } from '../support/free-port.ts'
import { type RunningProcess, startProcess } from '../support/process.ts'
import { type Ask, sessionOf, signIn } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { childOf } from './child-of.ts'
import { type Ledger, startWholeSite } from './whole-site.ts'

const entryPoints = ['device-sim/main.ts', 'gateway/node-red/main.ts', 'gateway/main.ts', 'ingest/main.ts']

/** Where each process says that it serves, and who it is. */
const addressOf = async (folder: string, name: string) =>
  JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as { pid: number; http: number }

/** The readings of the live stream, as many as are asked for. */
async function liveReadings(url: string, cookie: string, count: number): Promise<{ device: string; values: object }[]> {
  const stop = new AbortController()
  const { body } = await fetch(`${url}/live`, { headers: { cookie }, signal: stop.signal })
  const readings: { device: string; values: object }[] = []
  let text = ''
  for await (const part of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const events = (text + part).split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const [, data] = /^event: reading\ndata: (.*)$/m.exec(event) ?? []
      if (data) readings.push(JSON.parse(data))
    }
    if (readings.length >= count) break
  }
  stop.abort()
  return readings
}

describe('npm start in a fresh folder', () => {
  let folder: string
  let url: string
  let password: string
  let env: Record<string, string>
  let supervisor: RunningProcess
  let ask: Ask

  beforeAll(async () => {
    folder = join(await tempFolder(), 'data')
    env = await freePorts(folder)
    url = `http://127.0.0.1:${env.KZ_HTTP_PORT}/api/v1`
    supervisor = startProcess('main.ts', { args: ['--demo'], env })
    password = (await supervisor.waitForLine(/user admin, password (\S+)/))[1] ?? ''
    ask = await signIn({ url }, password)
  })

  test('prints the addresses and, once, a password that is kept for its owner alone', async () => {
    const printed = supervisor.lines.join('\n')

    expect(printed).toContain(url)
    expect(printed).toContain(`mqtt://127.0.0.1:${env.KZ_MQTT_PORT}`)
    expect(printed.split(password)).toHaveLength(2)
    expect((await readFile(join(folder, 'admin-password'), 'utf8')).trim()).toBe(password)
    for (const secret of ['admin-password', 'demo-secret']) expect((await stat(join(folder, secret))).mode & 0o777).toBe(0o600)
    expect((await stat(folder)).mode & 0o077).toBe(0)
  })

  test('has all 300 devices online, their readings on the live stream, and a ledger that balances', async () => {
    const live = sessionOf({ url }, password).then((cookie) => liveReadings(url, cookie, 100))
    let online = 0
    await waitFor(
      async () => {
        online = (await ask<{ items: unknown[] }>('/devices?state=online&limit=1000')).items.length
        return online === 300
      },
      { what: () => `300 devices online; there are ${online}`, timeoutMs: 50_000, everyMs: 200 },
    )

    expect((await ask<{ items: unknown[] }>('/devices?limit=1000')).items).toHaveLength(300)
    const readings = await live
    expect(new Set(readings.map(({ device }) => device)).size).toBeGreaterThan(20)
    for (const { values } of readings) expect(values).not.toEqual({})
    const ledger = await ask<Ledger>('/ledger')
    expect(ledger.stored).toBeGreaterThanOrEqual(300)
    expect(ledger).toMatchObject({ quarantined: 0, duplicate: 0, balanced: true })
    expect((await ask<{ status: string }>('/health')).status).toBe('ok')
  })

  test.each(['gateway', 'ingest'])('starts %s again after it was killed', async (name) => {
    const before = await addressOf(folder, name)
    const ended = supervisor.lines.length

    process.kill(before.pid, 'SIGKILL')

    await waitFor(() => supervisor.lines.slice(ended).find((line) => line.startsWith(`${name} ended (SIGKILL)`)), {
      what: 'a line that says so',
    })
    await waitFor(async () => (await addressOf(folder, name)).pid !== before.pid, { what: `${name} to serve again` })
    await waitFor(async () => (await fetch(`${url}/ready`)).ok, { what: 'all parts to serve' })
    const { stored } = await ask<Ledger>('/ledger')
    const ledger = await waitFor(
      async () => {
        const answer = await ask<Ledger>('/ledger')
        return answer.stored > stored && answer
      },
      { what: 'further readings', timeoutMs: 30_000 },
    )
    expect(ledger).toMatchObject({ quarantined: 0, balanced: true })
  })

  test('ends in order when it is asked to, with nothing left running', async () => {
    const children = new Map(entryPoints.map((entryPoint) => [entryPoint, childOf(supervisor.pid, entryPoint) ?? 0]))
    expect([...children.values()].every((pid) => pid > 0 && isAlive(pid))).toBe(true)
    const gone: string[] = []

    const exit = supervisor.stop(25_000)
    await waitFor(
      () => {
        for (const [entryPoint, pid] of children) if (!gone.includes(entryPoint) && !isAlive(pid)) gone.push(entryPoint)
        return gone.length === children.size
      },
      { what: 'the end of all', everyMs: 1 },
    )

    expect(await exit).toEqual({ code: 0, signal: null })
    expect(gone).toEqual(entryPoints)
  })

  test('shows no password the second time, and has kept everything', async () => {
    const again = startProcess('main.ts', { args: ['--demo'], env })

    await again.waitForLine(/password as before/)

    expect(again.lines.join('\n')).not.toContain(password)
    expect((await (await signIn({ url }, password))<Ledger>('/ledger')).stored).toBeGreaterThanOrEqual(300)
    expect(await again.stop()).toEqual({ code: 0, signal: null })
  })
})

describe('a start that cannot succeed', () => {
  test('because of settings names each of them, and changes nothing', async () => {
    const folder = join(await tempFolder(), 'data')
    const wrong = {
      KZ_MQTT_PORT: 'mqtt',
      KZ_HTTP_PORT: '99999',
      KZ_TIMEZONE: 'Mars/Olympus',
      KZ_INFLUX_URL: 'influx:8086',
      KZ_TLS_KEY: 'key.pem',
    }

    const process = startProcess('main.ts', { env: { KZ_DATA: folder, ...wrong } })

    expect(await process.exited).toEqual({ code: 2, signal: null })
    const names = process.lines.flatMap((line) => /^ {2}(KZ_\w+) is /.exec(line)?.[1] ?? [])
    expect(names.sort()).toEqual(['KZ_HTTP_PORT', 'KZ_INFLUX_URL', 'KZ_MQTT_PORT', 'KZ_TIMEZONE', 'KZ_TLS_CERT'])
    expect(process.lines.join('\n')).not.toMatch(/\n\s+at /)
    expect(existsSync(folder)).toBe(false)
  })

  test('because of a misspelt option says what is to be had', async () => {
    const process = startProcess('main.ts', { args: ['--dmeo'] })

    expect((await process.exited).code).not.toBe(0)
    expect(process.lines.join('\n')).toMatch(/--dmeo/)
    expect(process.lines.join('\n')).not.toMatch(/\n\s+at /)
  })

  test.each([
    ['gateway/main.ts', 'KZ_MQTT_PORT'],
    ['gateway/main.ts', 'KZ_MQTT_WS_PORT'],
    ['ingest/main.ts', 'KZ_HTTP_PORT'],
  ])('of %s because another program has %s ends with one sentence that names both', async (entryPoint, setting) => {
    const env = { ...(await freePorts(await tempFolder())), ...(await takenPort(setting)) }

    const process = startProcess(entryPoint, { env })

    const { code } = await process.exited
    expect(code).toBe(1)
    const said = process.lines.filter((line) => !line.startsWith('{'))
    expect(said[0]).toContain(env[setting as keyof typeof env])
    expect(said.join('\n')).toMatch(/[\p{Script=Han}].*\n.*KZ_/u)
    expect(said.length).toBeLessThanOrEqual(3)
  })
})

test('a second ingest over the same folder ends with one sentence, and every message is counted once', async () => {
  const whole = await startWholeSite({ 'freezer-1': 'freezer' })

  const second = startProcess('ingest/main.ts', { env: { KZ_DATA: whole.site.folder, KZ_HTTP_PORT: '0' } })

  expect((await second.exited).code).toBe(1)
  expect(second.lines.filter((line) => !line.startsWith('{'))).toEqual([
    `ingest: another ingest is working on ${whole.site.folder}`,
    expect.stringMatching(/\p{Script=Han}.*KZ_DATA/u),
    expect.stringContaining('KZ_DATA'),
  ])
  const client = await whole.connect('freezer-1')
  await client.publishAsync('kz/v1/freezer/freezer-1/telemetry', '{"temperature":-18.4}', { qos: 1 })
  expect(await whole.settled(1)).toMatchObject({ received: 1, stored: 1, duplicate: 0 })
})

async function takenPort(setting: string): Promise<Record<string, string>> {
  const port = await freePort()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  whenDone(() => server.close())
  return { [setting]: `${port}` }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a port that is taken ends the whole start with one sentence that names the setting, and nothing is left running', async () => {
  const folder = await tempFolder()
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  whenDone(() => taken.close())
  const port = (taken.address() as { port: number }).port

  const start = startProcess('main.ts', { env: { ...(await freePorts(folder)), KZ_MQTT_PORT: `${port}` } })

  expect((await start.exited).code).toBe(1)
  expect(start.lines.filter((line) => line.includes('KZ_MQTT_PORT')).length).toBeGreaterThan(0)
  expect(start.lines.at(-1)).toMatch(/gateway cannot be started/)
  expect(entryPoints.map((entryPoint) => childOf(start.pid, entryPoint))).toEqual(entryPoints.map(() => undefined))
})

test('children end by themselves when the supervisor is killed', async () => {
  const folder = await tempFolder()
  const supervisor = startProcess('main.ts', { env: await freePorts(folder) })
  await supervisor.waitForLine(/administrator/)
  const children = (await Promise.all(['gateway', 'ingest'].map((name) => addressOf(folder, name)))).map(({ pid }) => pid)

  process.kill(supervisor.pid, 'SIGKILL')

  for (const pid of children) await waitFor(() => !existsSync(`/proc/${pid}`), { what: `the end of ${pid}` })
})
