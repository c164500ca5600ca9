import { describe, expect, it } from 'vitest'
import { apiSite } from './api-site.ts'
import { handIndicators, now } from './hand-indicators.ts'

const base = '/api/v1'

async function site() {
  const made = await apiSite({ now: () => now, indicators: await handIndicators() })
  await made.register.enrolDevice({ id: 'theirs', kind: 'charger', facility: 'estate-01' })
  await made.register.enrolDevice({ id: 'own', kind: 'charger', facility: 'estate-02' })
  const boundTo = (to: { unit: string } | { town: string }) => {
    const { token } = made.accounts.createToken({ name: 'bound', role: 'reviewer', ...to })
    const headers = { authorization: `Bearer ${token}`, 'accept-language': 'en' }
    return (url: string) => made.app.inject({ url: `${base}${url}`, headers })
  }
  return { ...made, boundTo }
}

describe('a reviewer who is bound to a town', () => {
  it('reads devices and facilities of that town alone', async () => {
    const ofShaxi = (await site()).boundTo({ town: 'shaxi' })

    for (const rest of ['', '/latest', '/readings', '/events', '/series?fields=power', '/clock']) {
      expect((await ofShaxi(`/devices/own${rest}`)).statusCode, rest).toBe(200)
      const refused = await ofShaxi(`/devices/theirs${rest}`)
      expect(refused.json(), rest).toMatchObject({ status: 403, code: 'not-for-you' })
    }
    expect((await ofShaxi('/facilities/estate-02')).statusCode).toBe(200)
    expect((await ofShaxi('/facilities/estate-01')).statusCode).toBe(403)
    expect((await ofShaxi('/devices/nobody')).statusCode).toBe(404)
  })

  it('finds in lists what is of that town, and may not ask for another', async () => {
    const ofShaxi = (await site()).boundTo({ town: 'shaxi' })

    expect((await ofShaxi('/devices')).json().items).toMatchObject([{ id: 'own' }])
    expect((await ofShaxi('/facilities')).json().items).toMatchObject([{ id: 'estate-02' }])
    expect((await ofShaxi('/clocks')).statusCode).toBe(200)
    for (const path of ['/devices', '/facilities', '/clocks', '/live'])
      expect((await ofShaxi(`${path}?town=loudong`)).json(), path).toMatchObject({ code: 'not-for-you' })
  })

  it('reads what passed through the platform of its own devices only', async () => {
    const ofShaxi = (await site()).boundTo({ town: 'shaxi' })

    for (const path of ['/ledger', '/knocks', '/quarantine', '/quarantine/groups', '/exemptions']) {
      expect((await ofShaxi(`${path}?device=own`)).statusCode, path).toBe(200)
      expect((await ofShaxi(path)).statusCode, path).toBe(403)
      expect((await ofShaxi(`${path}?device=theirs`)).statusCode, path).toBe(403)
    }
    expect((await ofShaxi('/quarantine/q1')).statusCode).toBe(403)
  })

  it('sees no circle, manual value or shadow run of another town', async () => {
    const { boundTo, ask } = await site()
    const [ofShaxi, ofLoudong] = [boundTo({ town: 'shaxi' }), boundTo({ town: 'loudong' })]
    const value = { period: '2026-10', scope: 'circle:huiyang', value: 50, document: 'x', date: '2026-11-01' }
    expect((await ask('PUT', `${base}/indicators/19-1/manual`, { payload: value })).statusCode).toBe(200)
    const order = { from: '2026-10', to: '2026-10', target: 80, scope: 'circle:huiyang' }
    const { id } = (await ask('POST', `${base}/indicators/16-2/shadow`, { payload: order })).json()

    expect((await ofLoudong('/indicators/manual')).json().items).toHaveLength(1)
    expect((await ofShaxi('/indicators/manual')).json().items).toEqual([])
    expect((await ofLoudong(`/indicators/shadow/${id}`)).statusCode).toBe(200)
    expect((await ofShaxi(`/indicators/shadow/${id}`)).statusCode).toBe(403)
  })
})

it('a reviewer who is bound to a unit sees no shadow run of what is not for it', async () => {
  const { boundTo, ask } = await site()
  const payload = { from: '2026-10', to: '2026-10', target: 80 }
  const { id } = (await ask('POST', `${base}/indicators/16-2/shadow`, { payload })).json()

  expect((await boundTo({ unit: 'power' })(`/indicators/shadow/${id}`)).json()).toMatchObject({ status: 403, code: 'not-for-you' })
})
