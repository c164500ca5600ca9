// Commands whose routes are made elsewhere, against a server that answers by their contract.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { whenDone } from '../support/clean-up.ts'
import { repository } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { type ContractServer, contractServer } from './contract-server.ts'
import { bareEnvironment, kzEntry, printed, runKz } from './run-kz.ts'

const enrolled = {
  device: { id: 'd1', kind: 'freezer', facility: 'f1' },
  credentials: { username: 'd1', password: 'p4ss-w0rd' },
  connect: {
    host: '10.0.0.5',
    port: 1883,
    topic: 'kz/v1/freezer/d1/telemetry',
    payload: '{"temperature":-18.4}',
    commands: [
      {
        id: 'mosquitto_pub',
        label: { zh: '命令行', en: 'command line' },
        language: 'bash',
        text: "mosquitto_pub -h 10.0.0.5 -P 'p4ss-w0rd'",
      },
      { id: 'python', label: { zh: 'Python', en: 'Python' }, language: 'python', text: 'import paho.mqtt.client' },
    ],
  },
}

describe('device add', () => {
  const add = ['device', 'add', 'd1', '--kind', 'freezer', '--facility', 'f1']

  it('prints the credential, the first command in full and the names of the others', async () => {
    const { env, asked } = await contractServer({ 'POST /devices': { status: 201, body: enrolled } })

    const said = await printed([...add, '--model', 'M1', '--adapter', 'node-red'], env)

    expect(asked[0]?.body).toEqual({ id: 'd1', kind: 'freezer', facility: 'f1', model: 'M1', adapter: 'node-red' })
    expect(said).toMatch(/user name +d1\n +password +p4ss-w0rd\n.*\n +address +10\.0\.0\.5:1883\n/)
    expect(said).toContain(`Try it, command line:\n\nmosquitto_pub -h 10.0.0.5 -P 'p4ss-w0rd'\n`)
    expect(said).toContain('Others with --for: python')
    expect(said).not.toContain('paho')
  })

  it('prints nothing but the command asked for', async () => {
    const { env } = await contractServer({ 'POST /devices': { status: 201, body: enrolled } })

    expect(await printed([...add, '--for', 'python'], env)).toBe('import paho.mqtt.client\n')
  })

  it('never loses a credential to a slip in --for', async () => {
    const { env } = await contractServer({ 'POST /devices': { status: 201, body: enrolled } })

    const { code, stdout, stderr } = await runKz([...add, '--for', 'pyton'], env)

    expect(code).toBe(0)
    expect(stdout).toContain('p4ss-w0rd')
    expect(stderr).toBe('--for knows no pyton, only mosquitto_pub, python. Did you mean python?\n')
  })

  it('prints the answer as it is with --json', async () => {
    const { env } = await contractServer({ 'POST /devices': { status: 201, body: enrolled } })

    expect(JSON.parse(await printed([...add, '--json'], env))).toEqual(enrolled)
  })
})

describe('device watch', () => {
  const message = (offset: number) => ({
    ...{ offset, received: '2026-11-23T00:00:00.000Z', topic: 'kz/v1/freezer/d1/telemetry', encoding: 'text', size: 9, truncated: false },
    payload: '{"temp":1}\u001b[31m',
    steps: [
      { step: 'decode', outcome: 'ok', found: { sort: 'reading', value: { temp: 1 } } },
      { step: 'validate', outcome: 'refused', rejection: { code: 'no-known-field', message: { zh: '不认识', en: 'not known' } } },
    ],
    result: 'quarantined',
    quarantine: '47-1',
  })
  const refusal = { code: 'foreign-topic', message: { zh: '请核对主题。', en: 'Correct the topic.' } }
  const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })
  const event = (response: ServerResponse, name: string, data: object) =>
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)

  function watch({ env }: ContractServer, ...args: string[]) {
    const child = spawn(process.execPath, [kzEntry, 'device', 'watch', 'd1', ...args], { cwd: repository, env: bareEnvironment(env) })
    whenDone(() => child.kill('SIGKILL'))
    const lines: string[] = []
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => lines.push(line))
    return { child, lines, ended: once(child, 'exit') as Promise<[number | null]> }
  }

  it('tells each message with the verdict of each step, connects again by itself and ends with ^C', async () => {
    const server = await contractServer({
      'GET /devices/d1/inspect': [
        (response) => {
          event(begin(response), 'link', { at: '2026-11-23T00:00:00.000Z', what: 'connected' })
          event(response, 'link', { at: '2026-11-23T00:00:00.000Z', what: 'refused', ...refusal })
          event(response, 'link', { at: '2026-11-23T00:00:00.000Z', what: 'disconnected', denial: refusal })
          event(response, 'message', message(1))
          response.end()
        },
        { status: 503, body: { code: 'not-ready', message: 'not every part serves yet' } },
        (response) => {
          event(begin(response), 'message', message(2))
          event(response, 'skipped', { count: 7 })
        },
      ],
    })
    const { child, lines, ended } = watch(server)

    await waitFor(() => lines.some((line) => line.includes('7 left out')), { what: () => `the second connection; ${lines.join('\n')}` })
    child.kill('SIGINT')

    expect((await ended)[0]).toBe(0)
    expect(lines).toEqual(
      expect.arrayContaining([
        '2026-11-23 08:00:00  the device connected',
        '2026-11-23 08:00:00  the gateway refused the connection  Correct the topic.',
        '2026-11-23 08:00:00  the device disconnected  Correct the topic.',
        '2026-11-23 08:00:00  #1  kz/v1/freezer/d1/telemetry  9 B',
        '  {"temp":1}\\u001b[31m',
        '  ✓ decode: ok  sort reading; value {"temp":1}',
        '  ✗ validate: refused',
        '    not known',
        '  → quarantined  quarantine explain 47-1',
        'The connection broke; trying again …',
        'Connected again.',
        '2026-11-23 08:00:00  #2  kz/v1/freezer/d1/telemetry  9 B',
      ]),
    )
    expect(lines.filter((line) => line.includes('trying again'))).toHaveLength(1)
  })

  it('prints an event a line with --json', async () => {
    const server = await contractServer({ 'GET /devices/d1/inspect': (response) => void event(begin(response), 'message', message(3)) })
    const { lines } = watch(server, '--json')

    await waitFor(() => lines.length > 0, { what: 'the event' })

    expect(JSON.parse(lines[0] ?? '')).toEqual({ event: 'message', data: message(3) })
  })

  it('ends with the sentence of a problem that will stay one', async () => {
    const problem = { code: 'device-not-found', message: 'there is no device d1', hint: 'GET /api/v1/devices lists them' }
    const { env } = await contractServer({ 'GET /devices/d1/inspect': { status: 404, body: problem } })

    const { code, stderr } = await runKz(['device', 'watch', 'd1'], env)

    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'Waiting for messages of d1; Ctrl-C ends it.\nthere is no device d1\n  → GET /api/v1/devices lists them\n',
    })
  })
})

describe('kind draft', () => {
  const draft = {
    ...{ kind: 'kiosk', file: 'kiosk.ts', source: 'export const kiosk = 1\n', messages: 2 },
    questions: [{ zh: '单位是什么？', en: 'Which unit is it?' }],
    mapping: { kind: 'kiosk', model: 'K1', fields: { t: { to: 'temperature' } } },
  }

  it('writes the source into a new file and asks its questions', async () => {
    const { env, asked } = await contractServer({ 'POST /kinds/draft': { body: draft } })
    const out = join(await tempFolder(), 'kiosk.ts')

    const { code, stdout, stderr } = await runKz(['kind', 'draft', '--device', 'd1', '--hours', '2', '--out', out], env)

    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(asked[0]?.body).toEqual({ device: 'd1', hours: 2 })
    expect(await readFile(out, 'utf8')).toBe(draft.source)
    expect(stderr).toContain('1. Which unit is it?')
    expect(stderr).toContain('to: temperature')
  })

  it('sends a capture as it is, and prints the source alone', async () => {
    const { env, asked } = await contractServer({ 'POST /kinds/draft': { body: draft } })
    const capture = join(await tempFolder(), 'capture')
    await writeFile(capture, 'vend/7/up {"t":1}\nvend/7/up {"t":21.5}\n')

    const source = await printed(['kind', 'draft', '--file', capture, '--kind', 'kiosk'], env)

    expect(source).toBe(draft.source)
    expect(asked[0]?.body).toEqual({ kind: 'kiosk', capture: 'vend/7/up {"t":1}\nvend/7/up {"t":21.5}\n' })
  })

  it('needs one of device and file', async () => {
    expect(await runKz(['kind', 'draft'])).toMatchObject({ code: 2, stderr: 'Give either --device or --file.\n' })
  })
})

describe('a long replay', () => {
  const job = {
    id: 'r1',
    dryRun: false,
    total: 10,
    done: 0,
    stored: 0,
    duplicate: 0,
    refused: 0,
    refusals: [],
    message: { zh: '', en: 'Of 10 messages 10 are now stored.' },
  }

  it('is followed to its end, with progress from two seconds on', async () => {
    const running = (done: number) => ({ body: { ...job, state: 'running', done } })
    const { env } = await contractServer({
      'POST /quarantine/replay': { status: 202, body: { ...job, state: 'waiting' } },
      'GET /quarantine/replays/r1': [...[1, 2, 3, 4, 5, 6].map(running), { body: { ...job, state: 'done', done: 10, stored: 10 } }],
    })

    const { code, stdout, stderr } = await runKz(['quarantine', 'replay', '--device', 'd1', '--yes'], env)

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Of 10 messages 10 are now stored.\n' })
    expect(stderr).toMatch(/^replay \d\/10(, about .+ left)?$/m)
  })

  it('that failed ends with its sentence', async () => {
    const failed = { ...job, state: 'failed', message: { zh: '未能完成', en: 'It could not be finished: disk.' } }
    const { env } = await contractServer({ 'POST /quarantine/replay': { body: failed } })

    expect(await runKz(['quarantine', 'replay', '--all', '--yes'], env)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'It could not be finished: disk.\n',
    })
  })
})
