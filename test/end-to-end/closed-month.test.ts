import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { MqttClient } from 'mqtt'
import { expect, it } from 'vitest'
import { offsetOf } from '../../facilities/zone.ts'
import { monthAt } from '../../ingest/indicators/period.ts'
import { Register } from '../../register/register.ts'
import { startProcess } from '../support/process.ts'
import { connectDevice, makeSite, sessionOf, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { type WholeSite, wholeSite } from './whole-site.ts'

interface Revision {
  revision: number
  value: number | null
  numerator: number
  denominator: number
  cause: string
  difference?: { numerator: number; denominator: number }
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const offset = offsetOf('Asia/Shanghai')

/** The last month that is over for longer than the 48 hours that late data is waited for. */
const month = monthAt(monthAt(Date.now() - 2 * day, offset).from - 1, offset)

const readings = (client: MqttClient, device: string, from: number, temperature: number) =>
  client.publishAsync(
    `kz/v1/freezer/${device}/telemetry`,
    JSON.stringify(Array.from({ length: 10 }, (_, index) => ({ ts: from + index * minute, values: { temperature } }))),
    { qos: 1 },
  )

const revisions = async ({ ask }: Pick<WholeSite, 'ask'>, indicator: string, scope: string) =>
  (await ask<{ items: Revision[] }>(`/indicators/${indicator}/revisions?period=${month.id}&scope=${scope}`)).items.map(
    ({ revision, numerator, denominator, cause }) => [revision, cause, numerator, denominator],
  )

const revised = (site: WholeSite, revision: number) =>
  waitFor(async () => (await revisions(site, '16-3', 'city')).length === revision, {
    ...{ what: `revision ${revision}`, timeoutMs: 100_000, everyMs: 200 },
  })

async function reportBytes({ ingest }: WholeSite): Promise<string[]> {
  const cookie = await sessionOf(ingest)
  const digests = ['json', 'docx', 'xlsx'].map(async (format) => {
    const answer = await fetch(`${ingest.url}/reports/monthly?period=${month.id}&format=${format}`, { headers: { cookie } })
    if (!answer.ok) throw new Error(`${format}: ${answer.status} ${await answer.text()}`)
    return createHash('sha256')
      .update(Buffer.from(await answer.arrayBuffer()))
      .digest('hex')
  })
  return Promise.all(digests)
}

/** Made by itself when the month has closed. */
async function submittedReport(site: WholeSite): Promise<string[]> {
  const kept = async () => (await site.ask<{ items: { period: string }[] }>('/reports')).items.some(({ period }) => period === month.id)
  await waitFor(kept, { what: 'the report of the month', timeoutMs: 60_000 })
  await site.ask(`/reports/${month.id}/submit`, { method: 'POST', body: '{"document":"太商〔2026〕1号"}' })
  return reportBytes(site)
}

it('a month that is over closes once, whenever the process is killed; late readings and the register make revisions, and a submitted report stays', {
  timeout: 240_000,
}, async () => {
  const site = await makeSite({ f1: 'freezer' })
  const register = new Register(join(site.folder, 'register.sqlite'))
  register.start()
  register.addFacility({ id: 'liuhe-01', name: '浏河', town: 'liuhe', circles: [] })
  register.addDevice({ id: 'f2', kind: 'freezer', facility: 'liuhe-01' })
  const f2 = await register.issueCredential('f2')
  register.stop()
  const gateway = await startGateway(site)
  const clients = {
    f1: await connectDevice(site, gateway.mqtt, 'f1'),
    f2: await connectDevice({ ...site, passwords: new Map([['f2', f2.password]]) }, gateway.mqtt, 'f2'),
  }
  const noon = month.from + 10 * day + 12 * hour
  await readings(clients.f1, 'f1', noon, -20)
  await readings(clients.f2, 'f2', noon, -20)

  // While the facts are made and the month is closed.
  for (const aliveMs of [1_500, 3_000, 4_000]) {
    const killed = startProcess('ingest/main.ts', { env: { KZ_DATA: site.folder, KZ_HTTP_PORT: '0', KZ_NODERED_PORT: '0' } })
    await pause(aliveMs)
    await killed.kill()
  }
  let whole = await wholeSite(site, gateway, await startIngest(site))
  await whole.settled(20)
  await waitFor(async () => (await revisions(whole, '16-3', 'city')).length, { what: `${month.id} to be closed`, timeoutMs: 30_000 })

  // A mean over ten minutes is known at the mark of each reading and nine minutes after the last one.
  expect(await revisions(whole, '16-3', 'city')).toEqual([[1, 'close', 38, 38]])
  expect(await revisions(whole, '16-3', 'town:shaxi')).toEqual([[1, 'close', 19, 19]])
  expect(await revisions(whole, '16-3', 'town:liuhe')).toEqual([[1, 'close', 19, 19]])
  expect(await revisions(whole, '17-3', 'city')).toEqual([[1, 'close', 0, 20]])
  const submitted = await submittedReport(whole)

  await readings(clients.f1, 'f1', noon + 2 * hour, -5)
  await whole.settled(30)
  await revised(whole, 2)
  expect(await revisions(whole, '16-3', 'city')).toEqual([
    [1, 'close', 38, 38],
    [2, 'late-data', 38, 57],
  ])
  expect(await revisions(whole, '16-3', 'town:shaxi')).toEqual([
    [1, 'close', 19, 19],
    [2, 'late-data', 19, 38],
  ])
  expect(await revisions(whole, '16-3', 'town:liuhe')).toEqual([[1, 'close', 19, 19]])
  expect(await revisions(whole, '17-3', 'city')).toEqual([
    [1, 'close', 0, 20],
    [2, 'late-data', 0, 30],
  ])

  // What was bad lies in a suspension that is entered now; killed while it is worked in.
  await whole.ask('/exemptions', {
    method: 'POST',
    body: JSON.stringify({
      ...{ facility: 'estate-01', sort: 'suspension', from: noon + 2 * hour, to: noon + 3 * hour },
      ...{ document: '太商停〔2026〕7号', date: '2026-11-20', reason: '停业' },
    }),
  })
  await pause(1_500)
  await whole.ingest.process.kill()
  rmSync(join(site.folder, 'facts.sqlite'))
  whole = await wholeSite(site, gateway, await startIngest(site))
  await revised(whole, 3)
  expect(await revisions(whole, '16-3', 'city')).toEqual([
    [1, 'close', 38, 38],
    [2, 'late-data', 38, 57],
    [3, 'register', 38, 38],
  ])
  expect(await revisions(whole, '16-3', 'town:liuhe')).toEqual([[1, 'close', 19, 19]])
  expect(await reportBytes(whole)).toEqual(submitted)
  expect(await whole.ledger()).toMatchObject({ received: 30, stored: 30, quarantined: 0, pending: 0, balanced: true })
})
