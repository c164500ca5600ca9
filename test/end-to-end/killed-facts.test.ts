import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { countingRules } from '../../ingest/facts/counting-rules.ts'
import { FactsKeeper } from '../../ingest/facts/keeper.ts'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { FactsWriter } from '../../ingest/facts/writer.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import { addExemption } from '../../register/exemptions.ts'
import { Register } from '../../register/register.ts'
import { whenDone } from '../support/clean-up.ts'
import { startProcess } from '../support/process.ts'
import { connectDevice, makeSite, type Site, startGateway, startIngest } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { chance } from './chaos-model.ts'
import { wholeSite } from './whole-site.ts'

/** Another one in each run by hand: CHAOS_SEED=7 npx vitest run test/end-to-end/killed-facts.test.ts */
const random = chance(Number(process.env.CHAOS_SEED ?? 1))
const kills = 10
const [minute, hour] = [60_000, 3_600_000]
const devices = Array.from({ length: 24 }, (_, index) => `f${index}`)
const anyOf = <Value>(all: readonly Value[]): Value => all[Math.floor(random() * all.length)] as Value

/** All that facts say, whatever the numbers of devices and places in the file. */
function everything(path: string) {
  const reader = new FactsReader(path)
  whenDone(() => reader.close())
  return { slices: [...reader.slices(undefined, 0, 1e14)], days: [...reader.days(undefined, 0, 1e14)], inputs: reader.inputs(0, 1e14) }
}

/** The facts of what is stored, made from nothing for marks up to `now`. */
async function madeFromNothing({ folder }: Site, register: Register, now: number) {
  const path = join(await tempFolder(), 'facts.sqlite')
  const store = new SqliteStore({ folder, kinds: builtIn, readOnly: true })
  await store.start()
  const [database, writer] = [openIngestDatabase(join(folder, 'ingest.sqlite'), { readOnly: true }), new FactsWriter(path)]
  const keeper = new FactsKeeper({
    ...{ register, catalogue: builtIn, store, database, writer, rules: countingRules },
    ...{ timezone: 'Asia/Shanghai', readingsDays: 400, rest: async () => undefined },
  })
  do await keeper.keep(now)
  while (keeper.isBusy)
  writer.close()
  database.close()
  await store.stop()
  return everything(path)
}

it('facts are those of what is stored and entered, whenever ingest is killed meanwhile', { timeout: 240_000 }, async () => {
  const site = await makeSite(Object.fromEntries(devices.map((id) => [id, 'freezer'])))
  const register = new Register(join(site.folder, 'register.sqlite'))
  register.start()
  whenDone(() => register.stop())
  register.addFacility({ id: 'liuhe-01', name: '浏河', town: 'liuhe', circles: [] })
  const gateway = await startGateway(site, { KZ_DEVICE_RATE: '0' })
  const begun = Date.now()
  let isOver = false
  let sent = 0

  const publishing = devices.map(async (device, number) => {
    const client = await connectDevice(site, gateway.mqtt, device)
    for (let seq = 0; !isOver; seq++) {
      const ts = random() < 0.5 ? Date.now() : begun - Math.floor(random() * 30 * hour)
      const [rest, body] = anyOf([
        [
          'telemetry',
          { ts, seq, boot: 'b', values: { temperature: -25 + random() * 15, energy: seq, compressor: anyOf(['running', 'faulted']) } },
        ],
        ['telemetry', { ts, seq, boot: 'b', values: { temperature: -20, door: anyOf(['open', 'closed']) } }],
        ['event/sale', { ts, seq, boot: 'b', amountFen: 100 + number }],
        ['state', { state: anyOf(['online', 'offline']) }],
      ] as const)
      await client.publishAsync(`kz/v1/freezer/${device}/${rest}`, JSON.stringify(body), { qos: 1 })
      if (rest !== 'state') sent++
      await pause(100)
    }
  })
  for (let kill = 0; kill < kills; kill++) {
    const ingest = startProcess('ingest/main.ts', { env: { KZ_DATA: site.folder, KZ_HTTP_PORT: '0', KZ_NODERED_PORT: '0' } })
    // One in three while it starts, the others while it works.
    if (kill % 3 > 0) await ingest.waitForLine(/API listens/)
    await pause(random() * 2_500)
    const from = begun - Math.floor(random() * 20) * hour
    const entered = { facility: anyOf(['estate-01', 'liuhe-01']), sort: anyOf(['suspension', 'excluded-outage'] as const) }
    addExemption(register, { ...entered, from, to: from + hour, document: `${kill}`, date: '2026-11-20', reason: '-' }, 'r')
    // Entered late: a move of this very minute would show in facts only when the next one is over.
    register.moveDevice(anyOf(devices), anyOf(['estate-01', 'liuhe-01']), Date.now() - 2 * minute)
    await pause(random() * 500)
    await ingest.kill()
  }
  isOver = true
  await Promise.all(publishing)

  const ingest = await startIngest(site)
  const whole = await wholeSite(site, gateway, ingest)
  const ledger = await whole.settled(sent)
  expect(ledger).toMatchObject({ received: sent, stored: sent, quarantined: 0, balanced: true })
  const reader = new FactsReader(join(site.folder, 'facts.sqlite'))
  const settledAt = Date.now()
  const isSettled = () => reader.until() > settledAt && reader.isSettled(Number.MAX_SAFE_INTEGER, register.version())
  await waitFor(isSettled, { what: 'the facts', timeoutMs: 90_000 })
  await ingest.process.stop()
  const until = reader.until()
  reader.close()

  const kept = everything(join(site.folder, 'facts.sqlite'))
  expect(kept).toEqual(await madeFromNothing(site, register, until - minute))
  expect(new Set(kept.slices.map(({ part }) => part.facility)).size).toBe(2)
})
