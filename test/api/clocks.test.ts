import { beforeEach, describe, expect, it, test } from 'vitest'
import type { ClockRecord } from '../../ingest/clock/clock-record.ts'
import { setClockPolicy } from '../../register/clock-policies.ts'
import { arrivals, diagnosed, hour, minute } from '../clock/life-of-a-device.ts'
import { type ApiSite, apiSite, heardOf } from './api-site.ts'

const now = Date.UTC(2026, 10, 23)

let site: ApiSite

/** What the pipeline has learned of a clock that is ahead by so much, and gains so much an hour. */
function clockAhead(ms: number, gain = 0): ClockRecord {
  const first = Date.UTC(2026, 2, 1)
  const { clock } = diagnosed(
    arrivals({ hours: gain === 0 ? 1 : 6, everyMs: minute, shows: (real) => real + ms + ((real - first) * gain) / hour }),
  )
  return { ...clock, corrected: 7 }
}

beforeEach(async () => {
  site = await apiSite({ now: () => now })
  const clocks = { a: clockAhead(0), b: clockAhead(8 * hour), c: clockAhead(12 * minute), d: clockAhead(0, 1_000), e: undefined }
  for (const [id, clock] of Object.entries(clocks)) {
    site.register.addDevice({ id, kind: id === 'c' ? 'freezer' : 'charger', facility: id === 'd' ? 'estate-02' : 'estate-01' })
    if (clock) heardOf(site, id, { state: 'online', since: now, cause: 'reading', clock })
  }
})

const put = async (
  id: string,
  payload: object,
  { role = 'engineer' as const, language = 'en' }: { role?: 'engineer' | 'operator'; language?: string } = {},
) => {
  const { token } = site.accounts.createToken({ name: 'bench', role })
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language }
  return site.app.inject({ method: 'PUT', url: `/api/v1/devices/${id}/clock`, payload, headers })
}

const listed = async (query = '') => {
  const { items } = (await site.get(`/api/v1/clocks${query}`)).json()
  return (items as { device: string }[]).map(({ device }) => device)
}

describe('the clock of a device', () => {
  it('says the cause, what was seen, what to do, and the figures', async () => {
    expect((await site.get('/api/v1/devices/b/clock')).json()).toEqual({
      policy: 'accept',
      cause: 'zone',
      name: { zh: '时区错误', en: 'Wrong zone' },
      message: {
        zh: '设备时间比收到时间快 8 小时 0 分 0 秒，把当地时间（UTC+08:00）当作 UTC 发送。',
        en: 'The time of the device is 8 h 0 min 0 s ahead of receipt, local time (UTC+08:00) is sent as UTC.',
      },
      cure: { zh: expect.stringContaining('更正时区'), en: expect.stringContaining('Correct the zone') },
      since: '2026-03-01T00:02:00.200Z',
      offsetMs: 8 * hour - 200,
      at: '2026-03-01T00:59:00.200Z',
      steadyOffsetMs: 8 * hour - 200,
      corrected: 7,
    })
    expect((await site.get('/api/v1/devices/d/clock')).json()).toMatchObject({
      cause: 'drift',
      driftMsPerHour: expect.closeTo(1_000, -2),
      message: { en: expect.stringMatching(/^The clock gains 1 s an hour/) },
    })
  })

  it('that is not known says so', async () => {
    expect((await site.get('/api/v1/devices/e/clock')).json()).toMatchObject({ policy: 'accept', cause: 'unknown', corrected: 0 })
    expect((await site.get('/api/v1/devices/x/clock')).json()).toMatchObject({ status: 404, code: 'device-not-found' })
  })

  it('has a policy, an engineer’s to set, that says who set it and when', async () => {
    const first = await put('b', { policy: 'correct' })

    expect(first.statusCode).toBe(200)
    expect(first.json()).toMatchObject({ policy: 'correct', changed: '2026-11-23T00:00:00.000Z', author: 'bench', cause: 'zone' })
    expect((await site.get('/api/v1/devices/b/clock')).json()).toEqual(first.json())
    expect((await site.get('/api/v1/devices/b/latest')).json()).toMatchObject({ clock: { cause: 'zone', policy: 'correct', corrected: 7 } })
    expect((await put('b', { policy: 'accept' }, { role: 'operator' })).json()).toMatchObject({ status: 403, code: 'not-allowed' })
    expect((await put('x', { policy: 'accept' })).json()).toMatchObject({ status: 404, code: 'device-not-found' })
    expect((await put('b', { policy: 'ignore' })).json()).toMatchObject({ status: 400, code: 'invalid-body', faults: [{ path: 'policy' }] })
  })

  it('makes no new version of the register when the policy stays', async () => {
    await put('b', { policy: 'correct' })
    const version = site.register.version()
    await put('b', { policy: 'correct' })

    expect(site.register.version()).toBe(version)
    setClockPolicy(site.register, 'b', 'accept')
    expect(site.register.version()).toBeGreaterThan(version)
  })
})

describe('the list of clocks', () => {
  it('has those that are wrong, and those that are not left to the ordinary rules', async () => {
    expect(await listed()).toEqual(['b', 'c', 'd'])
    await put('a', { policy: 'quarantine' })

    expect(await listed()).toEqual(['a', 'b', 'c', 'd'])
  })

  test.each([
    ['?cause=zone', ['b']],
    ['?cause=right', ['a']],
    ['?cause=unknown', ['e']],
    ['?policy=correct', ['e']],
    ['?policy=accept', ['b', 'c', 'd']],
    ['?kind=freezer', ['c']],
    ['?town=shaxi', ['d']],
    ['?facility=estate-01', ['b', 'c', 'e']],
    ['?circle=huiyang&kind=charger', ['b', 'e']],
    ['?q=b', ['b']],
  ])('can be narrowed: %s', async (query, devices) => {
    await put('e', { policy: 'correct' })

    expect(await listed(query)).toEqual(devices)
  })

  it('comes in pages', async () => {
    const pages: string[][] = []
    let cursor = ''
    do {
      const { items, next } = (await site.get(`/api/v1/clocks?limit=2${cursor}`)).json() as { items: { device: string }[]; next?: string }
      pages.push(items.map(({ device }) => device))
      cursor = next === undefined ? '' : `&cursor=${next}`
    } while (cursor)

    expect(pages).toEqual([['b', 'c'], ['d']])
    expect((await site.get('/api/v1/clocks')).json().items[0]).toMatchObject({
      device: 'b',
      kind: 'charger',
      facility: 'estate-01',
      town: 'loudong',
    })
  })

  it('names what is not known in a query', async () => {
    expect((await site.get('/api/v1/clocks?cause=slow')).json()).toMatchObject({ status: 400, code: 'invalid-query' })
    expect((await site.get('/api/v1/clocks?kind=fridge')).json()).toMatchObject({ status: 400, faults: [{ path: 'kind' }] })
    expect((await site.get('/api/v1/clocks?cursor=x')).json()).toMatchObject({ status: 400, code: 'invalid-cursor' })
  })
})

test('the metrics count devices by their clocks', async () => {
  const { payload } = await site.ask('GET', '/metrics')

  expect(payload).toContain('kezhong_device_clocks{cause="zone"} 1')
  expect(payload).toContain('kezhong_device_clocks{cause="right"} 1')
  expect(payload).toContain('kezhong_device_clocks{cause="jumps"} 0')
})
