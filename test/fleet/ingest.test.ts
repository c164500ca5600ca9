// The processes themselves: what a running ingest writes for walls, with a gateway and without.
import { expect, it } from 'vitest'
import { startInflux } from '../support/influx-server.ts'
import { connectDevice, makeSite, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'

it('a device that speaks is online, and unknown, not offline, when ingest starts again without a gateway', async () => {
  const influx = await startInflux()
  const site = await makeSite({ 'c-1': 'charger', 'c-2': 'charger' })
  const env = { KZ_INFLUX_URL: influx.url, KZ_INFLUX_BUCKET: 'kezhong' }
  const gateway = await startGateway(site)
  const device = await connectDevice(site, gateway.mqtt, 'c-1')
  const ingest = await startIngest(site, env)
  const lately = async (field: string, measurement: string) =>
    (await influx.query(`SELECT last(${field}) FROM ${measurement}`, 'kezhong'))[0]?.last

  // Most often in the first points after three seconds; on a busy machine the device is heard of later, and the next minute tells it.
  await waitFor(async () => (await lately('online', 'kezhong_fleet')) === 1, {
    what: 'points for walls with the device online',
    timeoutMs: 90_000,
  })
  expect(await lately('registered', 'kezhong_fleet')).toBe(2)
  expect(await lately('gatewayUp', 'kezhong_platform')).toBe(1)
  expect(await lately('level', 'kezhong_facility')).toBe(3)

  device.end(true)
  await gateway.process.kill()
  await ingest.process.stop()
  await startIngest(site, env)
  await waitFor(async () => (await lately('gatewayUp', 'kezhong_platform')) === 0, { what: 'the points of a platform without a gateway' })
  expect([await lately('online', 'kezhong_fleet'), await lately('offline', 'kezhong_fleet')]).toEqual([0, 0])
  expect(await lately('unknown', 'kezhong_fleet')).toBe(2)
}, 240_000)
