import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { restoreBackup } from '../../backup/restore-backup.ts'
import { verifyBackup } from '../../backup/verify-backup.ts'
import { Publisher } from '../bench/mqtt-publisher.ts'
import { runKzProcess } from '../kz/run-kz.ts'
import { startGateway, startIngest } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Reading, startWholeSite, type WholeSite, wholeSite } from './whole-site.ts'

const devices = ['freezer-0', 'freezer-1']
const perDevice = 10_000
const noLimit = { KZ_DEVICE_RATE: '0' }
/** Of the first device, how much is acknowledged when the backup begins. */
const moments = [100, 700]

interface Taken {
  readonly folder: string
  /** By device, how many messages were acknowledged before the backup was begun; numbers are sent in order. */
  readonly acknowledged: readonly number[]
}

test('backed up under load, wiped and restored: what was acknowledged is there once, and the ledger balances', {
  timeout: 180_000,
}, async () => {
  const site = await startWholeSite(Object.fromEntries(devices.map((device) => [device, 'freezer'])), noLimit)
  const { folder } = site.site
  const backups = await tempFolder()
  const from = Math.floor(Date.now() / 1_000) * 1_000 - perDevice * 1_000
  const publishers = devices.map((device) => publisherOf(site, device, from))
  await Promise.all(publishers.map((publisher) => publisher.connect()))
  for (const publisher of publishers) publisher.start()

  const taken: Taken[] = []
  for (const moment of moments) {
    await waitFor(() => (publishers[0]?.acknowledgedCount ?? 0) >= moment, { what: `${moment} acknowledgements`, everyMs: 1 })
    const acknowledged = publishers.map((publisher) => publisher.acknowledgedCount)
    const to = join(backups, `${moment}`)
    const base = taken.at(-1)?.folder
    const { code, stderr } = await runKzProcess(['backup', to, ...(base ? ['--base', base] : [])], { KZ_DATA: folder })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    taken.push({ folder: to, acknowledged })
  }
  for (const publisher of publishers) publisher.stop()
  await Promise.all([site.gateway.process.kill(), site.ingest.process.kill()])

  for (const { folder: backup, acknowledged } of taken) {
    expect((await verifyBackup(backup)).faults).toEqual([])
    await rm(folder, { recursive: true })
    await restoreBackup({ from: backup, to: folder, replace: false })
    await holds(site, from, acknowledged)
  }
})

function publisherOf(site: WholeSite, device: string, from: number): Publisher {
  return new Publisher({
    port: () => site.gateway.mqtt,
    username: device,
    password: site.site.passwords.get(device) ?? '',
    topic: `kz/v1/freezer/${device}/telemetry`,
    payload: (index) => `{"ts":${from + index * 1_000},"seq":${index},"boot":"b","values":{"temperature":-18,"energy":${index}}}`,
    total: perDevice,
    inflight: 2, // the load is that it never rests; how many come in is only how long it takes to look at them
  })
}

/** Starts on the restored folder, connects with an old password, and looks at everything that was acknowledged. */
async function holds(before: WholeSite, from: number, acknowledged: readonly number[]): Promise<void> {
  const [gateway, ingest] = await Promise.all([startGateway(before.site, noLimit), startIngest(before.site, noLimit)])
  const site = await wholeSite(before.site, gateway, ingest)
  const client = await site.connect(devices[0] ?? '')
  await client.publishAsync(`kz/v1/freezer/${devices[0]}/telemetry`, `{"ts":${Date.now()},"values":{"temperature":-20}}`, { qos: 1 })
  const least = acknowledged.reduce((sum, count) => sum + count, 1)

  const ledger = await site.settled(least)

  expect(ledger).toMatchObject({ balanced: true, quarantined: 0, duplicate: 0 })
  expect(ledger.received).toBe(ledger.stored)
  let stored = 0
  for (const [index, device] of devices.entries()) {
    const numbers = await numbersOf(site, device, from)
    expect(numbers.slice(0, acknowledged[index])).toEqual(Array.from({ length: acknowledged[index] ?? 0 }, (_, number) => number))
    expect(new Set(numbers).size).toBe(numbers.length)
    stored += numbers.length
  }
  expect(ledger.stored).toBe(stored + 1)
  await Promise.all([gateway.process.kill(), site.ingest.process.kill()])
}

async function numbersOf(site: WholeSite, device: string, from: number): Promise<number[]> {
  const numbers: number[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const range = `from=${new Date(from).toISOString()}&to=${new Date(from + perDevice * 1_000).toISOString()}&limit=10000`
    const page: { items: Reading[]; next?: string } = await site.ask(
      `/devices/${device}/readings?${range}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    numbers.push(...page.items.flatMap(({ values }) => ('energy' in values ? [values.energy as number] : [])))
    cursor = page.next ?? undefined
  }
  return numbers.sort((one, other) => one - other)
}
