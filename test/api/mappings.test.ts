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

async function put(payload: object, { role = 'engineer', language = 'en' }: { role?: Role; language?: string } = {}) {
  const { token } = site.accounts.createToken({ name: 'bench', role })
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language }
  return site.app.inject({ method: 'PUT', url: path, payload, headers })
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

  it('are in the OpenAPI document', async () => {
    const { paths } = (await site.get('/api/v1/openapi.json')).json()

    expect(Object.keys(paths[path])).toEqual(['get', 'put'])
  })
})
