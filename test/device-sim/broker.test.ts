import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { brokerOf } from '../../device-sim/broker.ts'
import { tempFolder } from '../support/temp-folder.ts'

const settings = { KZ_DATA: '/nowhere', KZ_BIND: '127.0.0.1', KZ_MQTT_PORT: 1883 }

test.each([
  ['127.0.0.1', 'mqtt://127.0.0.1:1883'],
  ['0.0.0.0', 'mqtt://127.0.0.1:1883'],
  ['::', 'mqtt://[::1]:1883'],
  ['gateway.example', 'mqtt://gateway.example:1883'],
])('a gateway that listens on %s is reached at %s', (KZ_BIND, url) => {
  expect(brokerOf(undefined, { ...settings, KZ_BIND }).url()).toBe(url)
})

test('a given address goes before the settings', () => {
  expect(brokerOf('mqtts://broker.example:8883', settings).url()).toBe('mqtts://broker.example:8883')
})

test('with port 0 the note of the gateway is asked each time, so that a restart elsewhere is followed', async () => {
  const KZ_DATA = await tempFolder()
  const broker = brokerOf(undefined, { ...settings, KZ_DATA, KZ_MQTT_PORT: 0 })

  expect(() => broker.url()).toThrow(/does not say where the gateway listens/)
  await writeFile(join(KZ_DATA, 'gateway.json'), '{"mqtt":40001}')
  expect(broker.url()).toBe('mqtt://127.0.0.1:40001')
  await writeFile(join(KZ_DATA, 'gateway.json'), '{"mqtt":40002}')
  expect(broker.url()).toBe('mqtt://127.0.0.1:40002')
})
