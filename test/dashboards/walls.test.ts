// Overview and task board: each of their queries on a real influxd that holds what we write for walls, and indicators.
import { join } from 'node:path'
import { pino } from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { platformRules } from '../../dashboards/grafana/alerts/platform-rules.ts'
import { overview } from '../../dashboards/grafana/overview.ts'
import { panelsOf } from '../../dashboards/grafana/panels-of.ts'
import { demoSite } from '../../dashboards/grafana/site.ts'
import { tasks } from '../../dashboards/grafana/tasks.ts'
import { builtIn } from '../../facilities/catalogue.ts'
import { kinds } from '../../facilities/kinds.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { Fleet } from '../../ingest/fleet/fleet.ts'
import { platformWatch } from '../../ingest/fleet/platform.ts'
import { Walls } from '../../ingest/fleet/walls.ts'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import { openWallWriter } from '../../ingest/store/open-store.ts'
import type { Point } from '../../ingest/store/store.ts'
import { Register } from '../../register/register.ts'
import { indicatorTitles } from '../../seeds/indicators.ts'
import { healthyGateway, healthyStatus, heardOf } from '../api/api-site.ts'
import { type InfluxServer, startInflux } from '../support/influx-server.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { queriesOf } from './city-queries.ts'
import { filledIn } from './filled-in.ts'

const bucket = 'kezhong'
const month = Date.UTC(2026, 9, 31, 16)
let influx: InfluxServer
let now = 0

beforeAll(async () => {
  influx = await startInflux()
  const folder = await tempFolder()
  const register = new Register(join(folder, 'register.sqlite'))
  register.start()
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  register.addFacility({ id: 'station-1', name: '一号站', town: 'shaxi', latitude: 31.5, longitude: 121.1 })
  register.addFacility({ id: 'estate-1', name: '惠阳小区', town: 'loudong', circles: ['huiyang'] })
  register.addDevice({ id: 'c1', kind: 'charger', facility: 'station-1' })
  register.addDevice({ id: 'c2', kind: 'charger', facility: 'station-1' })
  register.addDevice({ id: 'l1', kind: 'locker', facility: 'estate-1' })
  heardOf({ database }, 'c1', { state: 'online', cause: 'reading', since: 1 })
  heardOf({ database }, 'c2', { state: 'lost', cause: 'connection-broke', since: 5 })
  const health = () => ({ gateway: healthyGateway, pipeline: healthyStatus })
  const writer = openWallWriter({ KZ_DATA: folder, KZ_INFLUX_URL: influx.url, KZ_INFLUX_ORG: 'kezhong', KZ_INFLUX_BUCKET: bucket })
  if (!writer) throw new Error('no writer')
  now = Date.now()
  for (const at of [now - 60_000, now]) {
    const walls = new Walls({
      ...{ writer, catalogue: builtIn, log: pino({ level: 'silent' }), now: () => at },
      fleet: new Fleet({ register, ingestDatabase: database, health }),
      usedToday: () => new Set(['c1']),
      platform: platformWatch({
        ...{ health, facts: () => undefined, nodeRedUp: () => true, timezone: 'Asia/Shanghai', version: '1' },
        ledgerSince: async () => ({ received: 10, stored: 7, duplicate: 1, quarantined: 1, pending: 1, balanced: true }),
      }),
    })
    expect(await walls.tell()).toBe(true)
  }
  const store = new InfluxStore({ url: influx.url, org: '', bucket, kinds: builtIn })
  await store.write(indicatorTitles.flatMap(({ id, direction }, index) => pointsOf(id, direction === 'band', index)))
  database.close()
  register.stop()
})

function pointsOf(device: string, isBand: boolean, index: number): Point[] {
  const lines = isBand ? { targetLow: 1, targetHigh: 2 } : { target: 90, warning: 80 }
  const of = (event: string, town: string, value: number): Point => ({
    ...{ table: 'indicator', kind: '', device, event, ts: month, n: 0, received: month, quality: 'good' },
    fields: { value, coverage: 0.99, status: 'met', revision: 0, gap: 1, ...(event === 'month' ? lines : {}) },
    place: { facility: '', circle: '', town },
  })
  return [of('month', '', 90 + index / 10), of('day', '', 91), of('month', 'shaxi', 70), of('month', 'loudong', 80)]
}

const chosen = { scope: ['city'], indicator: ['12-1'] }
const range = () => ({ from: month - 400 * 86_400_000, to: now + 1_000 })
const ask = (text: string) => influx.query(filledIn(text, { ...range(), chosen }), bucket)
const overviewQueries = (title: string) => queriesOf(overview(kinds, 'en', demoSite)).filter(({ panel }) => panel === title)

describe.each([
  ['overview', overview],
  ['tasks', tasks],
] as const)('the %s board', (_, make) => {
  const queries = queriesOf(make(kinds, 'zh', demoSite))

  it('asks with the same queries in both languages', () => {
    const inEnglish = queriesOf(make(kinds, 'en', demoSite))
    expect(inEnglish.map(({ source, text }) => [source, text.replaceAll('causeEn', 'causeZh')])).toEqual(
      queries.map(({ source, text }) => [source, text]),
    )
  })

  it('gets rows for each of its queries', async () => {
    const without: string[] = []
    for (const { panel, text } of queries) if ((await ask(text)).length === 0) without.push(`${panel}: ${text}`)
    expect(queries.length).toBeGreaterThan(15)
    expect(without).toEqual([])
  }, 30_000)
})

describe('what the overview shows', () => {
  it('is the platform well, each device counted once, and what is down with its cause', async () => {
    const one = async (title: string) => (await ask(overviewQueries(title)[0]?.text ?? ''))[0]

    expect(await one('How we are')).toMatchObject({ up: 1 })
    expect(await one('Registered')).toMatchObject({ registered: 3 })
    expect(await one('Offline')).toMatchObject({ offline: 1 })
    expect(await one('Unknown')).toMatchObject({ unknown: 1 })
    const down = await ask(overviewQueries('What is down, since when, whose fault')[0]?.text ?? '')
    expect(down.map(({ device, state, whose, sinceMs }) => [device, state, whose, sinceMs])).toEqual(
      expect.arrayContaining([
        ['c2', 'offline', 'line', 5],
        ['l1', 'unknown', 'nobody', expect.any(Number)],
      ]),
    )
    const markers = await ask(overviewQueries('Facilities')[0]?.text ?? '')
    expect(markers).toEqual([expect.objectContaining({ name: '一号站', latitude: 31.5, longitude: 121.1, level: 1, devices: 2 })])
  })

  it('is of the last three minutes, so that what stands still is not taken for now', () => {
    const banner = panelsOf(overview(kinds, 'en', demoSite)).find(({ title }) => title === 'How we are')
    expect(banner?.timeFrom).toBe('3m')
  })
})

describe('what the task board shows', () => {
  it('is each indicator of the scope with its lines, and the towns of the one chosen', async () => {
    const [status, ranking] = queriesOf(tasks(kinds, 'en', demoSite))
    expect((await ask(status?.text ?? ''))[0]).toMatchObject({ value: 90, target: 90, warning: 80, status: 'met' })
    expect((await ask(ranking?.text ?? ''))[0]).toMatchObject({ value: 80 })
  })
})

it('the alert rules name no field and no tag of the points for walls that is not there', async () => {
  const asked = platformRules.flatMap(({ uid, data }) => data.map(({ model }) => ({ uid, text: String(model.query ?? '') })))
  const keys = async (measurement: string) => [
    ...(await influx.query(`SHOW FIELD KEYS FROM ${measurement}`, bucket)).map(({ fieldKey }) => fieldKey),
    ...(await influx.query(`SHOW TAG KEYS FROM ${measurement}`, bucket)).map(({ tagKey }) => tagKey),
  ]
  const missing: string[] = []
  for (const { uid, text } of asked.filter(({ text }) => text.includes('kezhong_'))) {
    const [measurement = ''] = text.match(/kezhong_\w+/) ?? []
    const made = [...text.matchAll(/AS "(\w+)"/g)].map(([, name]) => name)
    const known = new Set<unknown>([...(await keys(measurement)), ...made, measurement])
    for (const [, name] of text.matchAll(/"(\w+)"/g)) if (!known.has(name)) missing.push(`${uid}: ${name}`)
  }

  expect(asked.filter(({ text }) => text.includes('kezhong_')).length).toBeGreaterThan(8)
  expect(missing).toEqual([])
})
