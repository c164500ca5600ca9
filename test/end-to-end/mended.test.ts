import { expect, it } from 'vitest'
import { startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { startWholeSite, type WholeSite, wholeSite } from './whole-site.ts'

interface Replay {
  id: string
  dryRun: boolean
  state: string
  total: number
  done: number
  stored: number
  duplicate: number
  refused: number
  refusals: { code: string; path?: string; count: number }[]
  message: { zh: string; en: string }
}

const minute = 60_000
const topic = 'kz/v1/freezer/f1/telemetry'
const mapping = { device: 'f1', fields: { wd: { to: 'temperature', scale: 0.1 } } }

const post = <Answer>({ ask }: WholeSite, path: string, body: unknown): Promise<Answer> =>
  ask<Answer>(path, { method: 'POST', body: JSON.stringify(body) })
const replay = (site: WholeSite, body: unknown): Promise<Replay> => post(site, '/quarantine/replay', body)
const save = ({ ask }: WholeSite, body: unknown) => ask('/mappings', { method: 'PUT', body: JSON.stringify(body) })

/** Waits for one that takes longer than an answer may. */
const ended = (site: WholeSite, { id }: Replay): Promise<Replay> =>
  waitFor(
    async () => {
      const found = await site.ask<Replay>(`/quarantine/replays/${id}`)
      return found.state === 'done' && found
    },
    { what: `the end of the replay ${id}`, timeoutMs: 60_000 },
  )

it('mends 500 refused messages with a mapping: the dry run tells it, the replay stores them with their times, once', {
  timeout: 120_000,
}, async () => {
  const site = await startWholeSite({ f1: 'freezer', m1: 'meter' })
  const client = await site.connect('f1')
  const start = Date.now() - 600 * minute
  for (let seq = 0; seq < 600; seq++) {
    // The hundred in the middle are right, so the refused ones are two holes.
    const values = seq >= 250 && seq < 350 ? { temperature: -18 } : { wd: -180 - (seq % 50) }
    await client.publishAsync(topic, JSON.stringify({ ts: start + seq * minute, seq, boot: 'a', values }), { qos: 1 })
  }
  const before = await site.settled(600)
  const groups = await site.ask<{ items: object[] }>('/quarantine/groups')

  const unmended = await replay(site, { filter: { device: 'f1' }, dryRun: true })
  await save(site, mapping)
  const dry = await replay(site, { filter: { device: 'f1' }, dryRun: true })
  const untouched = await site.ledger()
  const done = await replay(site, { filter: { device: 'f1' } })
  const again = await replay(site, { filter: { device: 'f1' } })
  const all = await site.ask<{ items: { values: object; ts: string }[] }>(`/devices/f1/readings?from=${start}&limit=1000`)

  expect(before).toMatchObject({ received: 600, stored: 100, quarantined: 500, balanced: true })
  expect(groups.items).toMatchObject([{ code: 'no-known-field', kind: 'freezer', count: 500, devices: 1 }])
  expect(unmended).toMatchObject({ dryRun: true, total: 500, stored: 0, refused: 500, refusals: [{ code: 'no-known-field', count: 500 }] })
  expect(dry).toMatchObject({ dryRun: true, state: 'done', total: 500, done: 500, stored: 500, refused: 0, refusals: [] })
  expect(dry.message.en).toBe('Of 500 messages 500 would now be stored, 0 are repeats, 0 would still be refused.')
  expect(untouched).toEqual(before)
  expect(done).toMatchObject({ dryRun: false, state: 'done', total: 500, stored: 500, duplicate: 0, refused: 0 })
  expect(again).toMatchObject({ state: 'done', total: 0, stored: 0 })
  expect(await site.ledger()).toMatchObject({ received: 600, stored: 600, duplicate: 0, quarantined: 0, pending: 0, balanced: true })
  expect(all.items.map(({ ts }) => Date.parse(ts))).toEqual(Array.from({ length: 600 }, (_, seq) => start + seq * minute))
  expect(all.items[10]?.values).toEqual({ temperature: -19 })
  expect(await site.quarantine('f1')).toEqual([])
  const kept = await site.ask<{ items: { replayed: object }[] }>('/quarantine?device=f1&state=replayed&limit=1000')
  expect(kept.items).toHaveLength(500)
  expect(kept.items[0]).toMatchObject({ replayed: { outcome: 'stored' }, attempts: 1 })
})

it('keeps what is refused again, with the explanation of now, and does not store a second time what came again meanwhile', async () => {
  const site = await startWholeSite({ f1: 'freezer' })
  const client = await site.connect('f1')
  const send = (seq: number, values: object) => client.publishAsync(topic, JSON.stringify({ seq, boot: 'a', values }), { qos: 1 })
  await send(1, { wd: -180 })
  await send(2, { wd: 99_999 })
  await client.publishAsync(topic, 'not json', { qos: 1 })
  await client.publishAsync(topic, JSON.stringify([{ wd: 1 }, { wd: 2 }, { temperature: 3 }]), { qos: 1 })
  await site.settled(6)
  await save(site, mapping)
  await send(1, { wd: -180 })
  await site.settled(7)

  const done = await replay(site, { filter: {} })

  expect(done).toMatchObject({ total: 5, stored: 2, duplicate: 1, refused: 2 })
  expect(done.refusals).toMatchObject([
    { code: 'out-of-limits', path: 'temperature', count: 1 },
    { code: 'not-json', count: 1 },
  ])
  expect(await site.quarantine('f1')).toMatchObject([
    { code: 'not-json', attempts: 1 },
    { code: 'out-of-limits', path: 'values.temperature', attempts: 1 },
  ])
  expect(await site.ledger()).toMatchObject({ received: 7, stored: 4, duplicate: 1, quarantined: 2, balanced: true })
  const values = (await site.readings('f1')).map((reading) => reading.values.temperature)
  expect(values.toSorted()).toEqual([-18, 0.1, 0.2, 3])
})

it('goes on with a replay whose process was killed, and counts nothing twice', { timeout: 180_000 }, async () => {
  const site = await startWholeSite({ f1: 'freezer' })
  const client = await site.connect('f1')
  const count = 60_000
  for (let sent = 0; sent < count; sent += 1_000) {
    const readings = Array.from({ length: 1_000 }, (_, index) => ({
      ts: Date.now() - count + sent + index,
      values: { wd: (sent + index) % 100 },
    }))
    await client.publishAsync(topic, JSON.stringify(readings), { qos: 1 })
  }
  await site.settled(count)
  await save(site, mapping)

  const begun = replay(site, { filter: { kind: 'freezer' } }).catch(() => undefined)
  const progress = await waitFor(
    async () => (await site.ask<{ items: Replay[] }>('/quarantine/replays')).items.find(({ done }) => done > 0),
    {
      what: 'the first slice of the replay',
      everyMs: 1,
    },
  )
  await site.ingest.process.kill()
  await begun
  const after = await wholeSite(site.site, site.gateway, await startIngest(site.site))
  const done = await ended(after, progress)

  expect(progress.done).toBeLessThan(count)
  expect(done).toMatchObject({ total: count, done: count, stored: count, refused: 0 })
  expect(await after.ledger()).toMatchObject({ received: count, stored: count, quarantined: 0, balanced: true })
  const series = await after.ask<{ fields: { temperature: { value: number }[] } }>(
    `/devices/f1/series?fields=temperature&fn=count&from=${Date.now() - 86_400_000}`,
  )
  expect(series.fields.temperature).toMatchObject([{ value: count }])
})

it('refuses to replay what is not there, or what nobody named', async () => {
  const site = await startWholeSite({ f1: 'freezer' })

  await expect(replay(site, {})).rejects.toThrow(/400 .*ids.*filter|400/)
  await expect(replay(site, { ids: ['nothing-1'] })).rejects.toThrow(/404 .*quarantine-not-found/)
  await expect(replay(site, { filter: { device: 'f2' } })).rejects.toThrow(/400 .*f1/)
})
