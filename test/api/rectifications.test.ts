import { describe, expect, it } from 'vitest'
import { apiSite } from './api-site.ts'
import { handIndicators, now } from './hand-indicators.ts'

const base = '/api/v1/rectifications'
const entry = {
  indicator: '16-2',
  period: '2026-10',
  scope: 'town:shaxi',
  issue: '沙溪镇在线率低于警戒线',
  unit: 'shaxi',
  deadline: '2026-11-20',
}

async function site() {
  const site = await apiSite({ now: () => now, indicators: await handIndicators() })
  const boundTo = (to: { unit: string } | { town: string }) => {
    const { token } = site.accounts.createToken({ name: 'bound', role: 'reviewer', ...to })
    const headers = { authorization: `Bearer ${token}`, 'accept-language': 'en' }
    return (method: 'GET' | 'POST', url: string, payload?: object) => site.app.inject({ method, url, headers, ...(payload && { payload }) })
  }
  return { ...site, boundTo }
}

describe('the rectification ledger', () => {
  it('takes an issue, the reply of the town and the closing by the bureau', async () => {
    const { ask, get, boundTo } = await site()

    const added = await ask('POST', base, { role: 'reviewer', payload: entry })
    expect(added.statusCode).toBe(201)
    const { id, version } = added.json()
    expect(added.json()).toMatchObject({
      ...entry,
      unit: { id: 'shaxi', name: { zh: '沙溪镇' } },
      state: 'open',
      isOverdue: true,
      replies: [],
    })
    const replied = (await boundTo({ town: 'shaxi' })('POST', `${base}/${id}/reply`, { text: '已更换通信模块', version })).json()
    expect(replied).toMatchObject({
      state: 'replied',
      stateText: { zh: '已回复，待核销' },
      replies: [{ text: '已更换通信模块', author: 'bound' }],
    })
    const closed = (await ask('POST', `${base}/${id}/close`, { payload: { note: '核实无误', version: replied.version } })).json()
    expect(closed).toMatchObject({ state: 'closed', closed: { note: '核实无误', author: 'test admin' }, isOverdue: false })

    expect((await get(`${base}?state=closed`)).json().items).toMatchObject([{ id }])
    expect((await get(`${base}?state=open`)).json().items).toEqual([])
    expect((await ask('POST', `${base}/${id}/close`, { payload: { note: 'x', version: closed.version } })).json()).toMatchObject({
      status: 409,
      code: 'rectification-closed',
    })
  })

  it('lets nobody overwrite what another just entered', async () => {
    const { ask } = await site()
    const { id, version } = (await ask('POST', base, { payload: entry })).json()
    await ask('POST', `${base}/${id}/reply`, { payload: { text: 'one', version } })

    expect((await ask('POST', `${base}/${id}/reply`, { payload: { text: 'two', version } })).json()).toMatchObject({
      status: 409,
      code: 'changed-meanwhile',
      message: `${id} was changed after you read it`,
      hint: expect.stringContaining('send the new version'),
    })
    expect((await ask('POST', `${base}/none/close`, { payload: { note: 'x', version: 1 } })).json()).toMatchObject({
      code: 'rectification-not-found',
    })
  })

  it('shows and lets reply those who are bound in their own entries alone, and lets them add and close nothing', async () => {
    const { ask, boundTo } = await site()
    const { id } = (await ask('POST', base, { payload: entry })).json()
    const commerce = boundTo({ unit: 'commerce' })

    expect((await commerce('GET', base)).json().items).toEqual([])
    expect((await commerce('GET', `${base}?unit=shaxi`)).json()).toMatchObject({ code: 'not-for-you' })
    expect((await commerce('POST', `${base}/${id}/reply`, { text: 'x', version: 1 })).json()).toMatchObject({ code: 'not-for-you' })
    expect((await commerce('POST', base, entry)).statusCode).toBe(403)
    expect((await boundTo({ town: 'shaxi' })('POST', `${base}/${id}/close`, { note: 'x', version: 1 })).statusCode).toBe(403)
    expect((await boundTo({ town: 'shaxi' })('GET', base)).json().items).toHaveLength(1)
    expect((await ask('POST', `${base}/${id}/reply`, { role: 'operator', payload: { text: 'x', version: 1 } })).json()).toMatchObject({
      code: 'not-allowed',
    })
  })

  it.each([
    [{ unit: 'shaxy' }, 'unit', 'there is no unit or town shaxy; did you mean shaxi?'],
    [{ deadline: 'soon' }, 'deadline', 'must be a day: 2026-11-01'],
    [{ scope: 'town:none' }, 'scope', 'There is no town none.'],
    [{ period: '2027-05' }, 'period', 'the period 2027-05 has not begun'],
    [{ issue: '' }, 'issue', 'must be at least 1'],
  ])('refuses %j with a sentence', async (wrong, path, message) => {
    const { ask } = await site()

    const { faults } = (await ask('POST', base, { payload: { ...entry, ...wrong } })).json()
    expect(faults).toMatchObject([{ path, message: expect.stringContaining(message) }])
  })
})

describe('adoption', () => {
  it('tells installed, online and used apart, and names what only looks alive', async () => {
    const { get, boundTo } = await site()

    expect((await get('/api/v1/adoption')).json()).toEqual({
      period: '2026-11',
      by: 'city',
      items: [
        { scope: 'city', installed: 4, online: 3, used: 2, suspects: { 'heartbeat-only': 1, frozen: 0, identical: 0, 'counted-twice': 0 } },
      ],
    })
    expect((await get('/api/v1/adoption?by=town&period=2026-10')).json().items[0].scope).toBe('town:loudong')
    expect((await get('/api/v1/adoption/suspects')).json().items).toMatchObject([
      { sort: 'heartbeat-only', sortText: { zh: '只有心跳' }, device: 'locker-1', reason: { en: 'only heartbeats came' } },
    ])
    const shaxi = boundTo({ town: 'shaxi' })
    expect((await shaxi('GET', '/api/v1/adoption/suspects')).json().items).toEqual([])
    expect((await shaxi('GET', '/api/v1/adoption/suspects?town=loudong')).json()).toMatchObject({ code: 'not-for-you' })
    expect((await get('/api/v1/adoption?by=street')).json()).toMatchObject({ code: 'invalid-query', faults: [{ path: 'by' }] })
  })
})
