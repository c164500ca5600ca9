import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startProcess } from '../../support/process.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { waitFor } from '../../support/wait-for.ts'
import { testBroker } from '../test-broker.ts'

const mappings = 'device-sim/replay/mappings'

async function householdRecord(minutes: number): Promise<string> {
  const path = join(await tempFolder(), 'household.txt')
  const rows = Array.from({ length: minutes }, (_, index) => {
    const time = `${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00`
    return `1/7/2007;${time};${(index % 7) / 2};0.1;239.${index % 10};4.2`
  })
  await writeFile(path, `Date;Time;Global_active_power;Global_reactive_power;Voltage;Global_intensity\n${rows.join('\n')}\n`)
  return path
}

function replay(file: string, url: string, args: string[], env: Record<string, string> = { KZ_DEVICE_PASSWORD: 'right' }) {
  return startProcess('device-sim/replay/main.ts', {
    args: [file, '--as', 'meter', '--map', `${mappings}/meter-uci.yaml`, '--url', url, ...args],
    env,
  })
}

test('every row arrives in order and is acknowledged; a second replay is the same, byte for byte', async () => {
  const broker = await testBroker({ passwordOf: () => 'right' })
  const file = await householdRecord(600)
  const args = ['--device', 'm1', '--until', 'yesterday']

  const first = replay(file, broker.url, args)
  expect((await first.exited).code).toBe(0)
  const sent = broker.received.map(({ topic, payload }) => `${topic} ${payload}`)
  const second = replay(file, broker.url, args)
  expect((await second.exited).code).toBe(0)

  expect(sent).toHaveLength(601)
  expect(broker.received.every(({ qos, retain }) => qos === 1 && !retain)).toBe(true)
  expect(broker.received.slice(0, 601).map(({ payload }) => JSON.parse(payload).seq)).toEqual(
    Array.from({ length: 601 }, (_, index) => index),
  )
  expect(broker.received.slice(601).map(({ topic, payload }) => `${topic} ${payload}`)).toEqual(sent)
  expect(first.lines).toContain('601 messages acknowledged')
  expect(first.lines).toContain('rows      600 read, 0 repaired, 0 skipped')
})

test('a connection that breaks in between costs nothing: every message arrives at least once', async () => {
  const broker = await testBroker({ passwordOf: () => 'right' })
  const run = replay(await householdRecord(600), broker.url, ['--device', 'm1', '--rate', '300', '--inflight', '20'])

  await waitFor(() => broker.received.length > 100, { what: 'a hundred messages' })
  broker.dropAll()

  expect((await run.exited).code).toBe(0)
  expect(new Set(broker.received.map(({ payload }) => JSON.parse(payload).seq)).size).toBe(601)
})

test('a dry run sends nothing and shows what it would', async () => {
  const broker = await testBroker()
  const run = replay(await householdRecord(10), broker.url, ['--device', 'm1', '--dry-run'])

  expect((await run.exited).code).toBe(0)
  expect(broker.received).toEqual([])
  expect(run.lines.filter((line) => line.startsWith('kz/v1/meter/m1/telemetry {'))).toHaveLength(3)
  expect(run.lines).toContain('increase  energyImport 0.2')
})

test('--limit sends the first messages only', async () => {
  const broker = await testBroker({ passwordOf: () => 'right' })

  expect((await replay(await householdRecord(100), broker.url, ['--device', 'm1', '--limit', '7']).exited).code).toBe(0)

  expect(broker.received).toHaveLength(7)
})

test('devices named by the mapping sign in each with its own password', async () => {
  const broker = await testBroker({ passwordOf: (username) => `pass-${username}` })
  const folder = await tempFolder()
  const sales = Array.from({ length: 40 }, (_, index) => `VJ${index % 4},Water,${index},1/2/2022,143,1,1.5`)
  await writeFile(join(folder, 'sales.csv'), `Device ID,Product,Transaction,TransDate,RCoil,RQty,LineTotal\n${sales.join('\n')}\n`)
  await writeFile(join(folder, 'credentials.csv'), `username,password\n${[0, 1, 2, 3].map((n) => `nj-vj${n},pass-nj-vj${n}`).join('\n')}\n`)
  const args = [join(folder, 'sales.csv'), '--as', 'vending', '--map', `${mappings}/vending-nj.yaml`, '--url', broker.url]

  const run = startProcess('device-sim/replay/main.ts', { args: [...args, '--credentials', join(folder, 'credentials.csv')] })

  expect((await run.exited).code).toBe(0)
  expect(broker.received).toHaveLength(40)
  expect(new Set(broker.received.map(({ clientId }) => clientId)).size).toBe(4)
  expect(broker.received.reduce((sum, { payload }) => sum + JSON.parse(payload).amountFen, 0)).toBe(6_000)
})

test.each([
  ['a wrong password', { KZ_DEVICE_PASSWORD: 'wrong' }, /Device m1: the broker refused user name or password\. Check KZ_DEVICE_PASSWORD/],
  ['no password', {}, /no password for the device m1/],
])('%s ends with 1 and a sentence', async (_, env, sentence) => {
  const broker = await testBroker({ passwordOf: () => 'right' })
  const run = replay(await householdRecord(5), broker.url, ['--device', 'm1'], env)

  expect((await run.exited).code).toBe(1)
  expect(run.lines.join('\n')).toMatch(sentence)
  expect(broker.received).toEqual([])
})
