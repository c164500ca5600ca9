import { describe, expect, it } from 'vitest'
import { apiSite, heardOf } from './api-site.ts'

describe('places and tasks', () => {
  it('are the eight towns, the zones, the circles of the site and all 23 tasks', async () => {
    const { get } = await apiSite()

    const towns = (await get('/api/v1/towns')).json()
    expect(towns.items).toHaveLength(8)
    expect(towns.items[0]).toMatchObject({ id: 'chengxiang', name: { zh: '城厢镇' }, centre: { estimated: false } })
    expect(towns.zones.length).toBeGreaterThan(0)
    expect((await get('/api/v1/circles?recognised=true')).json().items.map(({ id }: { id: string }) => id)).toContain('huiyang')
    expect((await get('/api/v1/circles?town=shaxi&recognised=true')).json().items).toEqual([])
    const tasks = (await get('/api/v1/tasks')).json()
    expect(tasks.items.map(({ no }: { no: number }) => no)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1))
    expect(tasks.items.every(({ units, namesTowns }: { units: object[]; namesTowns: boolean }) => units.length > 0 || namesTowns)).toBe(
      true,
    )
    expect((await get('/api/v1/tasks/7')).json()).toEqual(tasks.items[6])
    expect((await get('/api/v1/tasks/24')).json()).toMatchObject({ status: 404, code: 'task-not-found' })
  })

  it('kinds tell labels, units, limits and JSON Schemas', async () => {
    const { get } = await apiSite()

    const kinds = (await get('/api/v1/kinds')).json().items
    expect(kinds.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['locker', 'vending', 'store', 'charger', 'freezer', 'meter']),
    )
    const charger = (await get('/api/v1/kinds/charger')).json()
    expect(kinds).toContainEqual(charger)
    expect(charger).toMatchObject({
      label: { zh: '充电桩', en: 'EV charger' },
      everyMs: 15_000,
      fields: {
        power: { type: 'gauge', unit: 'kW', limits: [0, 1_000] },
        status: { type: 'state', values: { charging: { en: 'Charging' } } },
      },
      events: { session: { schema: { properties: { energyKwh: { type: 'number' } } } } },
      alarms: { overheating: { severity: 'critical', when: { field: 'temperature', above: 85 } } },
      schema: { properties: { energy: { type: 'number' } } },
      service: [{ field: 'status' }],
      roles: { availability: 'port', energy: { field: 'energy', as: 'delivered' } },
    })
    expect((await get('/api/v1/kinds/tractor')).json()).toMatchObject({ code: 'kind-not-found', hint: expect.stringContaining('charger') })
  })
})

describe('facilities', () => {
  it('are registered, found, changed and retired', async () => {
    const { ask, get } = await apiSite()

    const added = await ask('POST', '/api/v1/facilities', {
      payload: { id: 'f1', name: '新小区', town: 'loudong', circles: ['huiyang'], households: 300 },
    })
    expect(added.statusCode).toBe(201)
    expect(added.headers.location).toBe('/api/v1/facilities/f1')
    expect(added.json()).toMatchObject({
      id: 'f1',
      circles: ['huiyang'],
      households: 300,
      demo: false,
      created: expect.stringMatching(/Z$/),
    })

    expect((await ask('PATCH', '/api/v1/facilities/f1', { payload: { households: null, operator: '某物业' } })).json()).toEqual({
      ...added.json(),
      households: undefined,
      operator: '某物业',
    })
    expect((await get('/api/v1/facilities?town=loudong&q=新')).json().items.map(({ id }: { id: string }) => id)).toEqual(['f1'])

    expect((await ask('POST', '/api/v1/facilities/f1/retire')).json()).toMatchObject({ retired: expect.stringMatching(/Z$/) })
    expect((await get('/api/v1/facilities?q=f1')).json().items).toEqual([])
    expect((await get('/api/v1/facilities?retired=true')).json().items).toHaveLength(1)
    expect((await get('/api/v1/facilities/f1')).json()).toMatchObject({ id: 'f1' })
  })

  it('are not registered twice, and not retired while devices stand there', async () => {
    const { ask, register } = await apiSite()
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })

    expect((await ask('POST', '/api/v1/facilities', { payload: { id: 'estate-01', name: 'x', town: 'shaxi' } })).json()).toMatchObject({
      status: 409,
      code: 'exists',
    })
    expect((await ask('POST', '/api/v1/facilities/estate-01/retire')).json()).toMatchObject({ status: 409, code: 'in-use' })
    expect((await ask('PATCH', '/api/v1/facilities/nowhere', { payload: { name: 'x' } })).json()).toMatchObject({
      status: 404,
      code: 'not-found',
    })
  })

  it('are imported all or nothing', async () => {
    const { ask, get } = await apiSite()
    const headers = { 'content-type': 'text/csv' }

    const wrong = await ask('POST', '/api/v1/facilities/import', { headers, payload: 'id,name,town\nf1,一,shaxi\nf2,二,nowhere\n' })
    expect(wrong.json()).toMatchObject({ status: 400, code: 'import-refused', faults: [{ path: 'row 3, town' }] })
    expect((await get('/api/v1/facilities/f1')).statusCode).toBe(404)
    const right = await ask('POST', '/api/v1/facilities/import', { headers, payload: 'id,name,town\nf1,一,shaxi\n' })
    expect(right.json()).toEqual({ added: 1, changed: 0 })
  })
})

describe('devices', () => {
  it('are registered with credentials that open the broker, shown once', async () => {
    const { ask, get, register } = await apiSite()

    const added = await ask('POST', '/api/v1/devices', {
      payload: { id: 'c1', kind: 'charger', facility: 'estate-01', model: 'X', vendor: 'Y' },
    })
    expect(added.statusCode).toBe(201)
    const { device, credentials } = added.json()
    expect(device).toMatchObject({
      id: 'c1',
      facility: 'estate-01',
      town: 'loudong',
      circles: ['huiyang'],
      model: 'X',
      state: 'unknown',
      cause: 'never-heard',
      causeText: { en: 'nothing has been heard of it yet' },
    })
    expect(device).not.toHaveProperty('lastSeen')
    expect(await register.verifyCredential(credentials.username, credentials.password)).toBe('ok')
    expect((await get('/api/v1/devices/c1')).body).not.toContain(credentials.password)

    const rotated = (await ask('POST', '/api/v1/devices/c1/credentials')).json().credentials
    expect(await register.verifyCredential('c1', credentials.password)).toBe('wrong')
    expect(await register.verifyCredential('c1', rotated.password)).toBe('ok')
  })

  it('name what is wrong with them', async () => {
    const { ask } = await apiSite()

    expect((await ask('POST', '/api/v1/devices', { payload: { id: 'c1', kind: 'chargr', facility: 'estate-01' } })).json()).toMatchObject({
      status: 400,
      code: 'invalid',
      faults: [{ path: 'kind', message: expect.stringContaining('charger') }],
    })
    for (const path of ['credentials', 'retire'])
      expect((await ask('POST', `/api/v1/devices/nobody/${path}`)).json()).toMatchObject({ status: 404 })
    expect((await ask('POST', '/api/v1/devices/nobody/move', { payload: { facility: 'estate-02' } })).json()).toMatchObject({ status: 404 })
  })

  it('move, and what was before stays where it was', async () => {
    const clock = 1_795_392_000_000
    const { ask, get, register } = await apiSite({ now: () => clock })
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })

    const at = new Date(clock - 3_600_000).toISOString()
    expect((await ask('POST', '/api/v1/devices/c1/move', { payload: { facility: 'estate-02', at } })).json()).toMatchObject({ id: 'c1' })
    const { assignments } = (await get('/api/v1/devices/c1')).json()
    expect(assignments.map(({ facility }: { facility: string }) => facility)).toEqual(['estate-02', 'estate-01'])
    expect((await ask('POST', '/api/v1/devices/c1/move', { payload: { facility: 'estate-02', at: clock + 1_000 } })).json()).toMatchObject({
      status: 400,
      code: 'future',
    })
  })

  it('retire for good, leave the list and stay readable', async () => {
    const { ask, get, register } = await apiSite()
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })

    expect((await ask('POST', '/api/v1/devices/c1/retire')).json()).toMatchObject({ retired: expect.stringMatching(/Z$/) })
    expect((await get('/api/v1/devices')).json().items).toEqual([])
    expect((await get('/api/v1/devices?retired=true')).json().items).toHaveLength(1)
    expect((await get('/api/v1/devices/c1/readings')).statusCode).toBe(200)
    expect((await ask('POST', '/api/v1/devices/c1/credentials')).json()).toMatchObject({ status: 409, code: 'retired' })
  })

  it('correct model and vendor', async () => {
    const { ask, register } = await apiSite()
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01', model: 'old', vendor: 'V' })

    const changed = (await ask('PATCH', '/api/v1/devices/c1', { payload: { model: 'new', vendor: null } })).json()
    expect(changed.model).toBe('new')
    expect(changed).not.toHaveProperty('vendor')
  })

  it('are imported from CSV with or without BOM, and GBK is recognised', async () => {
    const { ask, get } = await apiSite()
    const send = (payload: string | Buffer, query = '') =>
      ask('POST', `/api/v1/devices/import${query}`, { headers: { 'content-type': 'text/csv; charset=utf-8' }, payload })

    const right = await send('\uFEFFid,kind,facility,vendor\nc1,charger,estate-01,某厂\nm1,meter,estate-02,\n')
    expect(right.json()).toMatchObject({ added: 2, changed: 0, credentials: [{ username: 'c1' }, { username: 'm1' }] })
    expect((await get('/api/v1/devices/c1')).json()).toMatchObject({ vendor: '某厂' })
    expect((await send('id,kind,facility,vendor\nc1,charger,estate-01,甲\n')).json()).toMatchObject({
      status: 400,
      code: 'import-refused',
      faults: [{ path: 'row 2, id' }],
    })
    expect((await send('id,kind,facility,vendor\nc1,charger,estate-01,甲\n', '?overwrite=true')).json()).toMatchObject({
      added: 0,
      changed: 1,
    })
    const gbk = await send(
      Buffer.concat([Buffer.from('id,kind,facility,vendor\nc2,charger,estate-01,'), Buffer.from([0xc4, 0xb3, 0xb3, 0xa7])]),
    )
    expect(gbk.json()).toMatchObject({ code: 'import-refused', faults: [{ message: expect.stringMatching(/GBK|GB18030/) }] })
  })

  it('show why the gateway last closed their connection', async () => {
    const site = await apiSite()
    for (const id of ['c1', 'c2']) site.register.addDevice({ id, kind: 'charger', facility: 'estate-01' })
    const message = { zh: '主题不属于该设备。', en: 'The topic is not its own.' }
    heardOf(site, 'c1', { state: 'lost', cause: 'refused', refusal: { at: 1_795_392_000_000, code: 'foreign-topic', message } })
    heardOf(site, 'c2', { state: 'online' })

    expect((await site.get('/api/v1/devices/c1')).json().refusal).toEqual({
      at: '2026-11-23T00:00:00.000Z',
      code: 'foreign-topic',
      message,
    })
    expect((await site.get('/api/v1/devices/c2')).json()).not.toHaveProperty('refusal')
  })

  it('show what is known: birth, clock, gaps, unknown fields with a guess, today', async () => {
    const site = await apiSite({ now: () => 1_795_392_000_000 })
    site.register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })
    heardOf(site, 'c1', {
      state: 'silent',
      since: 1_795_391_000_000,
      cause: 'no-readings',
      connected: true,
      lastReceived: 1_795_390_000_000,
      birth: { model: 'X', firmware: '1.2', every: 15 },
      clock: { offsetMs: 28_800_000, at: 1_795_390_000_000, corrected: 4 },
      seqGaps: 2,
      unknown: { powr: { count: 7, first: 1_795_380_000_000, last: 1_795_390_000_000, suggestion: 'power' } },
    })

    expect((await site.get('/api/v1/devices/c1')).json()).toMatchObject({
      state: 'silent',
      since: '2026-11-22T23:43:20.000Z',
      cause: 'no-readings',
      causeText: { zh: '连续三个周期没有读数' },
      lastSeen: '2026-11-22T23:26:40.000Z',
      connected: true,
      birth: { firmware: '1.2' },
      clock: { offsetMs: 28_800_000, corrected: 4 },
      seqGaps: 2,
      unknownFields: [{ name: 'powr', count: 7, suggestion: 'power' }],
      today: { received: 0, balanced: true },
    })
  })
})
