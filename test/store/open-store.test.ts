import { expect, it } from 'vitest'
import { openStore } from '../../ingest/store/open-store.ts'
import { probeKinds } from './points.ts'

const settings = { KZ_DATA: './nowhere', KZ_INFLUX_ORG: 'kezhong', KZ_INFLUX_BUCKET: 'kezhong' }

it.each([
  ['sqlite', undefined],
  ['influxdb', 'http://127.0.0.1:8086'],
] as const)('is %s with the address %s', (name, address) => {
  expect(openStore({ ...settings, KZ_INFLUX_URL: address }, { kinds: probeKinds }).name).toBe(name)
})
