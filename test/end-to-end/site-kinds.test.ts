// Kinds of a site in the whole: from a file in KZ_KINDS to readings, series, events and ledger, and the simulated fleet.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { bikeshedSource } from '../facilities/site-kind-files.ts'
import { startProcess } from '../support/process.ts'
import { connectDevice, makeSite, type Site, startGateway, startIngest } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Reading, type WholeSite, wholeSite } from './whole-site.ts'

interface Health {
  status: string
  parts: { kinds: { status: string; loaded: number; leftOut: number; message?: { zh: string; en: string }; files?: unknown[] } }
}

const bikeshedFile = bikeshedSource()
const brokenFile = "export const lantern = {\n  kind: 'lantern'\n  every: 1\n}\n"

describe('a kind file in KZ_KINDS, with a broken one beside it', () => {
  let kinds: string
  let site: Site
  let whole: WholeSite

  beforeAll(async () => {
    site = await makeSite({ 'freezer-1': 'freezer' })
    kinds = join(site.folder, 'kinds')
    await mkdir(kinds, { mode: 0o700 })
    await writeFile(join(kinds, 'bikeshed.ts'), bikeshedFile, { mode: 0o600 })
    await writeFile(join(kinds, 'lantern.ts'), brokenFile, { mode: 0o600 })
    whole = await wholeSite(site, await startGateway(site), await startIngest(site))
  })

  /** Registered over the API; signs in with the password it was given. */
  async function register(id: string, kind: string): Promise<string> {
    const body = JSON.stringify({ id, kind, facility: 'estate-01' })
    const { credentials } = await whole.ask<{ credentials: { password: string } }>('/devices', { method: 'POST', body })
    return credentials.password
  }

  test('the kind is in the list, told apart from those built in', async () => {
    const { items } = await whole.ask<{ items: { kind: string; source: string; fields: object }[] }>('/kinds')

    expect(items.map(({ kind, source }) => `${kind} ${source}`)).toEqual([
      ...['locker', 'vending', 'store', 'charger', 'freezer', 'meter'].map((kind) => `${kind} built-in`),
      'bikeshed site',
    ])
    expect(Object.keys(items[6]?.fields ?? {})).toEqual(['sockets', 'charging', 'smoke', 'power', 'energy'])
  })

  test('/health says what is wrong with the broken file, the words for those signed in, and each process served all the same', async () => {
    const open = (await (await fetch(`${whole.ingest.url}/health`)).json()) as Health
    const { parts } = await whole.ask<Health>('/health')

    expect(open.parts.kinds).toEqual({
      status: 'degraded',
      loaded: 1,
      leftOut: 1,
      message: { zh: expect.stringContaining('KZ_KINDS'), en: expect.stringContaining('KZ_KINDS') },
    })
    expect(parts.kinds.files).toEqual([
      { file: 'lantern.ts', faults: [{ zh: expect.stringMatching(/^第 3 行/), en: expect.stringMatching(/^line 3: /) }] },
    ])
    await waitFor(async () => (await fetch(`${whole.ingest.url}/ready`)).ok, { what: 'all parts to serve' })
    const [line] = await whole.ingest.process.waitForLine(/.*a kind file is left out.*/)
    expect(JSON.parse(line)).toMatchObject({ level: 50, file: 'lantern.ts', faults: [expect.stringContaining('line 3')] })
    expect(whole.ingest.process.lines.filter((each) => each.includes('left out'))).toHaveLength(1)
  })

  test('a device of it is registered, mapped, and its readings, series, events and ledger are right', async () => {
    const client = await connectDevice(site, whole.gateway.mqtt, 'shed-1', { password: await register('shed-1', 'bikeshed') })
    const mapping = { kind: 'bikeshed', model: 'X1', fields: { p: { to: 'power', scale: 0.001 } } }
    await whole.ask('/mappings', { method: 'PUT', body: JSON.stringify(mapping) })
    const start = Date.now() - 60_000
    const say = (to: string, payload: object) => client.publishAsync(`kz/v1/bikeshed/shed-1/${to}`, JSON.stringify(payload), { qos: 1 })
    await say('telemetry', {
      ts: start,
      seq: 1,
      boot: 'a',
      values: { sockets: 40, charging: 6, smoke: 'clear', power: 0.9, energy: 2_400 },
    })
    await say('telemetry', { ts: start + 30_000, seq: 2, boot: 'a', values: { smoke: 'alarm', energy: 2_400.5 } })
    await say('telemetry', { ts: start + 31_000, seq: 3, boot: 'a', values: { power: 500 } })
    await say('event/charge', { ts: start + 32_000, seq: 4, boot: 'a', socket: '7', energyKwh: 0.8, amountFen: 100 })

    const ledger = await whole.settled(4, 'shed-1')
    expect(ledger).toMatchObject({ received: 4, stored: 3, quarantined: 1, balanced: true })
    expect((await whole.readings('shed-1')).map(({ values }) => values)).toEqual([
      { sockets: 40, charging: 6, smoke: 'clear', power: 0.9, energy: 2_400 },
      { smoke: 'alarm', energy: 2_400.5 },
    ])
    const { fields } = await whole.ask<{ fields: Record<string, { value: number | string }[]> }>(
      '/devices/shed-1/series?fields=energy&fn=increase',
    )
    expect(fields.energy?.map(({ value }) => value)).toEqual([0.5])
    const { items } = await whole.ask<{ items: (Reading & { event: string })[] }>('/devices/shed-1/events')
    expect(items.map(({ event, values }) => [event, values])).toEqual([['charge', { socket: '7', energyKwh: 0.8, amountFen: 100 }]])
    expect(await whole.quarantine('shed-1')).toMatchObject([{ code: 'out-of-limits', path: 'values.power' }])
    expect(await whole.ask('/ledger?kind=bikeshed')).toMatchObject({ received: 4, balanced: true })
  })

  test('the simulated fleet simulates it', async () => {
    const credentials = join(await tempFolder(), 'credentials.csv')
    const password = await register('bikeshed-9', 'bikeshed')
    await writeFile(credentials, `username,password\nfreezer-1,${site.passwords.get('freezer-1')}\nbikeshed-9,${password}\n`)
    const url = `mqtt://127.0.0.1:${whole.gateway.mqtt}`
    const args = ['--kinds', 'bikeshed', '--credentials', credentials, '--url', url]

    const fleet = startProcess('device-sim/main.ts', { args, env: { KZ_DATA: site.folder } })

    await fleet.waitForLine(/The kind file lantern\.ts is left out: line 3/)
    await fleet.waitForLine(/^1 simulated devices/)
    await whole.settled(1, 'bikeshed-9')
    const reading = await waitFor(async () => (await whole.readings('bikeshed-9'))[0], { what: 'a simulated reading' })
    expect(Object.keys(reading.values)).toEqual(['sockets', 'charging', 'smoke', 'power', 'energy'])
    await fleet.stop()
  })

  test('messages of a kind that is left out are kept in quarantine, and taken once the file is mended', async () => {
    await writeFile(join(kinds, 'lantern.ts'), bikeshedFile.replaceAll('bikeshed', 'lantern'), { mode: 0o600 })
    await whole.ingest.process.stop()
    whole = await wholeSite(site, whole.gateway, await startIngest(site))
    const client = await connectDevice(site, whole.gateway.mqtt, 'lantern-1', { password: await register('lantern-1', 'lantern') })
    const say = (charging: number) => client.publishAsync('kz/v1/lantern/lantern-1/telemetry', JSON.stringify({ charging }), { qos: 1 })
    await say(1)
    await whole.settled(1, 'lantern-1')

    await writeFile(join(kinds, 'lantern.ts'), brokenFile, { mode: 0o600 })
    await whole.ingest.process.stop()
    whole = await wholeSite(site, whole.gateway, await startIngest(site))
    await say(2)

    expect(await whole.settled(2, 'lantern-1')).toMatchObject({ stored: 1, quarantined: 1, balanced: true })
    expect(await whole.quarantine('lantern-1')).toMatchObject([{ code: 'kind-unknown', payload: '{"charging":2}' }])
    expect(await whole.ask('/ledger?kind=lantern')).toMatchObject({ received: 2 })
  })
})

test('npm run sim and replay name the kinds of the site in their help', async () => {
  const folder = await tempFolder()
  await writeFile(join(folder, 'bikeshed.ts'), bikeshedFile, { mode: 0o600 })

  for (const entry of ['device-sim/main.ts', 'device-sim/replay/main.ts']) {
    const { exited, lines } = startProcess(entry, { args: ['--help'], env: { KZ_KINDS: folder } })
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(lines.join('\n')).toContain('freezer, meter, bikeshed')
  }
})
