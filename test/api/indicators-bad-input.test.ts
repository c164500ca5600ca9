import { describe, expect, it } from 'vitest'
import { apiSite } from './api-site.ts'
import { handIndicators, now } from './hand-indicators.ts'

const base = '/api/v1/indicators'
const site = async () => apiSite({ now: () => now, indicators: await handIndicators() })
const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')

describe('what nobody can mean is refused in a sentence', () => {
  it('a forged cursor, on every list', async () => {
    const { get } = await site()

    for (const list of [`${base}/manual`, `${base}/audit`, '/api/v1/webhook/deliveries', '/api/v1/adoption/suspects'])
      for (const place of ['NaN', "' OR 1", '\u0000', '-5', '[]', '[1,2,3]'])
        expect((await get(`${list}?cursor=${cursorOf(place)}`)).json(), `${list} ${place}`).toMatchObject({ code: 'invalid-cursor' })
  })

  it.each([
    ['more than there is', { value: 1e308 }, 'must be at most 10¹²'],
    ['more than all', { value: 500 }, 'per cent lie between 0 and 100'],
    ['half a ratio', { value: 50, numerator: 1 }, 'numerator and denominator go together'],
    ['a ratio of nothing', { value: 50, numerator: 1, denominator: 0 }, 'the denominator cannot be 0'],
    ['a value that does not follow', { value: 50, numerator: 1, denominator: 1 }, 'does not follow from numerator and denominator'],
    ['a document of tomorrow', { value: 50, date: '2099-01-01' }, 'lies in the future'],
    ['a document of two lines', { value: 50, document: 'a\nb' }, 'must be one line'],
  ])('by hand: %s, over the form as in a file', async (_, given, said) => {
    const { ask } = await site()
    const payload = { period: '2026-10', document: 'x', date: '2026-11-01', ...given }
    expect((await ask('PUT', `${base}/19-1/manual`, { payload })).json().faults[0].message).toContain(said)

    const cells = { indicator: '19-1', ...payload, value: String(BigInt(payload.value)) }
    const quoted = Object.values(cells).map((cell) => `"${cell}"`)
    const file = `${Object.keys(cells).join(',')}\n${quoted.join(',')}\n`
    const imported = await ask('POST', `${base}/manual/import`, { payload: file, headers: { 'content-type': 'text/csv' } })
    expect(imported.json()).toMatchObject({ code: 'import-refused' })
  })

  it('a ratio that follows is taken', async () => {
    const { ask } = await site()
    const payload = { period: '2026-10', value: 33.33, numerator: 1, denominator: 3, document: 'x', date: '2026-11-01' }

    expect((await ask('PUT', `${base}/19-1/manual`, { payload })).statusCode).toBe(200)
  })

  it.each([
    ['types', 0, 'must be a whole number from 1 to 11'],
    ['types', 2.5, 'must be a whole number from 1 to 11'],
    ['onlineShare', 1000, 'per cent lie between 0 and 100'],
  ])('a parameter that makes everything or nothing count: %s %d', async (name, value, said) => {
    const { ask } = await site()

    expect((await ask('PUT', `${base}/16-1/parameters`, { payload: { name, value } })).json().faults).toMatchObject([
      { path: 'value', message: said },
    ])
    const order = { from: '2026-10', to: '2026-10', parameters: { [name]: value } }
    expect((await ask('POST', `${base}/16-1/shadow`, { payload: order })).json().faults).toMatchObject([
      { path: `parameters.${name}`, message: said },
    ])
  })

  it.each([
    [{ freshnessFactor: 1e308 }, 'rules.freshnessFactor', 'must lie between 1 and 50'],
    [{ nope: 1 }, 'rules.nope', 'there is no rule of counting nope'],
  ])('a rule of counting beyond sense: %o', async (rules, path, said) => {
    const { ask } = await site()
    const payload = { from: '2026-10', to: '2026-10', rules }
    const [fault] = (await ask('POST', `${base}/16-2/shadow`, { payload })).json().faults

    expect(fault).toMatchObject({ path, message: expect.stringContaining(said) })
  })

  it('a shadow run up to a month that has not begun names the field', async () => {
    const { ask } = await site()
    const payload = { from: '2026-10', to: '2027-01', target: 90, warning: 80 }

    expect((await ask('POST', `${base}/16-2/shadow`, { payload })).json()).toMatchObject({ code: 'invalid-body', faults: [{ path: 'to' }] })
  })

  it('of several forms, what each would be', async () => {
    const { ask } = await site()
    const payload = { target: '95', warning: 90, document: 'x', date: '2026-11-01' }
    expect((await ask('PUT', `${base}/16-2/targets`, { payload })).json().faults).toMatchObject([
      { path: 'target', message: 'must be number, or must be tuple' },
    ])
    expect((await ask('POST', `${base}/recompute`, { payload: { from: '2026-11-01' } })).json().faults[0].message).toContain(
      'ISO 8601 with a zone',
    )
  })
})
