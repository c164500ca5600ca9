import { type AddressInfo, connect } from 'node:net'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { StoreUnavailable } from '../../ingest/store/store.ts'
import { whenDone } from '../support/clean-up.ts'
import { waitFor } from '../support/wait-for.ts'
import { adminPassword, apiSite, entered } from './api-site.ts'

/** Everything that comes back until the other side closes. */
async function answerTo(port: number, sent: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  whenDone(() => socket.destroy())
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(sent)
  await waitFor(() => socket.closed, { what: 'the end of the connection' })
  return text
}

describe('problems', () => {
  it('speak the language asked for, else the one of the site', async () => {
    const { ask } = await apiSite()
    const messageIn = async (language: string) =>
      (await ask('GET', '/api/v1/devices/nobody', { headers: { 'accept-language': language } })).json().message

    expect(await messageIn('en')).toBe('there is no device nobody')
    expect(await messageIn('en-GB,en;q=0.9,zh;q=0.8')).toBe('there is no device nobody')
    for (const language of ['zh-CN,zh;q=0.9', 'en;q=0.5, zh-TW', 'en;q=0, *', 'fr', ''])
      expect(await messageIn(language)).toBe('没有设备 nobody')
  })

  it('are RFC 9457 documents', async () => {
    const { get } = await apiSite()

    const answer = await get('/api/v1/devices/nobody')
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': 'en',
      vary: 'accept-language',
    })
    expect(answer.json()).toEqual({
      type: 'urn:kezhong:problem:device-not-found',
      title: 'Not found',
      status: 404,
      code: 'device-not-found',
      message: 'there is no device nobody',
      hint: expect.stringContaining('GET /api/v1/devices'),
    })
  })

  it.each([
    ['GET', '/api/v1/device', {}, 404, 'route-not-found'],
    ['GET', '/', {}, 404, 'route-not-found'],
    ['DELETE', '/api/v1/devices', {}, 405, 'method-not-allowed'],
    ['GET', '/api/v1/devices/%zz', {}, 400, 'invalid-path'],
    ['GET', `/api/v1/devices/${'x'.repeat(300)}`, {}, 400, 'invalid-path'],
    ['POST', '/api/v1/facilities', { headers: { 'content-type': 'application/json' }, payload: '{"id":' }, 400, 'malformed-json'],
    [
      'POST',
      '/api/v1/facilities',
      { headers: { 'content-type': 'application/json' }, payload: '{"__proto__":{"x":1}}' },
      400,
      'reserved-name',
    ],
    [
      'POST',
      '/api/v1/facilities',
      { headers: { 'content-type': 'application/json' }, payload: '{"__proto__":{"x":1},}' },
      400,
      'malformed-json',
    ],
    ['POST', '/api/v1/facilities', { headers: { 'content-type': 'application/json' }, payload: '' }, 400, 'invalid-body'],
    ['POST', '/api/v1/facilities', { headers: { 'content-type': 'application/xml' }, payload: '<x/>' }, 415, 'unsupported-media-type'],
    ['POST', '/api/v1/facilities', { payload: { id: 'x'.repeat(1_100_000) } }, 413, 'body-too-large'],
    ['POST', '/api/v1/devices/import', { payload: { id: 'x' } }, 400, 'invalid-body'],
    ['GET', '/api/v1/devices?cursor=x!', {}, 400, 'invalid'],
    ['GET', '/api/v1/devices?state=online&cursor=x!', {}, 400, 'invalid-cursor'],
    ['GET', '/api/v1/quarantine?cursor=WzFd', {}, 400, 'invalid-cursor'],
  ] as const)('%s %s %j is answered %i %s', async (method, path, options, status, code) => {
    const { ask } = await apiSite()

    const answer = await ask(method, path, options)
    expect(answer.json()).toMatchObject({ status, code })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json().hint).toMatch(/\w/)
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it.each([
    ['a control character in a header', 'GET /health HTTP/1.1\r\nhost: x\r\nx: a\u0001b\r\n\r\n', 400, 'bad-request'],
    ['a control character in the path', 'GET /he\u0001alth HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'bad-request'],
    ['a method nobody knows', 'FOO /health HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'bad-request'],
    ['a path longer than any', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431, 'header-too-large'],
  ])('%s, which is no request to HTTP, gets a problem document too', async (_, sent, status, code) => {
    const { app } = await apiSite()
    await app.listen({ host: '127.0.0.1', port: 0 })

    const answer = await answerTo((app.server.address() as AddressInfo).port, sent)

    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head).toContain('content-type: application/problem+json')
    expect(head).toContain('x-content-type-options: nosniff')
    expect(JSON.parse(body)).toMatchObject({ status, code, message: expect.any(String), hint: expect.any(String) })
  })

  it('405 names the methods that are taken', async () => {
    const { ask } = await apiSite()

    const answer = await ask('DELETE', '/api/v1/devices/x/latest')
    expect(answer.headers.allow).toBe('GET, HEAD')
    expect(answer.json().hint).toBe('it takes GET, HEAD')
  })

  it.each([
    ['/api/v1/devices?limit=abc', 'limit', 'must be number', 'abc'],
    ['/api/v1/devices?limit=0', 'limit', 'must be at least 1', '0'],
    ['/api/v1/devices?limit=1001', 'limit', 'must be at most 1000', '1001'],
    ['/api/v1/devices?limit=1.5', 'limit', 'must be int', '1.5'],
    ['/api/v1/devices?status=online', 'status', 'status is not known here; did you mean state?', undefined],
    ['/api/v1/devices?Kind=charger', 'Kind', 'Kind is not known here; did you mean kind?', undefined],
    ['/api/v1/devices?state=onlin', 'state', /did you mean online\?$/, 'onlin'],
    ['/api/v1/devices?kind=a&kind=b', 'kind', 'must be string', 'list'],
    ['/api/v1/circles?recognised=yes', 'recognised', /^must be one of true, false/, 'yes'],
    ['/api/v1/ledger?from=yesterday', 'from', /^must be an instant/, 'yesterday'],
    ['/api/v1/ledger?from=2026-11-23', 'from', /^must be an instant/, '2026-11-23'],
    ['/api/v1/ledger?from=2026-11-23T08:00:00', 'from', /zone/, '2026-11-23T08:00:00'],
    ['/api/v1/ledger?from=2026-13-45T00:00:00Z', 'from', /^must be an instant/, '2026-13-45T00:00:00Z'],
    ['/api/v1/ledger?from=2000&to=1000', 'from', 'from is later than to', '1970-01-01T00:00:02.000Z'],
  ] as const)('%s names the fault', async (path, at, message, found) => {
    const { get } = await apiSite()

    const problem = (await get(path)).json()
    expect(problem).toMatchObject({ status: 400, code: 'invalid-query' })
    expect(problem.faults).toHaveLength(1)
    expect(problem.faults[0]).toMatchObject({ path: at, message: typeof message === 'string' ? message : expect.stringMatching(message) })
    expect(problem.faults[0].found).toBe(found)
  })

  it.each([
    ['/devices?kind=freezr', 'kind', 'Did you mean freezer?'],
    ['/devices?kind=', 'kind', 'There is no kind'],
    ['/devices?town=loudng', 'town', 'Did you mean loudong?'],
    ['/devices?state=lost&circle=huiyan', 'circle', 'Did you mean huiyang?'],
    ['/devices?facility=estate-1', 'facility', 'Did you mean estate-01?'],
    ['/devices?q=%00', 'q', 'must not contain control characters'],
    ['/devices?q=a%0a', 'q', 'must not contain control characters'],
    ['/facilities?q=%00', 'q', 'must not contain control characters'],
    ['/facilities?town=nope', 'town', 'There is no town nope.'],
    ['/facilities?kind=nope', 'kind', 'There is no kind of facility nope.'],
    ['/circles?town=nope', 'town', 'There is no town nope.'],
    ['/live?kind=nope', 'kind', 'There is no kind of facility nope.'],
    ['/live?device=nope', 'device', 'There is no device nope.'],
    ['/quarantine?code=wrong-typ', 'code', 'Did you mean wrong-type?'],
    ['/quarantine?kind=nope', 'kind', 'There is no kind of facility nope.'],
    ['/quarantine?device=c2', 'device', 'Did you mean c1?'],
    ['/ledger?device=c2', 'device', 'Did you mean c1?'],
    ['/ledger?kind=nope', 'kind', 'There is no kind of facility nope.'],
    ['/mappings?device=nope', 'device', 'There is no device nope.'],
  ])('%s is no clean answer: there is nothing of that name', async (path, at, message) => {
    const { get, register } = await apiSite()
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })

    const problem = (await get(`/api/v1${path}`)).json()

    expect(problem).toMatchObject({ status: 400, code: 'invalid-query', faults: [{ path: at, message: expect.stringContaining(message) }] })
  })

  it('names all that there is not at once', async () => {
    const { get } = await apiSite()

    const { faults } = (await get('/api/v1/devices?kind=a1&town=b1&circle=c1&facility=d1')).json()
    expect(faults.map(({ path }: { path: string }) => path)).toEqual(['kind', 'town', 'circle', 'facility'])
  })

  it('what is retired or only left traces stays askable', async () => {
    const site = await apiSite()
    const { get, register, database } = site
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-02' })
    register.retireDevice('c1')
    register.retireFacility('estate-02')
    entered(site, { device: 'gone', kind: 'kiosk', hour: 0, received: 2, stored: 2 })
    database
      .prepare(
        "INSERT INTO quarantine (id, seq, device, kind, received, topic, payload, code, path, expected, found, message, suggestion) VALUES ('j-1', 1, 'stranger', 'sauna', 1, 't', x'', 'old-code', NULL, NULL, NULL, '{\"zh\":\"一\",\"en\":\"a\"}', NULL)",
      )
      .run()

    for (const path of [
      'ledger?device=c1',
      'quarantine?device=c1',
      'quarantine?device=gone',
      'devices?facility=estate-02',
      'ledger?device=stranger',
    ])
      expect((await get(`/api/v1/${path}`)).statusCode, path).toBe(200)
    for (const path of ['ledger?device=gone', 'ledger?kind=kiosk']) expect((await get(`/api/v1/${path}`)).json().received, path).toBe(2)
    for (const path of ['device=stranger', 'kind=sauna', 'code=old-code'])
      expect((await get(`/api/v1/quarantine?${path}`)).json().items, path).toHaveLength(1)
  })

  it('a wrong body names each fault, and those of the register', async () => {
    const { ask } = await apiSite()

    const shape = (await ask('POST', '/api/v1/facilities', { payload: { id: 1, nam: 'x', town: 'shaxi', circles: 'a' } })).json()
    expect(shape.faults.map(({ path }: { path: string }) => path).sort()).toEqual(['circles', 'id', 'nam', 'name'])
    expect(shape.faults.find(({ path }: { path: string }) => path === 'nam').message).toContain('did you mean name?')

    const content = (await ask('POST', '/api/v1/facilities', { payload: { id: 'Ä', name: ' ', town: 'shaxi' } })).json()
    expect(content).toMatchObject({ status: 400, code: 'invalid' })
    expect(content.faults.map(({ path }: { path: string }) => path)).toEqual(['id', 'name'])

    const reference = (await ask('POST', '/api/v1/facilities', { payload: { id: 'f1', name: 'x', town: 'shaxy' } })).json()
    expect(reference).toMatchObject({ status: 400, code: 'invalid', faults: [{ path: 'town', message: expect.stringContaining('shaxi') }] })
  })

  it.each([
    ['POST', '/api/v1/devices', { id: 'Ä', kind: 'chargr', facility: 'estate-1', extra: 1 }, ['extra', 'facility', 'id', 'kind']],
    ['POST', '/api/v1/devices', { id: 'c0', kind: 7, facility: 'estate-1' }, ['facility', 'id', 'kind']],
    ['POST', '/api/v1/devices', { id: 'Ä', kind: 'chargr', facility: 'estate-1' }, ['facility', 'id', 'kind']],
    [
      'POST',
      '/api/v1/facilities',
      { id: 'Ä', name: '', town: 'shaxy', circles: ['nope'], longitude: 'x', latitude: 91 },
      ['circles', 'id', 'latitude', 'longitude', 'name', 'town'],
    ],
    [
      'PATCH',
      '/api/v1/facilities/estate-01',
      { nam: 'x', town: 'shaxy', households: -1, latitude: 'x' },
      ['households', 'latitude', 'nam', 'town'],
    ],
  ] as const)('%s %s %j names all that is wrong at once', async (method, path, payload, faults) => {
    const { ask, register } = await apiSite()
    register.addDevice({ id: 'c0', kind: 'charger', facility: 'estate-01' })

    const problem = (await ask(method, path, { payload, headers: { 'accept-language': 'zh' } })).json()

    expect(problem.status).toBe(400)
    expect(problem.faults.map((fault: { path: string }) => fault.path).sort()).toEqual(faults)
    for (const { message } of problem.faults) expect(message).toMatch(/\p{Script=Han}/u)
  })

  it('a store that is away is 503 with its hint, and asks to come again', async () => {
    const { get, register, said } = await apiSite()
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })
    const away = async () => {
      throw new StoreUnavailable('InfluxDB refused the token', { hint: { zh: '请检查 KZ_INFLUX_TOKEN', en: 'check KZ_INFLUX_TOKEN' } })
    }
    said.store = { readings: away, events: away, series: away, rows: away, eventsOnward: away, statesOnward: away, rollups: away }

    for (const path of ['readings', 'events', 'series?fields=power']) {
      const answer = await get(`/api/v1/devices/c1/${path}`)
      expect(answer.json()).toMatchObject({ status: 503, code: 'store-unavailable', hint: 'check KZ_INFLUX_TOKEN' })
      expect(answer.headers['retry-after']).toBe('5')
      expect(answer.body).not.toContain('refused the token')
    }
  })

  it('a full disk is 503 for whatever would be written: signing in, a token, a facility; reading goes on', async () => {
    const { app, ask, accounts, register } = await apiSite()
    await ask('GET', '/api/v1/towns')
    // SQLite answers as on a full disk when the file may not grow.
    for (const { database } of [register, accounts] as unknown as Pick<typeof register, 'database'>[])
      database.get('PRAGMA max_page_count = 1')
    const long = 'x'.repeat(100)
    const untilFull = (write: (i: number) => unknown) => () => Array.from({ length: 2_000 }, (_, i) => write(i))
    expect(untilFull(() => accounts.createSession('admin', 60_000))).toThrow(/full/)
    expect(untilFull(() => accounts.createToken({ name: long, role: 'reviewer' }))).toThrow(/full/)
    expect(untilFull((i) => register.addFacility({ id: `f${i}`, name: long, town: 'shaxi', operator: long }))).toThrow(/full/)

    const answers = [
      await app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers: { 'accept-language': 'en' },
        payload: { user: 'admin', password: adminPassword },
      }),
      await ask('POST', '/api/v1/tokens', { payload: { name: long, role: 'reviewer' } }),
      await ask('POST', '/api/v1/facilities', { payload: { id: 'one-more', name: long, town: 'shaxi', operator: long } }),
    ]

    for (const answer of answers) {
      expect(answer.json()).toMatchObject({ status: 503, code: 'disk-full', hint: expect.stringContaining('KZ_DATA') })
      expect(answer.headers['retry-after']).toBe('30')
    }
    expect((await ask('GET', '/api/v1/facilities')).statusCode).toBe(200)
  })

  it('a fault of ours is 500 with a number to find it by, and tells nothing of the inside', async () => {
    const lines: string[] = []
    const log = pino({}, { write: (line: string) => void lines.push(line) })
    const { ask, register, said } = await apiSite({ log })
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })
    const broken = async () => {
      throw new TypeError('x of undefined at /some/path')
    }
    said.store = {
      readings: broken,
      events: broken,
      series: broken,
      rows: broken,
      eventsOnward: broken,
      statesOnward: broken,
      rollups: broken,
    }

    const answer = await ask('GET', '/api/v1/devices/c1/readings', { headers: { cookie: 'kz_session=secret' } })
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal', hint: expect.stringMatching(/^the request is req-/) })
    expect(answer.body).not.toContain('/some/path')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('x of undefined')
    expect(lines[0]).not.toMatch(/secret|Bearer|kz_/)
  })
})
