import { beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../register/accounts.ts'
import { type ApiSite, apiSite } from './api-site.ts'

const path = '/api/v1/mappings'
const rules = {
  fields: { 'data.temp': { to: 'temperature', scale: 0.1 }, door: { to: 'door', values: { 0: 'closed', 1: 'open' } } },
  time: { field: 'at', format: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai' },
}

let site: ApiSite

beforeEach(async () => {
  site = await apiSite({ now: () => Date.UTC(2026, 10, 23) })
  site.register.addDevice({ id: 'cold-1', kind: 'freezer', facility: 'estate-01', model: 'ice-9' })
})

interface Sender {
  role?: Role
  language?: string
  query?: string
}

async function put(payload: object, { role = 'engineer', language = 'en', query = '' }: Sender = {}) {
  const { token } = site.accounts.createToken({ name: 'bench', role })
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language }
  return site.app.inject({ method: 'PUT', url: path + query, payload, headers })
}

describe('mappings', () => {
  it('are saved with version, time and author, and listed', async () => {
    const first = await put({ device: 'cold-1', ...rules })
    const second = await put({ kind: 'freezer', model: 'ice-9', fields: { t: { to: 'temperature' } } })
    const list = await site.get(path)

    expect(first.statusCode).toBe(200)
    expect(first.json()).toEqual({ device: 'cold-1', version: 1, created: '2026-11-23T00:00:00.000Z', author: 'bench', ...rules })
    expect(list.json()).toEqual({ items: [second.json(), first.json()] })
  })

  it('are put back as they were got, as no new version', async () => {
    const { version, created, author, ...got } = (await put({ device: 'cold-1', ...rules })).json()

    expect((await put(got)).json()).toMatchObject({ version, created, author })
  })

  it('keep the versions before, which are listed when asked for', async () => {
    await put({ device: 'cold-1', ...rules })
    await put({ device: 'cold-1', fields: {} })

    expect((await site.get(path)).json().items).toMatchObject([{ version: 2, fields: {} }])
    const all = (await site.get(`${path}?versions=all&device=cold-1&limit=1`)).json()
    const rest = (await site.get(`${path}?versions=all&device=cold-1&limit=1&cursor=${all.next}`)).json()
    expect([...all.items, ...rest.items].map(({ version }) => version)).toEqual([2, 1])
    expect(rest.next).toBeUndefined()
  })

  it('are an engineer’s to change', async () => {
    expect((await put({ device: 'cold-1', ...rules }, { role: 'operator' })).json()).toMatchObject({ status: 403, code: 'not-allowed' })
    expect((await put({ device: 'cold-1', ...rules }, { role: 'admin' })).statusCode).toBe(200)
  })

  it.each([
    ['en', /Did you mean temperature\?/],
    ['zh-CN', /您是不是要填 temperature？/],
  ])('that do not fit the kind are refused with the place of each fault (%s)', async (language, sentence) => {
    const answer = await put(
      { device: 'cold-1', fields: { t: { to: 'temprature' }, d: { to: 'door', values: { 1: 'ajar' } } } },
      { language },
    )

    expect(answer.json()).toMatchObject({
      status: 400,
      code: 'invalid',
      faults: [{ path: 'fields.t.to', message: expect.stringMatching(sentence) }, { path: 'fields.d.values.1' }],
    })
  })

  it.each([
    [{ device: 'cold-1', field: {} }, 'field'],
    [{ device: 'cold-1', fields: { t: 'temperature' } }, 'fields.t'],
    [{ device: 'cold-1', fields: { t: { to: 'temperature', scale: '0.1' } } }, 'fields.t.scale'],
    [{ device: 'cold-1', fields: { t: { to: 'door', values: { 1: 1 } } } }, 'fields.t.values.1'],
    [{ device: 'cold-1', time: { field: 't' } }, 'time.format'],
  ])('of another shape are refused with the place: %j', async (payload, place) => {
    const answer = (await put(payload)).json()

    expect(answer).toMatchObject({ status: 400, code: 'invalid-body', faults: [{ path: place }] })
  })

  it.each([
    [{ source: { format: 'csv' } }, 'source', /belongs to mapping files of npm run replay/, /source 只用于回放文件/],
    [{ made: { setPoint: { constant: -18 } } }, 'made', /Leave made out/, /请去掉 made/],
    [{ repairs: [{ sort: 'time' }] }, 'repairs', /npm run replay/, /回放文件/],
    [{ target: 'event/sale' }, 'target', /npm run replay/, /回放文件/],
    [{ fields: { t: { to: 'temperature', round: 2 } } }, 'fields.t.round', /has to, scale, offset and values/, /to、scale、offset、values/],
    [{ time: { field: ['d', 't'], format: 'iso' } }, 'time.field', /join a time from several columns/, /由几列拼成/],
    [{ time: { field: 't', format: ['iso', 'ms'] } }, 'time.format', /try several formats/, /只填一种/],
    [{ version: 3 }, 'version', /written by the platform/, /由平台填写/],
    [{ fields: { t: { to: 'temperature', scale: '1/0' } } }, 'fields.t.scale', /a fraction in quotes/, /分数/],
  ])('with what only a record needs are refused in a sentence that says so: %j', async (more, place, en, zh) => {
    const english = (await put({ device: 'cold-1', ...more })).json()
    const chinese = (await put({ device: 'cold-1', ...more }, { language: 'zh' })).json()

    expect(english).toMatchObject({ status: 400, code: 'invalid-body', faults: [{ path: place, message: expect.stringMatching(en) }] })
    expect(chinese).toMatchObject({ faults: [{ path: place, message: expect.stringMatching(zh) }] })
  })

  it('tell what belongs to a record apart from what nobody knows', async () => {
    const { faults } = (await put({ device: { template: '{id}' }, sorce: {}, source: {}, seq: { from: 'n' } })).json()

    expect(faults.map(({ path: place }: { path: string }) => place).toSorted()).toEqual(['device', 'seq', 'sorce', 'source'])
    expect(faults).toContainEqual(expect.objectContaining({ path: 'sorce', message: expect.stringMatching(/not known here/) }))
  })

  it('are taken as a file of fields and time when the query says whom they are for', async () => {
    const saved = await put(rules, { query: '?kind=freezer&model=ice-9' })

    expect(saved.json()).toMatchObject({ kind: 'freezer', model: 'ice-9', version: 1, ...rules })
    expect((await put({ device: 'cold-1', ...rules }, { query: '?device=cold-1' })).json()).toMatchObject({ device: 'cold-1', version: 1 })
    expect((await put({ device: 'cold-1', ...rules }, { query: '?device=cold-2' })).json()).toMatchObject({
      status: 400,
      code: 'invalid',
      faults: [{ path: 'device', message: expect.stringMatching(/another device than the query/) }],
    })
    expect((await put(rules)).json()).toMatchObject({ status: 400, faults: [{ path: 'device' }] })
  })

  it('keep a fraction as it was written', async () => {
    const fields = { f: { to: 'temperature', scale: '5/9', offset: '-160/9' } }

    expect((await put({ device: 'cold-1', fields })).json()).toMatchObject({ version: 1, fields })
    expect((await site.get(path)).json().items[0].fields).toEqual(fields)
  })

  it('are in the OpenAPI document', async () => {
    const { paths } = (await site.get('/api/v1/openapi.json')).json()

    expect(Object.keys(paths[path])).toEqual(['get', 'put'])
  })
})
