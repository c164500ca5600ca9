import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { portableKind } from '../../facilities/portable-kind.ts'
import { loadSiteKinds } from '../../facilities/site-kinds.ts'
import { Register } from '../../register/register.ts'
import { makeSite, type Site, startGateway, startIngest } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { type WholeSite, wholeSite } from './whole-site.ts'

interface Counts {
  stored: number
  duplicate: number
  quarantined: number
}

interface KindTry {
  id: string
  state: string
  total: number
  done: number
  present: Counts
  changed: Counts
  accepted: number
  refused: number
  altered: number
  fields: Record<string, { added: number; dropped: number; altered: number }>
  refusals: { code: string; path?: string; count: number }[]
  examples: { what: string; present: unknown; changed: unknown }[]
  message: { zh: string; en: string }
}

const definition = (low: number, high: number, more = '') => `import { z } from 'zod'
import { defineFacility, gauge } from './define.ts'

export const coldbox = defineFacility({
  kind: 'coldbox',
  label: { zh: '冷藏箱', en: 'Cold box' },
  every: '60 s',
  telemetry: { temperature: gauge('°C', [${low}, ${high}], { zh: '温度', en: 'Temperature' }), ${more} },
  events: { opened: { label: { zh: '开门', en: 'Opened' }, payload: { seconds: z.number().min(0).max(${high * 60}) } } },
  commands: {},
  alarms: {},
  simulate: { start: { temperature: ${low}, ${more ? 'humidity: 50' : ''} }, next: (values) => values },
})
`
const presentFile = definition(-25, 0)
const changedFile = definition(-20, 5, "humidity: gauge('%', [0, 100], { zh: '湿度', en: 'Humidity' })")

const devices = ['box-1', 'box-2', 'box-3']
const day = 86_400_000

/** A week of three devices, the same for each run: temperatures from −24 to 8, a repeat now and then, events, and nonsense. */
function* week(end: number): Generator<[topic: string, payload: string]> {
  for (const [index, device] of devices.entries()) {
    for (let from = 0; from < 1_008; from += 168) {
      const readings = Array.from({ length: 168 }, (_, step) => {
        const seq = from + step
        const temperature = Math.round((-8 + 16 * Math.sin((seq + index * 50) / 40)) * 10) / 10
        return { ts: end - 7 * day + seq * 600_000, boot: 'a', seq, values: { temperature, humidity: seq % 120 } }
      })
      yield [`kz/v1/coldbox/${device}/telemetry`, JSON.stringify(readings)]
      if (from === 168) yield [`kz/v1/coldbox/${device}/telemetry`, JSON.stringify(readings.slice(0, 20))]
      yield [
        `kz/v1/coldbox/${device}/event/opened`,
        JSON.stringify({ id: `${from}`, ts: end - 7 * day + from * 600_000, seconds: from / 4 }),
      ]
    }
    yield [`kz/v1/coldbox/${device}/telemetry`, '{"temperature":']
  }
}

async function siteWith(file: string): Promise<{ site: Site; whole: WholeSite }> {
  const site = await makeSite({ m1: 'meter' })
  await putKind(site, file)
  const { catalogue } = loadSiteKinds(join(site.folder, 'kinds'))
  const register = new Register(join(site.folder, 'register.sqlite'), { catalogue })
  register.start()
  for (const id of devices) {
    register.addDevice({ id, kind: 'coldbox', facility: 'estate-01', demo: true })
    ;(site.passwords as Map<string, string>).set(id, (await register.issueCredential(id)).password)
  }
  register.stop()
  return { site, whole: await wholeSite(site, await startGateway(site), await startIngest(site)) }
}

async function putKind({ folder }: Site, file: string): Promise<void> {
  await mkdir(join(folder, 'kinds'), { recursive: true, mode: 0o700 })
  await writeFile(join(folder, 'kinds', 'coldbox.ts'), file, { mode: 0o600 })
}

async function live(whole: WholeSite, end: number): Promise<void> {
  const clients = new Map<string, Awaited<ReturnType<WholeSite['connect']>>>()
  for (const id of [...devices, 'm1']) clients.set(id, await whole.connect(id))
  await clients.get('m1')?.publishAsync('kz/v1/meter/m1/telemetry', '{"power":1}', { qos: 1 })
  for (const [topic, payload] of week(end)) await clients.get(topic.split('/')[3] ?? '')?.publishAsync(topic, payload, { qos: 1 })
}

async function definitionOf(file: string): Promise<object> {
  const folder = await tempFolder()
  await writeFile(join(folder, 'coldbox.ts'), file, { mode: 0o600 })
  const [loaded] = loadSiteKinds(folder).loaded
  if (!loaded) throw new Error('the definition is wrong')
  return portableKind(loaded.kind)
}

const elements = 3 * (1_008 + 20 + 6 + 1)

it('a shadow run over a week says what really changing the definition and replaying then does', { timeout: 180_000 }, async () => {
  const end = Date.now()
  const { site, whole } = await siteWith(presentFile)
  await live(whole, end)
  const before = await whole.settled(elements + 1)
  const definition = await definitionOf(changedFile)

  const begun = await whole.ask<KindTry>('/kinds/try', { method: 'POST', body: JSON.stringify({ definition, days: 7 }) })
  const tried = await waitFor(
    async () => {
      const found = await whole.ask<KindTry>(`/kinds/tries/${begun.id}`)
      return found.state === 'done' && found
    },
    { what: 'the end of the shadow run', timeoutMs: 60_000 },
  )
  expect(await whole.ledger()).toEqual(before)

  await whole.ingest.process.stop()
  await putKind(site, changedFile)
  const changed = await wholeSite(site, whole.gateway, await startIngest(site))
  const replay = await changed.ask<Counts & { refused: number; total: number }>('/quarantine/replay', {
    method: 'POST',
    body: JSON.stringify({ filter: { kind: 'coldbox' } }),
  })
  const fresh = await siteWith(changedFile)
  await live(fresh.whole, end)
  const really = await fresh.whole.settled(elements + 1)

  expect(tried).toMatchObject({
    state: 'done',
    present: { stored: before.stored - 1, duplicate: before.duplicate, quarantined: before.quarantined },
  })
  expect(tried.changed).toEqual({ stored: really.stored - 1, duplicate: really.duplicate, quarantined: really.quarantined })
  expect(tried.accepted).toBe(replay.stored)
  expect(replay).toMatchObject({ total: tried.present.quarantined, refused: tried.present.quarantined - replay.stored - replay.duplicate })
  for (const count of [tried.accepted, tried.refused, tried.altered, before.duplicate]) expect(count).toBeGreaterThan(0)
  expect(tried.fields).toEqual({ humidity: { added: tried.altered, dropped: 0, altered: 0 } })
  expect(tried.refusals.map(({ code, path }) => [code, path])).toEqual(
    expect.arrayContaining([
      ['out-of-limits', 'temperature'],
      ['out-of-limits', 'humidity'],
      ['not-json', undefined],
    ]),
  )
  expect(new Set(tried.examples.map(({ what }) => what))).toEqual(new Set(['accepted', 'refused', 'altered']))
  expect(tried.message.en).toContain(`accept ${tried.accepted} more`)
})

it('a definition that cannot be used is refused with every fault', async () => {
  const { whole } = await siteWith(presentFile)
  const definition = {
    ...(await definitionOf(presentFile)),
    telemetry: { temperature: { type: 'gauge', unit: '°C', limits: [5, 1], label: { zh: '温', en: 'T' } } },
  }

  await expect(whole.ask('/kinds/try', { method: 'POST', body: JSON.stringify({ definition }) })).rejects.toThrow(
    /400 .*wrong-definition.*limits are not two numbers in order/,
  )
})
