import { describe, expect, it } from 'vitest'
import { mayRead, mayReadScope } from '../../ingest/api/reading-rights.ts'
import { apiSite } from './api-site.ts'

const start = Date.parse('2026-11-24T00:00:00+08:00')
const hour = 3_600_000

async function site() {
  const clock = { now: start }
  return { ...(await apiSite({ now: () => clock.now })), clock }
}

describe('terms', () => {
  it('of a facility are stated with it, change from a time on, and the history is shown', async () => {
    const { ask, get, register, clock } = await site()
    const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '06:00', to: '24:00' }]
    const payload = { id: 'f1', name: '店', town: 'shaxi', commissioned: '2026-11-01', hours, retentionHours: 48, public: false }

    const added = await ask('POST', '/api/v1/facilities', { payload, role: 'engineer' })
    clock.now += hour
    const changed = await ask('PATCH', '/api/v1/facilities/f1', {
      payload: { households: 300, hours: null, since: '2026-11-24T00:30:00+08:00' },
    })

    expect(added.json()).toMatchObject({ commissioned: '2026-10-31T16:00:00.000Z', hours, retentionHours: 48, public: false })
    expect(changed.json()).toMatchObject({ households: 300, retentionHours: 48 })
    expect(changed.json()).not.toHaveProperty('hours')
    expect(register.facilityTermsAt('f1', start + hour / 4)).toMatchObject({ hours, isPublic: false })
    const shown = (await get('/api/v1/facilities/f1')).json()
    expect(shown.terms).toContainEqual({
      term: 'hours',
      since: '2026-11-23T16:30:00.000Z',
      recorded: '2026-11-23T17:00:00.000Z',
      author: 'test admin',
    })
    expect(shown.terms).toContainEqual(
      expect.objectContaining({ term: 'commissioned', value: '2026-10-31T16:00:00.000Z', author: 'test engineer' }),
    )
    expect((await get('/api/v1/facilities')).json().items[0]).not.toHaveProperty('terms')
  })

  it('of a device likewise', async () => {
    const { ask, get } = await site()
    const device = { id: 'v1', kind: 'vending', facility: 'estate-01', commissioned: '2026-11-02', every: 120, limits: 'chilled' }

    const added = await ask('POST', '/api/v1/devices', { payload: device })
    const changed = await ask('PATCH', '/api/v1/devices/v1', {
      payload: { limits: { low: 1, high: 6 }, channels: ['temperature'], commissioned: null, since: '2026-11-23' },
    })

    expect(added.json().device).toMatchObject({ commissioned: '2026-11-01T16:00:00.000Z', every: 120, limits: 'chilled' })
    expect(changed.json()).toMatchObject({ limits: 'chilled', channels: ['temperature'], every: 120 })
    expect(changed.json()).not.toHaveProperty('commissioned')
    expect((await get('/api/v1/devices/v1')).json().terms).toHaveLength(6)
    expect((await get('/api/v1/devices?kind=vending')).json().items[0]).toMatchObject({ every: 120 })
  })

  it('are refused with every fault at once, by the names they were sent under', async () => {
    const { ask } = await site()

    const wrong = await ask('POST', '/api/v1/facilities', {
      payload: { id: 'f1', name: '', town: 'shax', commissioned: '2026-02-30', hours: [{ days: [9], from: '1', to: '2' }], public: 'no' },
    })
    const future = await ask('POST', '/api/v1/facilities', { payload: { id: 'f1', name: '店', town: 'shaxi', commissioned: '2026-11-25' } })
    const channel = await ask('PATCH', '/api/v1/devices/none', { payload: { every: 0 } })

    expect(
      wrong
        .json()
        .faults.map(({ path }: { path: string }) => path)
        .sort(),
    ).toEqual(['commissioned', 'hours', 'name', 'public', 'town'])
    expect(future.json()).toMatchObject({ status: 400, code: 'future', faults: [{ path: 'commissioned' }] })
    expect(channel.statusCode).toBe(400)
  })

  it('come with an import too', async () => {
    const { ask, get } = await site()
    const headers = { 'content-type': 'text/csv' }
    const facilities = 'id,name,town,retentionHours,public,commissioned\nf1,甲,shaxi,48,否,2026-11-01\nf2,乙,shaxi,,,\n'
    const devices = 'id,kind,facility,commissioned,every,limits\nv1,vending,f1,2026-11-02,30,chilled\n'

    const first = await ask('POST', '/api/v1/facilities/import', { headers, payload: facilities })
    const second = await ask('POST', '/api/v1/devices/import', { headers, payload: devices })
    const again = await ask('POST', '/api/v1/devices/import?overwrite=true', { headers, payload: devices })
    const wrong = await ask('POST', '/api/v1/facilities/import', {
      headers,
      payload: 'id,name,town,commissioned,public\nf3,丙,shaxi,soon,perhaps\n',
    })

    expect([first, second, again].map((answer) => answer.json())).toMatchObject([{ added: 2 }, { added: 1 }, { added: 0, changed: 0 }])
    expect((await get('/api/v1/facilities/f1')).json()).toMatchObject({
      retentionHours: 48,
      public: false,
      commissioned: '2026-10-31T16:00:00.000Z',
    })
    expect((await get('/api/v1/devices/v1')).json()).toMatchObject({
      every: 30,
      limits: 'chilled',
      commissioned: '2026-11-01T16:00:00.000Z',
    })
    expect(wrong.json().faults.map(({ path }: { path: string }) => path)).toEqual(['row 2, commissioned', 'row 2, public'])
  })
})

describe('exemptions', () => {
  const exemption = {
    facility: 'estate-01',
    sort: 'suspension',
    from: '2026-11-20',
    to: '2026-11-22',
    document: '太商停〔2026〕7号',
    date: '2026-11-19',
    reason: '小区改造',
  }

  it('are entered and withdrawn by a reviewer, and anybody signed in reads them', async () => {
    const { ask, get } = await site()

    const added = await ask('POST', '/api/v1/exemptions', { payload: exemption, role: 'reviewer' })
    const { id } = added.json()
    const found = (await get('/api/v1/exemptions?facility=estate-01')).json()
    const withdrawn = await ask('POST', `/api/v1/exemptions/${id}/withdraw`, { payload: { reason: '误录' }, role: 'reviewer' })

    expect(added.statusCode).toBe(201)
    expect(added.json()).toMatchObject({ from: '2026-11-19T16:00:00.000Z', to: '2026-11-21T16:00:00.000Z', author: 'test reviewer' })
    expect(found.items).toEqual([added.json()])
    expect(withdrawn.json()).toMatchObject({ id, withdrawnBy: 'test reviewer', withdrawnReason: '误录' })
    expect((await get('/api/v1/exemptions')).json().items).toEqual([])
    expect((await get('/api/v1/exemptions?withdrawn=true')).json().items).toHaveLength(1)
    expect((await ask('POST', '/api/v1/exemptions/77/withdraw', { payload: { reason: 'x' } })).json().code).toBe('exemption-not-found')
  })

  it('are none of an engineer, and wrong ones are refused with every fault', async () => {
    const { ask, get } = await site()

    expect((await ask('POST', '/api/v1/exemptions', { payload: exemption, role: 'engineer' })).json().code).toBe('not-allowed')
    const wrong = await ask('POST', '/api/v1/exemptions', { payload: { ...exemption, facility: 'estate-1', sort: 'holiday', date: 'x' } })
    const backwards = await ask('POST', '/api/v1/exemptions', { payload: { ...exemption, to: '2026-11-20' } })

    expect(
      wrong
        .json()
        .faults.map(({ path }: { path: string }) => path)
        .sort(),
    ).toEqual(['date', 'facility', 'sort'])
    expect(backwards.json().faults[0].path).toBe('to')
    expect((await get('/api/v1/exemptions?facility=estate-1')).json().code).toBe('invalid-query')
  })
})

describe('communities and circles', () => {
  it('communities are set town by town and their history is shown', async () => {
    const { ask, get, clock } = await site()
    const put = (payload: object) => ask('PUT', '/api/v1/communities', { payload, role: 'engineer' })

    const first = await put({
      town: 'shaxi',
      communities: [
        { id: 'a', name: '甲村' },
        { id: 'b', name: '乙村', since: '2026-01-01' },
      ],
    })
    clock.now += hour
    const second = await put({ communities: [{ id: 'a', name: '甲社区', town: 'shaxi' }] })
    const wrong = await put({ town: 'shax', communities: [{ id: 'a', name: 1 }] })

    expect(first.json()).toEqual({ added: 2, changed: 0, ended: 0 })
    expect(second.json()).toEqual({ added: 0, changed: 1, ended: 1 })
    expect((await get('/api/v1/communities?town=shaxi')).json().items).toEqual([
      { id: 'a', name: '甲社区', town: 'shaxi', demo: false },
      { id: 'b', name: '乙村', town: 'shaxi', since: '2025-12-31T16:00:00.000Z', until: '2026-11-23T17:00:00.000Z', demo: false },
    ])
    expect((await get('/api/v1/communities/a/history')).json().items).toHaveLength(2)
    expect(wrong.statusCode).toBe(400)
    expect((await get('/api/v1/communities?town=loudong')).json().items).toEqual([])
  })

  it('circles recognised later are entered and changed', async () => {
    const { ask, get } = await site()
    const circle = { id: 'xinhua', name: { zh: '新华社区', en: 'Xinhua' }, town: 'chengxiang', recognised: true, since: '2026-01-01' }

    const added = await ask('POST', '/api/v1/circles', { payload: { ...circle, recognisedAsOf: '2026-01' } })
    const changed = await ask('PATCH', '/api/v1/circles/xinhua', { payload: { until: '2026-11-01', recognisedAsOf: null } })

    expect(added.json()).toEqual({ ...circle, recognisedAsOf: '2026-01', since: '2025-12-31T16:00:00.000Z', demo: false })
    expect(changed.json()).toMatchObject({ until: '2026-10-31T16:00:00.000Z' })
    expect((await get('/api/v1/circles?town=chengxiang')).json().items).toEqual([changed.json()])
    expect((await ask('POST', '/api/v1/circles', { payload: circle })).json().code).toBe('exists')
    expect((await ask('PATCH', '/api/v1/circles/xinhu', { payload: {} })).json()).toMatchObject({
      status: 404,
      message: expect.stringContaining('xinhua'),
    })
    expect((await ask('POST', '/api/v1/circles', { payload: { ...circle, id: 'c2' }, role: 'reviewer' })).statusCode).toBe(201)
    expect((await ask('POST', '/api/v1/circles', { payload: { ...circle, id: 'c3' }, role: 'operator' })).json().code).toBe('not-allowed')
  })
})

describe('a reviewer bound to a unit or a town', () => {
  it('is made with a token, shown as such, and enters nothing', async () => {
    const { app, ask } = await site()
    const make = (payload: object) => ask('POST', '/api/v1/tokens', { payload: { name: 'r', role: 'reviewer', ...payload } })

    const post = (await make({ unit: 'post' })).json()
    const shaxi = (await make({ town: 'shaxi' })).json()

    const listed = (await ask('GET', '/api/v1/tokens')).json().items
    expect(listed).toContainEqual(expect.objectContaining({ id: post.id, unit: 'post' }))
    expect(listed).toContainEqual(expect.objectContaining({ id: shaxi.id, town: 'shaxi' }))
    const refused = await app.inject({
      method: 'POST',
      url: '/api/v1/exemptions/1/withdraw',
      headers: { authorization: `Bearer ${post.token}`, 'accept-language': 'en' },
      payload: { reason: 'x' },
    })
    expect(refused.json()).toMatchObject({ status: 403, code: 'not-for-you', message: expect.stringContaining('Postal Administration') })
    const session = await app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${shaxi.token}` } })
    expect(session.json()).toEqual({ user: 'r', role: 'reviewer', town: 'shaxi' })
    expect((await make({ unit: 'pots' })).json().message).toContain('Did you mean post?')
    expect((await make({ town: 'nowhere' })).json()).toMatchObject({ status: 400 })
    expect((await make({ town: 'shaxi', unit: 'post' })).json().message).toContain('either unit or town')
    expect((await make({ role: 'operator', unit: 'post' })).json().message).toContain('Only tokens of the role reviewer')
  })

  it('reads the indicators of its unit, consented ones too, or below the towns what is of its town', () => {
    const readers = { readers: ['post', 'housing'], onConsent: ['power'] }
    const nobody = new Set<string>()

    expect(mayRead({}, readers, nobody)).toBe(true)
    expect(mayRead({ unit: 'post' }, readers, nobody)).toBe(true)
    expect(mayRead({ unit: 'culture' }, readers, new Set(['culture']))).toBe(false)
    expect(mayRead({ unit: 'power' }, readers, nobody)).toBe(false)
    expect(mayRead({ unit: 'power' }, readers, new Set(['power']))).toBe(true)
    expect(mayRead({ town: 'shaxi' }, readers, nobody)).toBe(true)
    expect([{}, { unit: 'post' }, { town: 'shaxi' }].map((caller) => mayReadScope(caller, 'shaxi'))).toEqual([true, true, true])
    expect(mayReadScope({ town: 'ludu' }, 'shaxi')).toBe(false)
  })
})
