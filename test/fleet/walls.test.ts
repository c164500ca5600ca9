// Points for walls in a real influxd, of a real register and what the pipeline keeps of each device.
import { join } from 'node:path'
import { pino } from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { Fleet } from '../../ingest/fleet/fleet.ts'
import type { OwnHealth } from '../../ingest/fleet/own-outage.ts'
import { platformWatch } from '../../ingest/fleet/platform.ts'
import { Walls } from '../../ingest/fleet/walls.ts'
import { openWallWriter } from '../../ingest/store/open-store.ts'
import { Register } from '../../register/register.ts'
import { healthyGateway, healthyStatus, heardOf } from '../api/api-site.ts'
import { whenDone } from '../support/clean-up.ts'
import { type InfluxServer, startInflux } from '../support/influx-server.ts'
import { tempFolder } from '../support/temp-folder.ts'

const healthy: OwnHealth = { gateway: healthyGateway, pipeline: healthyStatus }
const since = 1_795_000_000_000
let minute = 1_795_392_000_000
let influx: InfluxServer
let databases = 0

beforeAll(async () => {
  influx = await startInflux()
})

async function site(url = influx.url) {
  const folder = await tempFolder()
  const register = new Register(join(folder, 'register.sqlite'))
  register.start()
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  register.addFacility({ id: 'station-1', name: '一号 充电站', town: 'shaxi', latitude: 31.5, longitude: 121.1 })
  register.addFacility({ id: 'estate-1', name: '惠阳小区', town: 'loudong', circles: ['huiyang'] })
  for (const id of ['c1', 'c2', 'c3', 'c4']) register.addDevice({ id, kind: 'charger', facility: 'station-1' })
  register.addDevice({ id: 'l1', kind: 'locker', facility: 'estate-1' })
  const heard = (device: string, known: Parameters<typeof heardOf>[2]) => heardOf({ database }, device, { since, ...known })
  const status = (value: string) => ({ latest: { status: { value, ts: since + 5, quality: 'good' as const } } })
  heard('c1', { state: 'online', cause: 'reading', ...status('available') })
  heard('c2', { state: 'online', cause: 'reading', ...status('faulted') })
  heard('c3', { state: 'lost', cause: 'connection-broke', ...status('available') })
  heard('c4', { state: 'sleeping', cause: 'reported' })

  const bucket = `walls${databases++}`
  const said = { health: healthy }
  const writer = openWallWriter({ KZ_DATA: folder, KZ_INFLUX_URL: url, KZ_INFLUX_ORG: 'kezhong', KZ_INFLUX_BUCKET: bucket })
  if (!writer) throw new Error('there is a writer when the store is InfluxDB')
  const walls = new Walls({
    ...{ writer, catalogue: builtIn, log: pino({ level: 'silent' }), now: () => minute },
    fleet: new Fleet({ register, ingestDatabase: database, health: () => said.health }),
    usedToday: () => new Set(['c1']),
    platform: platformWatch({
      health: () => said.health,
      facts: () => undefined,
      nodeRedUp: () => true,
      ledgerSince: async () => ({ received: 10, stored: 7, duplicate: 1, quarantined: 1, pending: 1, balanced: true }),
      ...{ timezone: 'Asia/Shanghai', version: '1.2.3' },
    }),
  })
  whenDone(() => {
    database.close()
    register.stop()
  })
  const rows = (measurement: string) => influx.query(`SELECT * FROM ${measurement} WHERE time = ${minute}ms`, bucket)
  return { register, database, heard, walls, said, rows, folder, bucket }
}

describe('points for walls', () => {
  it('tell the fleet by kind and place, each facility, what is down and how the platform is', async () => {
    const { walls, rows } = await site()

    expect(await walls.tell()).toBe(true)

    expect(await rows('kezhong_fleet')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'charger',
          town: 'shaxi',
          registered: 4,
          online: 1,
          sleeping: 1,
          offline: 1,
          faulty: 1,
          unknown: 0,
          used: 1,
        }),
        expect.objectContaining({ kind: 'locker', town: 'loudong', circle: 'huiyang', registered: 1, unknown: 1, used: 0 }),
      ]),
    )
    expect(await rows('kezhong_facility')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          facility: 'station-1',
          name: '一号 充电站',
          latitude: 31.5,
          longitude: 121.1,
          devices: 4,
          online: 2,
          level: 1,
        }),
        expect.objectContaining({ facility: 'estate-1', latitude: null, level: 3 }),
      ]),
    )
    const down = Object.fromEntries((await rows('kezhong_device')).map((row) => [row.device, row]))
    expect(Object.keys(down).sort()).toEqual(['c2', 'c3', 'l1'])
    expect(down.c2).toMatchObject({
      state: 'faulty',
      cause: 'faulted',
      causeEn: 'Status: Faulted',
      causeZh: '状态：故障',
      whose: 'device',
      sinceMs: since + 5,
    })
    expect(down.c3).toMatchObject({
      state: 'offline',
      cause: 'connection-broke',
      whose: 'line',
      sinceMs: since,
      facilityName: '一号 充电站',
    })
    expect(down.l1).toMatchObject({ state: 'unknown', cause: 'never-heard', whose: 'nobody' })
    expect(await rows('kezhong_platform')).toEqual([
      expect.objectContaining({
        gatewayUp: 1,
        journalUp: 1,
        pipelineUp: 1,
        storeUp: 1,
        noderedUp: 1,
        factsUp: 0,
        received: 10,
        pending: 1,
        balanced: 1,
        version: '1.2.3',
      }),
    ])
  })

  it('call no device offline while the gateway is away, and call it our fault', async () => {
    const { walls, rows, said } = await site()
    said.health = { ...healthy, gateway: undefined }
    minute += 60_000

    await walls.tell()

    const fleet = await rows('kezhong_fleet')
    expect(fleet.map(({ online, offline, faulty, unknown, registered }) => [online, offline, faulty, unknown === registered])).toEqual([
      [0, 0, 0, true],
      [0, 0, 0, true],
    ])
    const down = Object.fromEntries((await rows('kezhong_device')).map((row) => [row.device, row]))
    expect(down.c3).toMatchObject({ state: 'unknown', cause: 'gateway', whose: 'platform', sinceMs: minute })
    expect(down.l1).toMatchObject({ cause: 'never-heard', whose: 'nobody' })
    expect(await rows('kezhong_platform')).toEqual([expect.objectContaining({ gatewayUp: 0, journalUp: 0 })])
  })

  it.each([
    ['the store is away', { ...healthyStatus, store: { name: 'influxdb', ok: false, since } }],
    ['the pipeline is late', { ...healthyStatus, lag: 500, lagMs: 61_000 }],
  ])('while %s call those online that speak, and those that do not unknown', async (_, pipeline) => {
    const { walls, rows, said } = await site()
    said.health = { ...healthy, pipeline }
    minute += 60_000

    await walls.tell()

    const [chargers] = (await rows('kezhong_fleet')).filter(({ kind }) => kind === 'charger')
    expect(chargers).toMatchObject({ online: 1, faulty: 1, sleeping: 1, offline: 0, unknown: 1 })
    said.health = healthy
    minute += 60_000
    await walls.tell()
    const [again] = (await rows('kezhong_fleet')).filter(({ kind }) => kind === 'charger')
    expect(again).toMatchObject({ offline: 1, unknown: 0 })
  })

  it('are dropped while InfluxDB is away, and are there again the minute it is back', async () => {
    const away = await startInflux()
    await away.kill()
    const { walls, bucket } = await site(away.url)

    expect(await walls.tell()).toBe(false)
    minute += 60_000
    expect(await walls.tell()).toBe(false)

    const back = await startInflux({ folder: away.folder, port: away.port })
    minute += 60_000
    expect(await walls.tell()).toBe(true)
    expect(await back.query('SELECT count(version) FROM kezhong_platform', bucket)).toMatchObject([{ count: 1 }])
  })

  it('are written by nobody with the embedded store', () => {
    expect(openWallWriter({ KZ_DATA: '/', KZ_INFLUX_ORG: 'kezhong', KZ_INFLUX_BUCKET: 'kezhong' })).toBeUndefined()
  })

  it('of ten thousand devices are a small part of a minute', async () => {
    const { register, database, walls, rows } = await site()
    register.database.change(() => {
      for (let each = 0; each < 10_000; each++) register.addDevice({ id: `many-${each}`, kind: 'charger', facility: 'station-1' })
    })
    database.exec('BEGIN')
    for (let each = 0; each < 10_000; each++) {
      heardOf({ database }, `many-${each}`, {
        state: each % 2 ? 'online' : 'lost',
        cause: 'reading',
        since,
        latest: { status: { value: 'available', ts: 1, quality: 'good' } },
      })
    }
    database.exec('COMMIT')
    minute += 60_000
    await walls.tell()
    minute += 60_000

    const begun = performance.now()
    await walls.tell()
    const took = performance.now() - begun

    const [chargers] = (await rows('kezhong_fleet')).filter(({ kind }) => kind === 'charger')
    expect(chargers).toMatchObject({ registered: 10_004, offline: 5_001 })
    console.log(`10,004 devices in ${Math.round(took)} ms`)
    expect(took).toBeLessThan(6_000)
  }, 60_000)
})
