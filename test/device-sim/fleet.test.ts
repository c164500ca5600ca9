import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoPassword } from '../../seeds/demo-password.ts'
import { freePort } from '../support/free-port.ts'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { type TestBroker, testBroker } from './test-broker.ts'

const secret = 'of this test'

async function dataFolder(): Promise<string> {
  const folder = join(await tempFolder(), 'data')
  await mkdir(folder)
  await writeFile(join(folder, 'demo-secret'), `${secret}\n`)
  return folder
}

/** Devices that have said something; one may have said more than one thing already. */
const reporting = (broker: TestBroker): number => new Set(broker.on(/\/telemetry$/).map(({ topic }) => topic)).size

const passwordOf = (username: string) => demoPassword(secret, username)
const sim = (url: string, data: string, ...args: string[]) =>
  startProcess('device-sim/main.ts', { args: ['--url', url, ...args], env: { KZ_DATA: data } })

test('twenty devices sign in, are born, go online and report at once', async () => {
  const broker = await testBroker({ passwordOf })
  sim(broker.url, await dataFolder(), '--devices', '20')

  await waitFor(() => reporting(broker) === 20, { what: 'readings of twenty devices' })

  const births = broker.on(/\/birth$/)
  const states = broker.on(/\/state$/)
  expect(births).toHaveLength(20)
  expect(births.every(({ retain, qos }) => retain && qos === 1)).toBe(true)
  expect(JSON.parse(births[0]?.payload ?? '')).toMatchObject({
    model: expect.any(String),
    vendor: expect.any(String),
    firmware: expect.any(String),
  })
  expect(states.map(({ payload }) => JSON.parse(payload).state)).toEqual(Array(20).fill('online'))
  expect(new Set(broker.on(/\/telemetry$/).map(({ topic }) => topic)).size).toBe(20)
  for (const { payload, qos, retain } of broker.on(/\/telemetry$/)) {
    expect({ qos, retain }).toEqual({ qos: 1, retain: false })
    expect(JSON.parse(payload)).toMatchObject({
      ts: expect.any(Number),
      seq: expect.any(Number),
      boot: expect.any(String),
      values: expect.any(Object),
    })
    expect(Math.abs(JSON.parse(payload).ts - Date.now())).toBeLessThan(60_000)
  }
})

test('asked to end, every device says that it is offline, within three seconds', async () => {
  const broker = await testBroker({ passwordOf })
  const fleet = sim(broker.url, await dataFolder(), '--devices', '20')
  await waitFor(() => reporting(broker) === 20, { what: 'readings of twenty devices' })

  const { code } = await fleet.stop(3_000)

  expect(code).toBe(0)
  expect(
    broker
      .on(/\/state$/)
      .slice(20)
      .map(({ payload, clientId }) => [JSON.parse(payload).state, clientId !== undefined]),
  ).toEqual(Array(20).fill(['offline', true]))
  expect(fleet.lines.at(-1)).toMatch(/^devices 20, connected 0, sent \d+, acknowledged \d+, waiting 0$/)
})

test('killed, every device is said to be lost by its will, which names the boot', async () => {
  const broker = await testBroker({ passwordOf })
  const fleet = sim(broker.url, await dataFolder(), '--devices', '20')
  await waitFor(() => reporting(broker) === 20, { what: 'readings of twenty devices' })

  await fleet.kill()

  const lost = () => broker.on(/\/state$/).filter(({ payload }) => JSON.parse(payload).state === 'lost')
  await waitFor(() => lost().length === 20, { what: 'twenty wills' })
  const boot = JSON.parse(broker.on(/\/telemetry$/)[0]?.payload ?? '').boot
  expect(new Set(lost().map(({ payload }) => JSON.parse(payload).boot))).toEqual(new Set([boot]))
})

test('a dropped connection comes back', async () => {
  const broker = await testBroker({ passwordOf })
  sim(broker.url, await dataFolder(), '--devices', '5')
  await waitFor(() => reporting(broker) === 5, { what: 'readings of five devices' })

  broker.dropAll()

  await waitFor(() => broker.on(/\/birth$/).length >= 10, { what: 'five devices born again' })
  expect(broker.clients()).toHaveLength(5)
})

test('in compressed time a device that was cut off sends what it kept as one array, with the original times', async () => {
  const broker = await testBroker({ passwordOf })
  sim(broker.url, await dataFolder(), '--devices', '3', '--kinds', 'meter', '--speed', '3000', '--faults', 'burst=1')

  const arrays = () =>
    broker.on(/\/telemetry$/).flatMap(({ payload }) => (payload.startsWith('[') ? [JSON.parse(payload) as { ts: number }[]] : []))
  const backlog = await waitFor(() => arrays().find((array) => array.length >= 10), { what: 'the backlog of a whole outage' })

  const times = backlog.map(({ ts }) => ts)
  expect(times.slice(1).every((ts, index) => ts - (times[index] ?? 0) === 60_000)).toBe(true)
  expect(Math.max(...times)).toBeLessThan(Date.now())
})

test('the meters go on over a restart', async () => {
  const broker = await testBroker({ passwordOf })
  const data = await dataFolder()
  const run = async (readings: number) => {
    const fleet = sim(broker.url, data, '--devices', '4', '--kinds', 'meter')
    await waitFor(() => broker.on(/\/telemetry$/).length >= readings && broker.clients().length === 4, { what: 'readings' })
    await fleet.stop()
  }
  await run(4)
  const kept = JSON.parse(await readFile(join(data, 'device-sim.json'), 'utf8'))
  for (const device of Object.values<{ values: { energyImport: number } }>(kept.devices)) device.values.energyImport += 5_000
  await writeFile(join(data, 'device-sim.json'), JSON.stringify(kept))
  const before = broker.on(/\/telemetry$/).length
  await run(before + 4)

  const energies = broker.on(/\/telemetry$/).map(({ payload }) => JSON.parse(payload).values.energyImport as number)
  expect(Math.min(...energies.slice(before))).toBeGreaterThan(5_000)
})

test('a wrong password is one sentence for all, which says where to look', async () => {
  const broker = await testBroker({ passwordOf: () => 'another one' })
  const fleet = sim(broker.url, await dataFolder(), '--devices', '10')

  await fleet.waitForLine(/^(?:\d+ devices|Device) .*: the broker refused user name or password\. Check that .*demo-secret/)

  expect(fleet.isRunning()).toBe(true)
})

test('nobody listening is one sentence, and the fleet keeps trying', async () => {
  const fleet = sim(`mqtt://127.0.0.1:${await freePort()}`, await dataFolder(), '--devices', '3')

  await fleet.waitForLine(/nobody listens at mqtt:\/\/127\.0\.0\.1:\d+\. Is the gateway running\?/)

  expect(fleet.isRunning()).toBe(true)
})
