import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import { expect, test } from 'vitest'
import { isOwnUp } from '../../gateway/access.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { whenDone } from '../support/clean-up.ts'
import { connectDevice, makeSite, type Site, startGateway } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'

const topic = 'kz/v1/tasks/16/indicators/16-2'

async function downlinkOf({ folder }: Site) {
  await mkdir(join(folder, 'journal'), { recursive: true })
  const journal = new SqliteJournalWriter(journalPaths(join(folder, 'journal'), 'downlink'))
  await journal.start()
  whenDone(() => journal.stop())
  const say = (payload: string) =>
    journal.append([{ at: Date.now(), key: 'indicators', topic, payload: Buffer.from(payload), headers: { qos: '1', retain: 'true' } }])
  return say
}

function heardBy(client: MqttClient) {
  const heard: { payload: string; retain: boolean }[] = []
  client.on('message', (_, payload, { retain }) => heard.push({ payload: payload.toString(), retain }))
  return heard
}

test('values of indicators are retained for those who may read them, also over a restart of the gateway', async () => {
  const site = await makeSite({ 'locker-1': 'locker' })
  const say = await downlinkOf(site)
  await say('first')
  const gateway = await startGateway(site)
  const admin = await connectDevice(site, gateway.mqtt, 'admin')
  const heard = heardBy(admin)
  const [granted] = await admin.subscribeAsync('kz/v1/tasks/+/indicators/#', { qos: 1 })
  expect(granted?.qos).toBe(1)
  await waitFor(() => heard.length === 1, { what: 'the retained value' })
  expect(heard[0]).toEqual({ payload: 'first', retain: true })

  await say('second')
  await waitFor(() => heard.length === 2, { what: 'the next value' })
  expect(heard[1]).toEqual({ payload: 'second', retain: false })
  await gateway.process.kill()

  const again = await startGateway(site)
  const later = await connectDevice(site, again.mqtt, 'admin')
  const heardLater = heardBy(later)
  await later.subscribeAsync('kz/v1/tasks/16/indicators/16-2')
  await waitFor(() => heardLater.length === 1, { what: 'the value after the restart' })
  expect(heardLater[0]).toEqual({ payload: 'second', retain: true })
})

test('a device neither hears values of indicators nor says any', async () => {
  const site = await makeSite({ 'locker-1': 'locker' })
  const gateway = await startGateway(site)
  const device = await connectDevice(site, gateway.mqtt, 'locker-1')

  const refused = await device.subscribeAsync(topic).catch((error: Error) => error.message)
  expect(JSON.stringify(refused)).toMatch(/128|Unspecified|refused/)
  expect(isOwnUp({ role: 'claimant', name: '16', claim: 'c', code: 'x' }, topic)).toBe(false)
})
