import { describe, expect, it } from 'vitest'
import { readClaimCode } from '../../register/claim-code.ts'
import { knock } from '../../register/waiting.ts'
import { type ApiSite, apiSite, entered } from './api-site.ts'

const base = '/api/v1'

/** A claim of which the device `id` has come. */
async function comes(site: ApiSite, id: string, asked: object = {}) {
  const made = (await site.ask('POST', `${base}/claims`, { payload: asked })).json()
  knock(site.register, readClaimCode(made.code) as string, id, '10.0.0.7')
  return made
}

let sequence = 0
function quarantined({ database }: ApiSite, device: string, topic: string, payload: string, received: number): void {
  database
    .prepare(
      'INSERT INTO quarantine (id, seq, device, kind, received, topic, payload, code, path, expected, found, message, suggestion) VALUES (?, ?, ?, \'\', ?, ?, ?, \'device-waiting\', NULL, NULL, NULL, \'{"zh":"一","en":"a"}\', NULL)',
    )
    .run(`j-${++sequence}`, sequence, device, received, topic, Buffer.from(payload))
}

describe('claims', () => {
  it('are made by engineers, shown once, listed and taken back', async () => {
    const { ask, get } = await apiSite()

    const made = await ask('POST', `${base}/claims`, {
      role: 'engineer',
      payload: { device: 'c1', kind: 'charger', facility: 'estate-01', hours: 2 },
    })
    expect(made.statusCode).toBe(201)
    const { code, ...claim } = made.json()
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    expect(claim).toMatchObject({ state: 'open', device: 'c1', kind: 'charger', facility: 'estate-01', by: 'test engineer' })
    expect(Date.parse(claim.expires) - Date.parse(claim.created)).toBe(2 * 3_600_000)
    expect((await get(`${base}/claims`)).json()).toEqual({ items: [claim] })

    expect((await ask('DELETE', `${base}/claims/${claim.id}`)).statusCode).toBe(204)
    expect((await get(`${base}/claims`)).json()).toEqual({ items: [] })
    expect((await get(`${base}/claims?state=revoked`)).json().items).toMatchObject([{ id: claim.id, state: 'revoked' }])
    expect((await ask('DELETE', `${base}/claims/nothing`)).json()).toMatchObject({ status: 404, code: 'claim-not-found' })
  })

  it('hold for a day unless asked otherwise, and for thirty at most', async () => {
    const { ask } = await apiSite()

    const { created, expires } = (await ask('POST', `${base}/claims`, { payload: {} })).json()
    expect(Date.parse(expires) - Date.parse(created)).toBe(24 * 3_600_000)
    expect((await ask('POST', `${base}/claims`, { payload: { hours: 721 } })).json()).toMatchObject({
      code: 'invalid-body',
      faults: [{ path: 'hours' }],
    })
  })

  it('name everything that is wrong with them at once', async () => {
    const { ask, register } = await apiSite()
    register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })

    const wrong = (
      await ask('POST', `${base}/claims`, { payload: { device: 'c1', kind: 'chargr', facility: 'estate-1', hours: 0 } })
    ).json()

    expect(wrong.faults.map(({ path }: { path: string }) => path).sort()).toEqual(['device', 'facility', 'hours', 'kind'])
    expect((await ask('POST', `${base}/claims`, { payload: { device: 'c1' } })).json()).toMatchObject({ status: 409, code: 'exists' })
  })

  it('are listed page by page', async () => {
    const { ask, get } = await apiSite()
    for (let count = 0; count < 5; count++) await ask('POST', `${base}/claims`, { payload: {} })

    const first = (await get(`${base}/claims?limit=3`)).json()
    const second = (await get(`${base}/claims?limit=3&cursor=${first.next}`)).json()

    expect(new Set([...first.items, ...second.items].map(({ id }: { id: string }) => id)).size).toBe(5)
    expect(second).not.toHaveProperty('next')
  })

  it('and waiting devices are no business of operators; failed sign-ins are', async () => {
    const { ask } = await apiSite()

    for (const path of ['claims', 'waiting', 'devices/x/connect'])
      expect((await ask('GET', `${base}/${path}`, { role: 'operator' })).statusCode, path).toBe(403)
    for (const path of ['claims', 'waiting/x/accept', 'waiting/x/reject'])
      expect((await ask('POST', `${base}/${path}`, { role: 'operator', payload: {} })).statusCode, path).toBe(403)
    expect((await ask('GET', `${base}/knocks`, { role: 'operator' })).statusCode).toBe(200)
  })
})

describe('a waiting device', () => {
  it('is shown with what it said of itself and sent last', async () => {
    const site = await apiSite()
    await comes(site, 'new-1')
    quarantined(site, 'new-1', 'kz/v1/charger/new-1/birth', '{"model":"X1","vendor":"ACME","firmware":"1.2"}', 1_795_392_000_000)
    quarantined(site, 'new-1', 'kz/v1/charger/new-1/telemetry', `{"power":7,"note":"${'长'.repeat(400)}"}`, 1_795_392_001_000)
    entered(site, { device: 'new-1', kind: '', hour: 0, received: 2, stored: 0, quarantined: 2 })

    const { items } = (await site.get(`${base}/waiting`)).json()

    expect(items).toMatchObject([
      {
        id: 'new-1',
        connected: false,
        address: '10.0.0.7',
        last: '2026-11-23T00:00:01.000Z',
        messages: 2,
        kind: 'charger',
        model: 'X1',
        vendor: 'ACME',
        birth: { firmware: '1.2' },
        sample: { topic: 'kz/v1/charger/new-1/telemetry', encoding: 'text', truncated: true },
      },
    ])
    expect(Buffer.byteLength(items[0].sample.payload)).toBeLessThanOrEqual(500)
  })

  it('that says nothing usable of itself is shown all the same', async () => {
    const site = await apiSite()
    await comes(site, 'new-1')
    await comes(site, 'new-2')
    quarantined(site, 'new-1', 'kz/v1/sauna/new-1/birth', `{"model":"${'x'.repeat(110)}","vendor":"a\\nb","firmware":"1"}`, 1)
    quarantined(site, 'new-1', 'kz/v1/sauna/new-1/telemetry', '{"heat":80}', 2)
    site.database.prepare("UPDATE quarantine SET payload = x'ff00' WHERE topic LIKE '%telemetry'").run()

    const { items } = (await site.get(`${base}/waiting`)).json()

    expect(items).toMatchObject([
      { id: 'new-1', sample: { payload: '/wA=', encoding: 'base64' } },
      { id: 'new-2', messages: 0 },
    ])
    for (const name of ['kind', 'model', 'vendor']) expect(items[0]).not.toHaveProperty(name)
    expect(items[1]).not.toHaveProperty('sample')
  })

  it('is accepted with what the claim, the device and whoever accepts say, in this order of weakness', async () => {
    const site = await apiSite()
    await comes(site, 'new-1', { kind: 'freezer', facility: 'estate-01', vendor: 'of the claim' })
    quarantined(site, 'new-1', 'kz/v1/charger/new-1/birth', '{"model":"of the device","vendor":"of the device","firmware":"1"}', 1)

    const answer = await site.ask('POST', `${base}/waiting/new-1/accept`, { payload: { kind: 'meter' } })

    expect(answer.json()).toMatchObject({
      device: { id: 'new-1', kind: 'meter', facility: 'estate-01', model: 'of the device', vendor: 'of the claim', state: 'unknown' },
      credentials: { username: 'new-1' },
      delivered: false,
      connect: { topic: 'kz/v1/meter/new-1/telemetry' },
    })
    const { password } = answer.json().credentials
    expect(await site.register.verifyCredential('new-1', password)).toBe('ok')
    expect(answer.json().connect.commands[0].text).toContain(password)
    expect((await site.ask('POST', `${base}/waiting/new-1/accept`, { payload: {} })).json()).toMatchObject({
      status: 404,
      code: 'not-waiting',
    })
  })

  it('is not accepted without kind and facility, and both are named', async () => {
    const site = await apiSite()
    await comes(site, 'new-1')

    const refused = (await site.ask('POST', `${base}/waiting/new-1/accept`)).json()

    expect(refused).toMatchObject({ status: 400, code: 'invalid', faults: [{ path: 'kind' }, { path: 'facility' }] })
    expect((await site.get(`${base}/waiting`)).json().items).toHaveLength(1)
  })

  it('whose id was registered meanwhile waits no more', async () => {
    const site = await apiSite()
    await comes(site, 'new-1', { kind: 'freezer', facility: 'estate-01' })
    site.register.addDevice({ id: 'new-1', kind: 'freezer', facility: 'estate-01' })

    expect((await site.get(`${base}/waiting`)).json().items).toEqual([])
    expect((await site.ask('POST', `${base}/waiting/new-1/accept`)).json()).toMatchObject({ status: 404, code: 'not-waiting' })
  })

  it('is rejected once', async () => {
    const site = await apiSite()
    await comes(site, 'new-1')

    expect((await site.ask('POST', `${base}/waiting/new-1/reject`)).statusCode).toBe(204)
    expect((await site.ask('POST', `${base}/waiting/new-1/reject`)).json()).toMatchObject({ status: 404, code: 'not-waiting' })
    expect((await site.get(`${base}/claims?state=all`)).json().items).toMatchObject([{ state: 'rejected', knockedBy: 'new-1' }])
  })

  it('is listed page by page, the one that waits longest first', async () => {
    let clock = 1_795_392_000_000
    const site = await apiSite({ now: () => clock++ })
    for (let count = 0; count < 5; count++) await comes(site, `new-${count}`)

    const first = (await site.get(`${base}/waiting?limit=3`)).json()
    const second = (await site.get(`${base}/waiting?limit=3&cursor=${first.next}`)).json()

    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toEqual(['new-0', 'new-1', 'new-2', 'new-3', 'new-4'])
    expect(second).not.toHaveProperty('next')
  })
})

describe('failed sign-ins', () => {
  const message = JSON.stringify({ zh: '没有这个设备。', en: 'There is no such device.' })
  const knocked = ({ database }: ApiSite, name: string, code: string, last: number, count = 1) =>
    database.prepare("INSERT INTO knock VALUES (?, '10.0.0.7', ?, ?, 1, ?, ?)").run(name, code, message, last, count)

  it('are listed the latest first, with the device that was probably meant', async () => {
    const site = await apiSite()
    site.register.addDevice({ id: 'charger-0001', kind: 'charger', facility: 'estate-01' })
    knocked(site, 'charger-001', 'unknown-device', 1_795_392_000_000, 3)
    knocked(site, 'charger-0001', 'wrong-password', 1_795_392_001_000)
    knocked(site, '路人', 'unknown-device', 1_795_392_002_000)

    const { items } = (await site.get(`${base}/knocks`)).json()

    expect(items).toMatchObject([
      { name: '路人', code: 'unknown-device' },
      { name: 'charger-0001', code: 'wrong-password', count: 1 },
      {
        name: 'charger-001',
        address: '10.0.0.7',
        at: '2026-11-23T00:00:00.000Z',
        count: 3,
        message: { en: 'There is no such device.' },
        suggestion: { zh: '您是不是要填 charger-0001？', en: 'Did you mean charger-0001?' },
      },
    ])
    for (const item of items.slice(0, 2)) expect(item).not.toHaveProperty('suggestion')
    expect((await site.get(`${base}/knocks?device=${encodeURIComponent('路人')}`)).json().items).toHaveLength(1)
  })

  it('of a name that is registered by now say so', async () => {
    const site = await apiSite()
    knocked(site, 'charger-1', 'unknown-device', 1)
    site.register.addDevice({ id: 'charger-1', kind: 'charger', facility: 'estate-01' })

    expect((await site.get(`${base}/knocks`)).json().items[0].suggestion.en).toBe('The device charger-1 is registered by now.')
  })

  it('are listed page by page, also those of one moment', async () => {
    const site = await apiSite()
    for (let count = 0; count < 7; count++) knocked(site, `name-${count}`, 'no-password', 5)

    const names: string[] = []
    for (let next = ''; ; ) {
      const page = (await site.get(`${base}/knocks?limit=3${next && `&cursor=${next}`}`)).json()
      names.push(...page.items.map(({ name }: { name: string }) => name))
      if (!page.next) break
      next = page.next
    }

    expect(names).toEqual([6, 5, 4, 3, 2, 1, 0].map((count) => `name-${count}`))
  })
})

describe('how a device connects', () => {
  it('comes with every credential, under the name and port at which the site was reached', async () => {
    const site = await apiSite({ trustedProxies: ['127.0.0.1'] })
    site.said.ports = { mqtt: 11_883, mqtts: 18_883 }
    const payload = { id: 'c1', kind: 'charger', facility: 'estate-01' }

    const added = (await site.ask('POST', `${base}/devices`, { payload, headers: { host: 'iot.example.cn:8080' } })).json()
    const rotated = (
      await site.ask('POST', `${base}/devices/c1/credentials`, { headers: { 'x-forwarded-host': 'public.example.cn' } })
    ).json()
    const asked = (await site.ask('GET', `${base}/devices/c1/connect`, { headers: { host: '[2001:db8::1]:8080' } })).json()

    expect(added.connect).toMatchObject({
      host: 'iot.example.cn',
      port: 11_883,
      tls: { port: 18_883 },
      topic: 'kz/v1/charger/c1/telemetry',
    })
    expect(added.connect.commands.map(({ id }: { id: string }) => id)).toEqual(['mosquitto_pub', 'python', 'arduino', 'esp32', 'node'])
    for (const { text } of added.connect.commands) expect(text).toContain(added.credentials.password)
    expect(rotated.connect.host).toBe('public.example.cn')
    expect(asked.host).toBe('2001:db8::1')
    for (const { text } of asked.commands) {
      expect(text).toContain('YOUR_PASSWORD')
      expect(text).not.toContain(rotated.credentials.password)
    }
  })

  it('does not repeat a name that is none, and has the usual port before the gateway was heard', async () => {
    const site = await apiSite()
    site.said.ports = undefined
    site.register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })

    for (const host of ["x';rm -rf ~;'", '$(id)', '-h'])
      expect((await site.ask('GET', `${base}/devices/c1/connect`, { headers: { host } })).json()).toMatchObject({
        host: 'localhost',
        port: 1883,
      })
    expect((await site.get(`${base}/devices/nobody/connect`)).json()).toMatchObject({ status: 404, code: 'device-not-found' })
  })
})
