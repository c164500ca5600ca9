// From the first command to the first reading, and what is seen on the way: against the real gateway and the real ingest.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { beforeAll, expect, it } from 'vitest'
import { mosquittoPub } from '../end-to-end/mosquitto.ts'
import { startWholeSite, type WholeSite } from '../end-to-end/whole-site.ts'
import { whenDone } from '../support/clean-up.ts'
import { repository, startCommand } from '../support/process.ts'
import { adminPassword } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { bareEnvironment, kzEntry, printed } from './run-kz.ts'

let site: WholeSite
let env: Record<string, string>

beforeAll(async () => {
  site = await startWholeSite({ 'f-old': 'freezer' })
  env = { KZ_DATA: site.site.folder, KZ_ADMIN_PASSWORD: adminPassword }
})

const topicOf = (device: string) => `kz/v1/freezer/${device}/telemetry`

it('the command that device add prints stores a reading as it is pasted into a shell', async () => {
  const said = await printed(['device', 'add', 'f-new', '--kind', 'freezer', '--facility', 'estate-01'], env)
  const command = said.slice(said.indexOf('mosquitto_pub -h'), said.indexOf('\n\nOthers with --for'))

  const { code } = await startCommand('sh', { args: ['-c', command] }).exited
  await site.settled(1, 'f-new')

  expect(code).toBe(0)
  expect(await site.readings('f-new')).toMatchObject([{ values: { temperature: expect.any(Number), door: 'closed' } }])
})

it('the other commands are printed alone, and afterwards with a placeholder for the password', async () => {
  const python = await printed(['device', 'rotate', 'f-old', '--for', 'python'], env)
  const later = await printed(['device', 'connect', 'f-old'], env)

  expect(python).toMatch(/^[\s\S]*paho[\s\S]*f-old/)
  expect(python).not.toContain('mosquitto_pub')
  expect(later).toMatch(/address +\S+:\d+\n +topic +kz\/v1\/freezer\/f-old\/telemetry\n[\s\S]*YOUR_PASSWORD/)
})

it('a message is watched on its way through the pipeline, with the sentence of its refusal', async () => {
  const password = site.site.passwords.get('f-old') ?? ''
  const credentials = await printed(['device', 'rotate', 'f-old', '--json'], env)
  const { password: current } = (JSON.parse(credentials) as { credentials: { password: string } }).credentials
  const child = spawn(process.execPath, [kzEntry, 'device', 'watch', 'f-old'], { cwd: repository, env: bareEnvironment(env) })
  whenDone(() => child.kill('SIGKILL'))
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  await waitFor(() => lines.includes('Waiting for messages of f-old; Ctrl-C ends it.'), { what: 'it to watch' })

  // The stream may take a moment longer than the sentence: what is sent again is told as a duplicate or stored, never lost.
  const send = (payload: string) =>
    mosquittoPub({ port: site.gateway.mqtt, user: 'f-old', password: current, topic: topicOf('f-old'), payload: Buffer.from(payload) })
  await waitFor(async () => (await send('{"temperature":-18.4}')).code === 0 && lines.some((line) => line.startsWith('  → stored')), {
    everyMs: 500,
    what: () => `a stored message; ${lines.join('\n')}`,
  })
  await send('{"temperature":"-18,4"}')
  await waitFor(() => lines.some((line) => line.includes('→ quarantined')), { what: () => `the refusal; ${lines.join('\n')}` })
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')

  expect(password).not.toBe(current)
  expect(code).toBe(0)
  expect(lines).toContain('  {"temperature":-18.4}')
  expect(lines.find((line) => line.startsWith('  ✓ validate: ok'))).toContain('fields {"temperature":-18.4}')
  expect(lines.some((line) => line.startsWith('  ✗ validate: refused'))).toBe(true)
  const [, id = ''] = /quarantine explain (\S+)$/.exec(lines.find((line) => line.includes('→ quarantined')) ?? '') ?? []
  expect(await printed(['quarantine', 'explain', id], env)).toContain('-18,4')
})

it('a device with a claim code waits, is accepted, and what it sent meanwhile is replayed', async () => {
  const made = await printed(['claim', 'make', '--kind', 'freezer', '--facility', 'estate-01', '--hours', '1'], env)
  const [, code = ''] = /code +(\S+)/.exec(made) ?? []
  await mosquittoPub({
    port: site.gateway.mqtt,
    user: 'f-claimed',
    password: code,
    topic: topicOf('f-claimed'),
    payload: Buffer.from('{"temperature":-20}'),
  })
  await waitFor(async () => /^f-claimed .* 1$/m.test(await printed(['waiting', 'list'], env)), { what: 'it to wait with a message' })

  const claims = await printed(['claim', 'list'], env)
  const accepted = await printed(['waiting', 'accept', 'f-claimed'], env)
  const replayed = await printed(['quarantine', 'replay', '--device', 'f-claimed', '--yes'], env)

  expect(claims).toMatch(/knocked +f-claimed +freezer +estate-01/)
  expect(accepted).toMatch(/f-claimed is accepted[\s\S]*password +\S{20,}[\s\S]*quarantine replay --device f-claimed\n$/)
  expect(replayed).toMatch(/^Of 1 message 1 are now stored/)
  expect(await site.readings('f-claimed')).toMatchObject([{ values: { temperature: -20 } }])
})

it('a device is turned away, and a claim nobody came by is revoked', async () => {
  const made = await printed(['claim', 'make', '--device', 'f-away', '--json'], env)
  const { code } = JSON.parse(made) as { code: string }
  const { id } = JSON.parse(await printed(['claim', 'make', '--json'], env)) as { id: string }
  await mosquittoPub({ port: site.gateway.mqtt, user: 'f-away', password: code, topic: topicOf('f-away'), payload: Buffer.from('{}') })
  await waitFor(async () => (await printed(['waiting', 'list'], env)).includes('f-away'), { what: 'it to wait' })

  expect(await printed(['waiting', 'reject', 'f-away'], env)).toBe('f-away is turned away.\n')
  expect(await printed(['claim', 'revoke', id], env)).toBe(`The claim ${id} is revoked.\n`)
  expect(await printed(['waiting', 'list'], env)).toBe('No device is waiting.\n')
  expect(await printed(['claim', 'list', '--state', 'rejected'], env)).toMatch(/rejected +f-away/)
})

it('whoever was not let in is listed with the reason', async () => {
  await mosquittoPub({ port: site.gateway.mqtt, user: 'f-old', password: 'guessed', topic: topicOf('f-old'), payload: Buffer.from('{}') })

  const said = await waitFor(async () => /^.* f-old .*password.*$/m.exec(await printed(['knocks', '--device', 'f-old'], env))?.[0], {
    what: 'the knock',
  })

  expect(said).toMatch(/f-old +127\.0\.0\.1 +1 +\S+ +.*password/i)
})

it('what becomes of the times of a clock is said for a device', async () => {
  const before = await printed(['device', 'clock', 'f-new'], env)
  const after = await printed(['device', 'clock', 'f-new', '--policy', 'correct'], env)

  expect(before).toMatch(/^.+: .+\n→ .+\n {2}policy +accept\n/)
  expect(after).toMatch(/policy +correct and mark\n/)
  expect(await printed(['clock', 'list', '--policy', 'correct'], env)).toMatch(/^f-new +freezer .*correct and mark/m)
})

it('an adapter may speak for a device once it is bound, and no longer when it is not', async () => {
  const bound = await printed(['device', 'bind', 'f-new', '--adapter', 'node-red'], env)
  const shown = await printed(['device', 'show', 'f-new'], env)
  const unbound = await printed(['device', 'unbind', 'f-new'], env)

  expect(bound).toBe('node-red may send for f-new now.\n')
  expect(shown).toMatch(/adapter +node-red\n/)
  expect(unbound).toBe('No adapter sends for f-new any more.\n')
  expect(await printed(['device', 'show', 'f-new'], env)).not.toContain('adapter')
})
