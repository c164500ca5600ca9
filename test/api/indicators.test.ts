import { describe, expect, it } from 'vitest'
import { type ApiSite, apiSite } from './api-site.ts'
import { handIndicators, now } from './hand-indicators.ts'

const base = '/api/v1/indicators'

async function site() {
  const indicators = await handIndicators()
  const site = await apiSite({ now: () => now, indicators })
  for (const id of ['freezer-1', 'freezer-2']) site.register.addDevice({ id, kind: 'freezer', facility: 'estate-01' })
  site.register.addDevice({ id: 'locker-1', kind: 'locker', facility: 'estate-01' })
  site.register.addDevice({ id: 'freezer-3', kind: 'freezer', facility: 'estate-02' })
  return { ...site, indicators }
}

/** Asks with the token of a reviewer who is bound. */
async function bound({ app, accounts }: ApiSite, to: { unit: string } | { town: string }) {
  const { token } = accounts.createToken({ name: 'bound', role: 'reviewer', ...to })
  const headers = { authorization: `Bearer ${token}`, 'accept-language': 'en' }
  return (url: string, method: 'GET' | 'PUT' | 'POST' = 'GET', payload?: object) =>
    app.inject({ url, method, headers, ...(payload && { payload }) })
}

const target = { target: 98, warning: 95, document: '太商发〔2026〕12号', date: '2026-11-01' }

describe('indicators', () => {
  it('are listed for the running month and the city, each with its definition and how it stands', async () => {
    const { get } = await site()

    const { period, scope, periods, items } = (await get(base)).json()

    expect({ period, scope, periods }).toEqual({
      period: '2026-11',
      scope: 'city',
      periods: { now: '2026-11', lastClosed: '2026-10', first: '2026-06' },
    })
    expect(items).toHaveLength(28)
    expect(items.find(({ id }: { id: string }) => id === '16-2')).toMatchObject({
      task: 16,
      name: { zh: '智能设施在线率' },
      unit: '%',
      direction: 'up',
      value: (118_000 * 100) / 136_000,
      shown: '86.76',
      numerator: 118_000,
      denominator: 136_000,
      status: 'no-target',
      statusText: { zh: '未设目标', en: 'no target set' },
      target: null,
      targetText: { zh: '待核定' },
      state: 'open',
      revision: 0,
      until: '2026-11-24T04:00:00.000Z',
      source: 'measured',
      previous: { period: '2026-10', shown: '85.76' },
      lastYear: null,
      change: { previous: { shown: '+1.00', unit: 'points' }, lastYear: null },
    })
  })

  it('without a feed are not applicable with the reason, and never 0', async () => {
    const { get } = await site()

    expect((await get(`${base}/19-1`)).json()).toMatchObject({
      value: null,
      shown: '–',
      status: 'not-applicable',
      reason: { zh: expect.any(String) },
      change: { previous: null },
    })
  })

  it('tell formula, variants, exclusions, suggestion and twelve months of one', async () => {
    const { get } = await site()

    const one = (await get(`${base}/16-3?period=2026-11`)).json()

    expect(one).toMatchObject({
      coverage: 67_000 / 102_000,
      status: 'no-data',
      formula: { text: { zh: expect.stringContaining('温度') }, numerator: { unit: { zh: '分钟' } } },
      exclusions: [{ code: expect.any(String), reason: { zh: expect.any(String) }, count: 1 }],
      suggestion: { official: false },
    })
    expect(one.history.map((each: { period: string }) => each.period)).toEqual(
      ['2025-12', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11'].map((month) =>
        month.includes('-') ? month : `2026-${month}`,
      ),
    )
  })

  it('of a town come with its rank and what changed of it', async () => {
    const { get } = await site()

    expect((await get(`${base}/16-2?scope=town:loudong`)).json()).toMatchObject({
      scope: 'town:loudong',
      rank: { rank: 1, of: 1, previous: 2, change: 1 },
    })
    expect((await get(`${base}/16-2`)).json()).not.toHaveProperty('rank')
    expect((await get(`${base}/16-2/ranking`)).json().items).toMatchObject([
      { town: { id: 'loudong', name: { zh: '娄东街道' } }, rank: 1, value: { scope: 'town:loudong' } },
      { town: { id: 'shaxi' }, rank: null, change: null },
    ])
  })

  it('are taken apart into towns, circles, kinds and facilities, page by page', async () => {
    const { get } = await site()
    const scopes = async (query: string) =>
      (await get(`${base}/16-2/parts?${query}`)).json().items.map(({ scope }: { scope: string }) => scope)

    expect(await scopes('by=town')).toEqual(['town:loudong', 'town:shaxi'])
    expect(await scopes('by=kind')).toEqual(['kind:freezer', 'kind:locker'])
    expect(await scopes('by=circle')).toEqual(['circle:huiyang'])
    expect(await scopes('by=facility&scope=town:shaxi')).toEqual(['facility:estate-02'])
    const first = (await get(`${base}/16-2/parts?by=facility&limit=1`)).json()
    expect(await scopes(`by=facility&limit=1&cursor=${first.next}`)).toEqual(['facility:estate-02'])
  })

  it('show how a closed value came about', async () => {
    const { get } = await site()

    expect((await get(`${base}/16-2/revisions`)).json()).toMatchObject({
      period: '2026-10',
      items: [
        { revision: 1, cause: 'close' },
        { revision: 2, cause: 'late-data', causeText: { zh: '迟到数据' }, difference: { value: 0.5 } },
      ],
    })
  })

  it.each([
    ['16-22', 404, 'indicator-not-found', 'there is no indicator 16-22; did you mean 16-2 (Online rate of smart facilities)?'],
    ['智能设施在线率', 404, 'indicator-not-found', 'there is no indicator 智能设施在线率; did you mean 16-2'],
    ['nonsense', 404, 'indicator-not-found', 'there is no indicator nonsense'],
  ])('%s is answered %i %s', async (id, status, code, message) => {
    const { get } = await site()

    const answer = (await get(`${base}/${encodeURIComponent(id)}`)).json()
    expect(answer).toMatchObject({ status, code, hint: expect.any(String) })
    expect(answer.message.split(' (')[0]).toBe(message.split(' (')[0])
  })

  it.each([
    ['period=november', 'period', 'must be a period: 2026-11 (month), 2026-Q4 (quarter)'],
    ['period=2027-01', 'period', 'the period 2027-01 has not begun; the running month is 2026-11'],
    ['scope=shaxi', 'scope', 'must be a scope: city, town:shaxi'],
    ['scope=town:shaxy', 'scope', 'There is no town shaxy. Did you mean shaxi?'],
    ['scope=facility:estate-1', 'scope', 'There is no facility estate-1. Did you mean estate-01?'],
    ['scope=kind:freezers', 'scope', 'There is no kind of facility freezers. Did you mean freezer?'],
    ['perod=2026-11', 'perod', 'perod is not known here; did you mean period?'],
  ])('%s is refused with a sentence', async (query, path, message) => {
    const { get } = await site()

    const answer = (await get(`${base}/16-2?${query}`)).json()
    expect(answer).toMatchObject({ status: 400, code: 'invalid-query', faults: [{ path }] })
    expect(answer.faults[0].message).toContain(message)
  })
})

describe('who reads', () => {
  it('a unit: the indicators that name it, and others with the consent of the bureau', async () => {
    const it = await site()
    const ask = await bound(it, { unit: 'power' })
    const ids = async () => (await ask(base)).json().items.map(({ id }: { id: string }) => id)

    expect(await ids()).not.toContain('17-2')
    expect(await ids()).toContain('12-1')
    expect((await ask(`${base}/17-2`)).json()).toMatchObject({ status: 403, code: 'not-for-you' })
    const consent = { unit: 'power', document: '太商函〔2026〕3号', date: '2026-11-02' }
    expect((await it.ask('PUT', `${base}/17-2/consents`, { role: 'reviewer', payload: consent })).json()).toMatchObject({
      askable: [{ id: 'power' }],
      items: [{ unit: { id: 'power', name: { zh: '市供电公司' } }, document: '太商函〔2026〕3号' }],
    })
    expect((await ask(`${base}/17-2`)).statusCode).toBe(200)
    await it.ask('PUT', `${base}/17-2/consents`, { payload: { unit: 'power', agreed: false } })

    expect(await ids()).not.toContain('17-2')
    expect((await it.ask('PUT', `${base}/17-2/consents`, { payload: { unit: 'power' } })).json().faults).toMatchObject([
      { path: 'document' },
      { path: 'date' },
    ])
  })

  it('a town: every indicator of city and towns, and below a town only its own', async () => {
    const ask = await bound(await site(), { town: 'loudong' })
    const status = async (path: string) => (await ask(`${base}/16-2${path}`)).statusCode

    expect((await ask(base)).json().items).toHaveLength(28)
    for (const open of [
      '',
      '?scope=town:shaxi',
      '?scope=circle:huiyang',
      '/ranking',
      '/parts?by=town',
      '/evidence',
      '/evidence?device=freezer-1',
    ])
      expect(await status(open), open).toBe(200)
    for (const foreign of [
      '?scope=facility:estate-02',
      '/parts?by=facility&scope=town:shaxi',
      '/evidence?scope=city',
      '/evidence?device=freezer-3',
    ])
      expect(await status(foreign), foreign).toBe(403)
    expect((await ask(`${base}/16-2/evidence`)).json().value.scope).toBe('town:loudong')
  })

  it('those who are bound enter nothing', async () => {
    const it = await site()
    for (const to of [{ unit: 'commerce' }, { town: 'shaxi' }]) {
      const ask = await bound(it, to)
      expect((await ask(`${base}/16-2/targets`, 'PUT', target)).json()).toMatchObject({ status: 403, code: 'not-for-you' })
      expect((await ask(`${base}/audit`)).statusCode).toBe(403)
    }
  })
})

describe('targets', () => {
  it('are 待核定 until the reviewer enters them by a document, and every version stays', async () => {
    const { ask, get } = await site()

    expect((await get(`${base}/16-2/targets`)).json()).toMatchObject({
      inForce: null,
      text: { zh: '待核定' },
      suggestion: { official: false },
      items: [],
    })
    const set = await ask('PUT', `${base}/16-2/targets`, { role: 'reviewer', payload: target })
    expect(set.json()).toMatchObject({
      inForce: { scope: 'city', version: 1, since: '2026-11', target: 98, warning: 95, author: 'test reviewer' },
      text: null,
    })
    await ask('PUT', `${base}/16-2/targets`, { payload: { ...target, target: 80, warning: 70, note: '更正' } })

    expect((await get(`${base}/16-2/targets`)).json()).toMatchObject({
      inForce: { version: 2, target: 80, note: '更正' },
      items: [{ version: 1 }, { version: 2 }],
    })
    expect((await get(`${base}/16-2`)).json()).toMatchObject({ status: 'met', target: { document: target.document }, targetText: null })
    expect((await get(`${base}/audit`)).json().items).toMatchObject([
      { what: 'target', author: 'test admin' },
      { what: 'target', author: 'test reviewer' },
    ])
  })

  it.each([
    ['16-2', { ...target, target: 90 }, 'warning', 'higher is better here: the warning line cannot lie above the target'],
    ['16-6', { ...target, target: 5, warning: 3 }, 'warning', 'lower is better here: the warning line cannot lie below the target'],
    ['16-5', target, 'target', '16-5 is a band: give two numbers [low, high]'],
    ['16-5', { ...target, target: [1, 2], warning: [1.5, 3] }, 'warning', 'the warning band has to contain the target band'],
    ['16-2', { ...target, target: [1, 2] }, 'target', '16-2 takes one number'],
    ['16-2', { ...target, target: 120 }, 'target', 'per cent lie between 0 and 100'],
    ['16-2', { ...target, date: '2026-02-30' }, 'date', 'must be a day: 2026-11-01'],
    ['16-2', { ...target, document: ' ' }, 'document', 'must be at least 1 characters'],
    ['16-2', { ...target, scope: 'town:shaxy' }, 'scope', 'There is no town shaxy. Did you mean shaxi?'],
    ['16-2', { ...target, since: '2026' }, 'since', 'must be a month: 2026-11'],
  ])('of %s that cannot be are refused: %j', async (id, payload, path, message) => {
    const { ask, get } = await site()

    const answer = (await ask('PUT', `${base}/${id}/targets`, { payload })).json()

    expect(answer).toMatchObject({ code: 'invalid-body', faults: expect.arrayContaining([expect.objectContaining({ path, message })]) })
    expect((await get(`${base}/${id}/targets`)).json().items).toEqual([])
  })

  it('are no business of engineers and operators', async () => {
    const { ask } = await site()

    for (const role of ['engineer', 'operator'] as const)
      expect((await ask('PUT', `${base}/16-2/targets`, { role, payload: target })).json()).toMatchObject({ code: 'not-allowed' })
  })
})

describe('parameters', () => {
  it('of a formula are set by a document and shown with it', async () => {
    const { ask, get } = await site()
    const [{ name }] = (await get(`${base}/16-1/parameters`)).json().inForce

    await ask('PUT', `${base}/16-1/parameters`, { payload: { name, value: 4, document: '太商发〔2026〕12号', date: '2026-11-01' } })

    expect((await get(`${base}/16-1`)).json().formula.parameters[0]).toMatchObject({ name, value: 4, otherwise: 3 })
    expect((await get(`${base}/16-1/parameters`)).json().items.filter((each: { name: string }) => each.name === name)).toMatchObject([
      { value: 3 },
      { value: 4, author: 'test admin' },
    ])
    expect((await ask('PUT', `${base}/16-1/parameters`, { payload: { name: 'x', value: 4 } })).json()).toMatchObject({
      code: 'no-such-parameter',
      message: 'indicator 16-1 has no parameter x',
      hint: expect.stringContaining(name),
    })
  })
})

describe('values by hand', () => {
  const value = { period: '2026-10', value: 91.5, numerator: 183, denominator: 200, document: '太商统〔2026〕8号', date: '2026-11-03' }

  it('are entered where nothing can be measured, with their document', async () => {
    const { ask, get } = await site()

    expect((await ask('PUT', `${base}/19-1/manual`, { role: 'reviewer', payload: value })).json()).toEqual({
      ...value,
      indicator: '19-1',
      scope: 'city',
      author: 'test reviewer',
    })
    expect((await get(`${base}/manual?indicator=19-1`)).json().items).toMatchObject([{ ...value, recorded: expect.any(String) }])
    expect((await ask('PUT', `${base}/16-2/manual`, { payload: value })).json()).toMatchObject({
      status: 409,
      code: 'not-manual',
      message: 'indicator 16-2 is measured by devices and takes no value by hand',
    })
    expect((await ask('PUT', `${base}/19-1/manual`, { payload: { ...value, period: '2026-Q4' } })).json().faults[0].path).toBe('period')
  })

  const importing = (file: string) => ({ payload: Buffer.from(file), headers: { 'content-type': 'text/csv' } })

  it('are imported all or not at all, each bad row named', async () => {
    const { ask, get } = await site()
    const head = 'indicator,period,scope,value,document,date\n'
    const bad = `${head}19-1,2026-10,city,91.5,doc,2026-11-03\n16-22,2026-10,city,1,doc,2026-11-03\n19-2,2026,town:shaxy,91%,,2026-13-01\n19-1,2026-10,,3,doc,2026-11-03\n`

    const refused = (await ask('POST', `${base}/manual/import`, importing(bad))).json()

    expect(refused).toMatchObject({ code: 'import-refused' })
    expect(refused.faults.map(({ path }: { path: string }) => path)).toEqual([
      'row 3, indicator',
      'row 4, period',
      'row 4, scope',
      'row 4, value',
      'row 4, document',
      'row 4, date',
      'row 5',
    ])
    expect((await get(`${base}/manual`)).json().items).toEqual([])
    const measured = `${head}16-2,2026-10,city,91.5,doc,2026-11-03\n`
    expect((await ask('POST', `${base}/manual/import`, importing(measured))).json().faults).toMatchObject([{ path: 'row 2, indicator' }])
    const good = `${head}19-1,2026-10,city,91.5,doc,2026-11-03\n19-1,2026-10,town:shaxi,80,doc,2026-11-03\n`
    expect((await ask('POST', `${base}/manual/import`, importing(good))).json()).toEqual({ imported: 2 })
    expect((await get(`${base}/manual?period=2026-10`)).json().items).toHaveLength(2)
  })
})

describe('what takes long', () => {
  it('is ordered, followed and told in a sentence: recomputing', async () => {
    const { ask, get, indicators } = await site()

    const done = (await ask('POST', `${base}/recompute`, { role: 'engineer', payload: { device: 'freezer-1' } })).json()

    expect(done).toMatchObject({ state: 'done', changed: 7, message: { en: 'Recomputed: 7 facts came out otherwise.' } })
    expect(indicators.ordered).toEqual([{ from: Date.parse('2026-10-31T16:00:00Z'), to: now, device: 'freezer-1' }])
    expect((await get(`${base}/recompute/${done.id}`)).json()).toEqual(done)
    expect((await get(`${base}/recompute/none`)).json()).toMatchObject({ code: 'job-not-found' })
    expect((await ask('POST', `${base}/recompute`, { payload: { device: 'freezer-9' } })).json()).toMatchObject({ code: 'invalid-query' })
    expect((await ask('POST', `${base}/recompute`, { role: 'reviewer', payload: {} })).json()).toMatchObject({ code: 'not-allowed' })
  })

  it('is ordered, followed and told in a sentence: a shadow run', async () => {
    const { ask, get, indicators } = await site()
    const order = { from: '2026-09', to: '2026-10', target: 80 }

    const done = (await ask('POST', `${base}/16-2/shadow`, { role: 'reviewer', payload: order })).json()

    expect(done).toMatchObject({
      indicator: '16-2',
      state: 'done',
      items: [{ period: '2026-09', was: { shown: '86.76' }, wouldBe: { shown: '87.76', statusText: { zh: '达标' } } }],
      message: { en: '1 months were tried: in 1 the value would differ, in 1 the status. Nothing was changed.' },
    })
    expect(indicators.ordered).toEqual([{ ...order, indicator: '16-2', scope: 'city' }])
    expect((await get(`${base}/shadow/${done.id}`)).json()).toEqual(done)
    const wrong = (await ask('POST', `${base}/16-2/shadow`, { payload: { from: '2026-10', to: '2026-09', parameters: { kk: 1 } } })).json()
    expect(wrong.faults).toMatchObject([{ path: 'from' }, { path: 'parameters.kk', message: '16-2 has no parameter kk' }])
    expect((await ask('POST', `${base}/16-2/shadow`, { payload: { from: '2026-09', to: '2026-10' } })).json().faults[0].message).toContain(
      'say what is to be tried',
    )
  })
})

describe('deliveries of the webhook', () => {
  it('are shown to the admin', async () => {
    const { ask, get } = await site()

    expect((await get('/api/v1/webhook/deliveries')).json().items).toMatchObject([
      { id: 'msg_1', state: 'waiting', attempts: 2, answer: '503' },
    ])
    expect((await ask('GET', '/api/v1/webhook/deliveries', { role: 'reviewer' })).statusCode).toBe(403)
  })
})
