import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { whenDone } from '../../support/clean-up.ts'
import { waitFor } from '../../support/wait-for.ts'
import { countedSite, november, october } from './counted-site.ts'

const hour = 3_600_000
const day = 24 * hour
const inOctober = { period: '2026-10', scope: 'city' }
const line = {
  target: 95,
  warning: 70,
  document: '太商发〔2026〕1号',
  date: '2026-09-05',
  author: 'bureau',
  since: '2026-01',
  scope: 'city',
}

async function siteWithTwoMonths() {
  const site = await countedSite()
  site.write('l1', october + 3 * day, { registered: 3_600, online: 3_240, heard: 54 })
  site.write('l2', october + 3 * day, { registered: 3_600, online: 1_800, heard: 30 })
  site.write('l1', november, { registered: 3_600, online: 3_600, heard: 60, saleLines: 0 })
  return site
}

describe('the indicators of a site', () => {
  test('are there for the running month, and kept for the one that closed', async () => {
    const { start } = await siteWithTwoMonths()
    const { thread, closed, deaths } = start()
    await closed('2026-10')

    expect(thread.periods()).toMatchObject({ now: '2026-11', lastClosed: '2026-10' })
    expect(await thread.value('16-2', inOctober)).toMatchObject({
      ...{ value: 70, numerator: 84, denominator: 120, revision: 1, state: 'closed', source: 'measured', status: 'no-target' },
      ...{ inputs: { count: 2 }, previous: null, lastYear: null, facilities: 2 },
    })
    const now = await thread.value('16-2', { period: '2026-11', scope: 'town:loudong' })
    expect(now).toMatchObject({ value: 100, revision: 0, state: 'open', previous: { period: '2026-10', value: 90, revision: 1 } })
    const all = await thread.values({ period: '2026-11', scope: 'city' })
    expect(all.map(({ indicator }) => indicator)).toEqual(thread.all.map(({ id }) => id))
    expect(all.find(({ indicator }) => indicator === '19-1')).toMatchObject({
      value: null,
      status: 'not-applicable',
      reason: { en: /feeds/ },
    })
    expect(deaths).toEqual([])
  })

  test('are taken apart down to what was counted', async () => {
    const { start } = await siteWithTwoMonths()
    const { thread, closed } = start()
    await closed('2026-10')

    const ranking = await thread.ranking('16-2', { period: '2026-10' })
    expect(ranking.filter(({ value }) => value.value !== null).map(({ town, value, rank }) => [town, value.value, rank])).toEqual([
      ['loudong', 90, null],
      ['shaxi', 50, null],
    ])
    const first = await thread.parts('16-2', { ...inOctober, by: 'facility', limit: 1 })
    expect(first).toMatchObject({ items: [{ scope: 'facility:east', value: 90 }], next: 'facility:east' })
    const second = await thread.parts('16-2', { ...inOctober, by: 'facility', limit: 1, after: first.next as string })
    expect(second.items.map(({ scope }) => scope)).toEqual(['facility:west'])
    expect(second.next).toBeUndefined()
    const kinds = await thread.parts('16-2', { period: '2026-11', scope: 'town:loudong', by: 'kind', limit: 50 })
    expect(kinds.items.map(({ scope }) => scope)).toEqual(['town:loudong,kind:locker'])
    const evidence = await thread.evidence('16-2', { ...inOctober, limit: 1 })
    expect(evidence.items).toMatchObject([{ device: 'l1', numerator: 54, denominator: 60 }])
    const more = await thread.evidence('16-2', { ...inOctober, limit: 1, after: evidence.next as string })
    expect(more).toMatchObject({ items: [{ device: 'l2' }] })
    const facts = await thread.facts({ device: 'l1', from: october, to: november, limit: 10 })
    expect(facts).toMatchObject({ items: [{ start: october + 3 * day, facility: 'east', facts: { online: 3_240 } }] })
    const months = await thread.history('16-2', { scope: 'city', until: '2026-11', months: 12 })
    expect(months.map(({ period, value }) => [period, value])).toEqual([
      ['2026-10', 70],
      ['2026-11', 100],
    ])
    const year = await thread.value('16-2', { period: '2026', scope: 'city' })
    expect(year).toMatchObject({ value: 80, revision: 0, state: 'open' })
    expect(await thread.adoption({ period: '2026-10', by: 'city' })).toMatchObject([{ scope: 'city', installed: 2, online: 2 }])
  })

  test('are judged by the nearest lines, which are audited and may be entered later', async () => {
    const { start } = await siteWithTwoMonths()
    const { thread, closed } = start()
    await closed('2026-10')
    thread.setTarget({ ...line, indicator: '16-2' })
    thread.setTarget({ ...line, indicator: '16-2', scope: 'town:shaxi', target: 60, warning: 55 })

    expect(await thread.value('16-2', inOctober)).toMatchObject({ value: 70, status: 'close', gap: -25, target: { version: 1 } })
    expect(await thread.value('16-2', { period: '2026-10', scope: 'town:shaxi' })).toMatchObject({ status: 'missed', gap: -10 })
    expect(await thread.value('16-2', { period: '2026-10', scope: 'facility:west' })).toMatchObject({
      status: 'missed',
      target: { target: 60 },
    })
    expect(await thread.value('16-2', { period: '2026-11', scope: 'city' })).toMatchObject({ status: 'met', gap: 5 })
    expect(() => thread.setTarget({ ...line, indicator: '16-2', warning: 99 })).toThrow('invalid')
    expect(thread.audit({ limit: 5 }).items).toMatchObject([{ what: 'target', subject: '16-2 town:shaxi' }, { what: 'target' }])
  })

  test('have a revision when late data changes a closed month, and a month made up is close', async () => {
    const site = await siteWithTwoMonths()
    const { thread, closed } = site.start()
    await closed('2026-10')
    thread.setTarget({ ...line, indicator: '16-2', target: 80, warning: 75 })
    expect(await thread.value('16-2', inOctober)).toMatchObject({ status: 'missed' })

    site.write('l2', october + 3 * day, { registered: 3_600, online: 3_600, heard: 60 })
    const job = thread.beginRecompute({ from: october, to: november }, 'engineer')
    await waitFor(async () => (await thread.value('16-2', inOctober)).revision === 2, { what: 'a revision' })

    expect(thread.recompute(job.id)).toMatchObject({ state: 'done', result: { changed: 0 } })
    expect(await thread.value('16-2', inOctober)).toMatchObject({ value: 95, status: 'close', madeUp: true, revision: 2 })
    expect(await thread.revisions('16-2', inOctober)).toMatchObject([
      { revision: 1, value: 70, status: 'missed', cause: 'close' },
      { revision: 2, value: 95, status: 'met', cause: 'asked', difference: { value: 25, numerator: 30, denominator: 0 } },
    ])
  })

  test('that cannot be measured are entered by hand, all or none', async () => {
    const { start } = await siteWithTwoMonths()
    const { thread, closed } = start()
    await closed('2026-10')
    const value = { indicator: '19-1', period: '2026-10', scope: 'city', value: 82.5, document: 'd', date: '2026-11-02', author: 'bureau' }

    await expect(thread.setManualValues([value, { ...value, indicator: '16-2' }])).rejects.toThrow('not-manual')
    expect(thread.manualValues({ limit: 5 }).items).toEqual([])
    await thread.setManualValues([value])
    expect(await thread.value('19-1', inOctober)).toMatchObject({
      value: 82.5,
      source: 'manual',
      revision: 1,
      status: 'no-target',
      document: 'd',
    })
    await thread.setManualValues([{ ...value, value: 83, note: '更正' }])
    expect(await thread.value('19-1', inOctober)).toMatchObject({ value: 83, revision: 2, note: '更正' })
    expect((await thread.revisions('19-1', inOctober)).map((each) => each.value)).toEqual([82.5, 83])
    expect(await thread.value('19-1', { period: '2026-11', scope: 'city' })).toMatchObject({ previous: { value: 83 } })
  })

  test('are tried with other numbers without anything being kept', async () => {
    const { start } = await siteWithTwoMonths()
    const { thread, closed } = start()
    await closed('2026-10')
    const order = { indicator: '16-2', from: '2026-10', to: '2026-11', scope: 'city', target: 60, warning: 50 } as const
    const { id } = thread.beginShadow(order, 'bureau')
    await waitFor(() => thread.shadow(id)?.state === 'done', { what: 'the shadow run' })

    expect(thread.shadow(id)?.result).toMatchObject([
      { period: '2026-10', was: { value: 70, status: 'no-target' }, wouldBe: { value: 70, status: 'met' } },
      { period: '2026-11', wouldBe: { status: 'met' } },
    ])
    expect(thread.targets('16-2')).toEqual([])
    expect(() => thread.beginShadow({ ...order, parameters: { nonsense: 1 } }, 'bureau')).toThrow('no-such-parameter')
  })

  test('are tried by other rules of counting with facts of their own, which are thrown away', async () => {
    const { start, folder } = await siteWithTwoMonths()
    writeFileSync(join(folder, 'facts-tried-before.sqlite-wal'), 'left by a process that was killed')
    const { thread, closed } = start()
    await closed('2026-10')
    const order = { indicator: '16-2', from: '2026-10', to: '2026-10', scope: 'city', rules: { freshnessFactor: 5 } }
    const { id } = thread.beginShadow(order, 'bureau')
    await waitFor(() => thread.shadow(id)?.state === 'done', { what: 'the shadow run' })

    // The store of this site has no readings, so that nothing was ever online.
    expect(thread.shadow(id)?.result).toMatchObject([{ was: { value: 70 }, wouldBe: { value: 0, numerator: 0 } }])
    await waitFor(() => !readdirSync(folder).some((name) => name.startsWith('facts-tried')), { what: 'the facts to be thrown away' })
    expect(await thread.value('16-2', inOctober)).toMatchObject({ value: 70, revision: 1 })
    expect(() => thread.beginShadow({ ...order, rules: { nonsense: 1 } }, 'bureau')).toThrow('no-such-parameter')
  })

  test('tell the city what has changed, and everything after a start', async () => {
    const site = await siteWithTwoMonths()
    const { thread, feed } = site.start()
    const told = (id: string) => feed.flatMap(({ retained }) => retained).filter(({ topic }) => topic.endsWith(`/${id}`))
    await waitFor(() => told('16-2').length === 1, { what: 'the values to be told' })
    expect(told('16-2')[0]?.topic).toBe('kz/v1/tasks/16/indicators/16-2')
    expect(JSON.parse(told('16-2')[0]?.payload ?? '')).toMatchObject({
      ...{ indicator: '16-2', period: '2026-11', value: 100, unit: '%', numerator: 60, denominator: 60 },
      ...{ coverage: null, status: 'no-target', revision: 0, computed: expect.stringMatching(/Z$/) },
    })
    thread.setTarget({ ...line, indicator: '16-2' })
    await waitFor(() => told('16-2').length === 2, { what: 'the status to be told' })
    expect(JSON.parse(told('16-2')[1]?.payload ?? '')).toMatchObject({ status: 'met' })
    expect(told('17-2').length).toBe(1)
    const points = () => feed.flatMap((each) => each.points)
    await waitFor(() => points().some(({ event, ts }) => event === 'month' && ts === october), { what: 'the points of the closed month' })
    expect(points()).toContainEqual(
      expect.objectContaining({
        table: 'indicator',
        device: '16-2',
        event: 'month',
        kind: '',
        ts: november,
        fields: expect.objectContaining({ value: 100 }),
      }),
    )
  })

  test('tell the system of the city when a month closes and a line is set', async () => {
    const heard: { type: string; data: { period?: string; target?: number } }[] = []
    const server = createServer(async (request, response) => {
      heard.push(JSON.parse(await text(request)))
      response.end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    whenDone(() => new Promise((resolve) => server.close(resolve)))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { start } = await siteWithTwoMonths()
    const { thread } = start({ env: { KZ_WEBHOOK_URL: url, KZ_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 1).toString('base64')}` } })
    thread.setTarget({ ...line, indicator: '16-2' })
    await waitFor(() => heard.length === 2, { what: 'both to arrive' })

    expect(heard.map(({ type }) => type).sort()).toEqual(['indicator.closed', 'target.changed'])
    expect(heard.find(({ type }) => type === 'indicator.closed')?.data.period).toBe('2026-10')
    expect(
      thread
        .deliveries({ limit: 5 })
        .items.map(({ event }) => event)
        .sort(),
    ).toEqual(['indicator.closed', 'target.changed'])
  })

  test('of a period without facts there are none', async () => {
    const { start } = await siteWithTwoMonths()
    const { thread } = start()
    await expect(thread.value('16-2', { period: '2026-08', scope: 'city' })).rejects.toThrow('no-value')
    await expect(thread.value('99-9', inOctober)).rejects.toThrow('indicator-not-found')
  })
})
