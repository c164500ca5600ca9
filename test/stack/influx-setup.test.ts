import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { daysKept, retentionFault } from '../../ingest/store/influx/retention.ts'
import { query } from '../../ingest/store/influx/server.ts'
import { authenticationOff } from '../../ingest/store/influx/setup/sentences.ts'
import { setUpInflux } from '../../ingest/store/influx/setup/set-up.ts'
import { whenDone } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { startInfluxThree } from './influx-three.ts'
import { startInfluxTwo } from './influx-two.ts'
import { keysInMemory, planFor } from './keys-in-memory.ts'

describe('InfluxDB 1.x', () => {
  it('with authentication gets databases, retention and users with no more rights than they need, and may be set up again', async () => {
    const { url } = await startInflux({ env: { INFLUXDB_HTTP_AUTH_ENABLED: 'true' } })
    const keys = keysInMemory()
    const plan = planFor(url, 'root:correct horse')
    await setUpInflux(plan, keys)
    const made = new Map(keys.all)
    await setUpInflux({ ...plan, days: 3 }, keys)
    const as = (token: string | undefined, statement: string, bucket = 'kezhong') => query({ url, token, org: '', bucket }, statement)

    expect(keys.all).toEqual(made)
    const policies = async (database: string) => (await as(plan.adminToken, `SHOW RETENTION POLICIES ON "${database}"`)).rows
    expect((await policies('kezhong')).map((row) => row.slice(0, 3))).toEqual([['autogen', '72h0m0s', '24h0m0s']])
    expect((await policies('kezhong_rollup')).map((row) => row.slice(0, 2))).toEqual([['autogen', '0s']])
    await expect(as(keys.all.get('grafana'), 'SHOW MEASUREMENTS', 'kezhong_rollup')).resolves.toBeDefined()
    await expect(as(keys.all.get('grafana'), 'DROP MEASUREMENT "x"')).rejects.toThrow()
    await expect(as(keys.all.get('ingest'), 'SHOW MEASUREMENTS')).resolves.toBeDefined()
    await expect(as(keys.all.get('ingest'), 'SHOW USERS')).rejects.toThrow()

    const asked = (adminToken: string) => setUpInflux(planFor(url, adminToken), keysInMemory())
    const administrator = { name: 'SetupFault', hint: { en: expect.stringContaining('KZ_INFLUX_ADMIN_TOKEN'), zh: expect.any(String) } }
    await expect(asked('root:wrong horse')).rejects.toMatchObject(administrator)
    await expect(asked('nobody:correct horse')).rejects.toMatchObject(administrator)
    await expect(asked(keys.all.get('grafana') ?? '')).rejects.toMatchObject(administrator)
    await expect(asked('a-token-of-2.x')).rejects.toMatchObject({ hint: { en: expect.stringContaining('user:password') } })
  })

  it('makes the password of a user again that somebody changed', async () => {
    const { url } = await startInflux({ env: { INFLUXDB_HTTP_AUTH_ENABLED: 'true' } })
    const keys = keysInMemory()
    const plan = planFor(url, 'root:correct horse')
    await setUpInflux(plan, keys)
    const ask = (token: string | undefined, statement: string) => query({ url, token, org: '', bucket: 'kezhong' }, statement)
    await ask(plan.adminToken, `SET PASSWORD FOR "kezhong-ingest" = 'another'`)

    expect(await setUpInflux(plan, keys)).toMatchObject({ warnings: [] })

    await expect(ask(keys.all.get('ingest'), 'SHOW MEASUREMENTS')).resolves.toBeDefined()
  })

  it('that asks nobody who he is, is set up and told of', async () => {
    const { url, query: ask } = await startInflux()

    expect(await setUpInflux(planFor(url, 'root:correct horse'), keysInMemory())).toMatchObject({ warnings: [authenticationOff] })

    expect((await ask('SHOW DATABASES')).map(({ name }) => name)).toEqual(expect.arrayContaining(['kezhong', 'kezhong_rollup']))
  })
})

it('what keeps readings for another time than KZ_READINGS_DAYS is warned of, and nothing else', async () => {
  const { url, query: ask } = await startInflux()
  const settings = { url, org: '', bucket: 'kezhong' }
  await ask('CREATE DATABASE "kezhong"')
  expect(retentionFault(await daysKept(settings), 400)?.en).toContain('for ever, and not 400 days')

  await ask('ALTER RETENTION POLICY "autogen" ON "kezhong" DURATION 30d')
  expect(retentionFault(await daysKept(settings), 400)).toEqual({
    zh: expect.stringContaining('30 天'),
    en: expect.stringContaining('30 days, and not 400'),
  })
  expect(retentionFault(await daysKept(settings), 30)).toBeUndefined()
  expect(retentionFault(undefined, 30)).toBeUndefined()
})

describe('InfluxDB 2.x, as its API is documented', () => {
  it('gets organisation, buckets, mappings and tokens with no more rights than they need, once', async () => {
    const server = await startInfluxTwo()
    const keys = keysInMemory()
    await setUpInflux(planFor(server.url, 'operator'), keys)
    const made = new Map(keys.all)
    await setUpInflux(planFor(server.url, 'operator'), keys)

    expect(keys.all).toEqual(made)
    expect(server.buckets).toMatchObject([
      { name: 'kezhong', retentionRules: [{ everySeconds: 400 * 86_400 }] },
      { name: 'kezhong_rollup', retentionRules: [] },
    ])
    expect(server.mappings).toMatchObject([
      { database: 'kezhong', bucketID: server.buckets[0]?.id, default: true, retention_policy: 'autogen' },
      { database: 'kezhong_rollup', bucketID: server.buckets[1]?.id, default: true },
    ])
    const rights = server.authorizations.map(({ token, permissions }) => [
      token,
      permissions.map(({ action, resource }) => `${action} ${resource.id}`),
    ])
    expect(rights).toEqual([
      [keys.all.get('ingest'), ['read b1', 'write b1', 'read b2', 'write b2']],
      [keys.all.get('grafana'), ['read b1', 'read b2']],
    ])
  })

  it('changes the retention when the days change, and makes tokens again for a server that was made anew', async () => {
    const first = await startInfluxTwo()
    const keys = keysInMemory()
    await setUpInflux(planFor(first.url, 'operator'), keys)
    await setUpInflux({ ...planFor(first.url, 'operator'), days: 30 }, keys)
    expect(first.buckets[0]).toMatchObject({ retentionRules: [{ everySeconds: 30 * 86_400 }] })

    const second = await startInfluxTwo()
    await setUpInflux(planFor(second.url, 'operator'), keys)

    expect(second.authorizations.map(({ token }) => token)).toEqual([...keys.all.values()])
  })

  it('says what to do when the token is not its own', async () => {
    const { url } = await startInfluxTwo()
    await setUpInflux(planFor(url, 'operator'), keysInMemory())

    await expect(setUpInflux(planFor(url, 'another'), keysInMemory())).rejects.toMatchObject({
      hint: { en: expect.stringContaining('token') },
    })
  })

  it('says which setting is wrong when its organisation is another', async () => {
    const { url } = await startInfluxTwo()
    await setUpInflux(planFor(url, 'operator'), keysInMemory())

    await expect(setUpInflux({ ...planFor(url, 'operator'), org: 'elsewhere' }, keysInMemory())).rejects.toMatchObject({
      hint: { en: expect.stringContaining('KZ_INFLUX_ORG') },
    })
  })
})

describe.each(['rows', 'names'] as const)('InfluxDB 3.x that lists its databases as %s, as its API is documented', (listedAs) => {
  it('gets databases once, and gives everybody the token it has', async () => {
    const server = await startInfluxThree({ token: 'apiv3_one', listedAs })
    const keys = keysInMemory()
    expect(await setUpInflux(planFor(server.url, 'apiv3_one'), keys)).toMatchObject({ warnings: [] })
    const { warnings } = await setUpInflux(planFor(server.url, 'apiv3_one'), keys)

    expect(server.databases).toEqual([{ db: 'kezhong', retention_period: '400d' }, { db: 'kezhong_rollup' }])
    expect([...keys.all.values()]).toEqual(['apiv3_one', 'apiv3_one'])
    expect(warnings.map(({ en }) => en).join()).toContain('KZ_READINGS_DAYS')
  })

  it('gets a token that was made anew passed on, and says so of one it does not know', async () => {
    const server = await startInfluxThree({ token: 'apiv3_one', listedAs })
    const keys = keysInMemory()
    await setUpInflux(planFor(server.url, 'apiv3_one'), keys)
    server.takeOnly('apiv3_two')

    await expect(setUpInflux(planFor(server.url, 'apiv3_one'), keys)).rejects.toMatchObject({
      hint: { en: expect.stringContaining('KZ_INFLUX_ADMIN_TOKEN') },
    })
    await setUpInflux(planFor(server.url, 'apiv3_two'), keys)
    expect([...keys.all.values()]).toEqual(['apiv3_two', 'apiv3_two'])
  })
})

it('what is no InfluxDB is said to be none', async () => {
  const site = createServer((_, response) => response.end('<html>Welcome</html>'))
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  whenDone(() => void site.close())
  const { port } = site.address() as AddressInfo

  await expect(setUpInflux(planFor(`http://127.0.0.1:${port}`, 'operator'), keysInMemory())).rejects.toMatchObject({
    hint: { en: expect.stringContaining('KZ_INFLUX_URL') },
  })
})
