import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Accounts } from '../../../register/accounts.ts'
import { whenDone } from '../../support/clean-up.ts'
import { adminPassword, makeSite, type Site } from '../../support/site.ts'
import { askedFlow, bind, type RunningNodeRed, startNodeRed, tokenFor } from './running.ts'

interface Words {
  zh: string
  en: string
}

const jsonOf = async <Body>(answer: Response): Promise<Body> => (await answer.json()) as Body

describe('the door of Node-RED', () => {
  let site: Site
  let nodeRed: RunningNodeRed
  let engineer: string
  let operator: string

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${nodeRed.url}${path}`, { headers })
  const signIn = (username: string, password: string) =>
    fetch(`${nodeRed.url}/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'node-red-editor', grant_type: 'password', scope: '', username, password }),
    })
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

  beforeAll(async () => {
    site = await makeSite({ 'vending-1': 'vending', 'vending-2': 'vending' })
    bind(site, 'vending-1')
    engineer = tokenFor(site, 'engineer')
    operator = tokenFor(site, 'operator')
    nodeRed = await startNodeRed(site, { KZ_ADMIN_PASSWORD: 'for the environment alone' })
  }, 120_000)

  test.each([
    '/flows',
    '/settings',
    '/nodes',
    '/kezhong/devices',
    '/flows/state',
    '/context/global',
    '/library/local/flows/',
    '/diagnostics',
  ])('is shut for whoever brings nothing, or a token that is none: %s', async (path) => {
    expect((await get(path)).status).toBe(401)
    expect((await get(path, bearer('kz_nothing'))).status).toBe(401)
  })

  test('tells an operator in both languages that this is for engineers', async () => {
    const answer = await get('/flows', bearer(operator))

    expect(answer.status).toBe(403)
    const { code, message } = await jsonOf<{ code: string; message: Words }>(answer)
    expect(code).toBe('not-allowed')
    expect(message.zh).toMatch(/operator.*engineer/)
    expect(message.en).toMatch(/operator may not use the flow editor/)
    expect((await signIn('token', operator)).status).toBe(403)
  })

  test('lets an engineer in with a token, and the administrator with the password, until that session ends', async () => {
    expect((await get('/flows', bearer(engineer))).status).toBe(200)
    const { access_token: same } = await jsonOf<{ access_token: string }>(await signIn('token', engineer))
    expect(same).toBe(engineer)
    const { access_token: session } = await jsonOf<{ access_token: string }>(await signIn('admin', adminPassword))
    expect(await jsonOf<object>(await get('/settings', bearer(session)))).toMatchObject({ user: { username: 'admin', permissions: '*' } })

    const revoked = await fetch(`${nodeRed.url}/auth/revoke`, { method: 'POST', body: new URLSearchParams({ token: session }) })

    expect(revoked.status).toBe(200)
    expect((await get('/flows', bearer(session))).status).toBe(401)
  })

  test('lets nobody guess: a wrong password is refused with a sentence, and after ten in a minute no more are looked at', async () => {
    const first = await signIn('admin2', 'guess')
    expect(first.status).toBe(401)
    expect((await jsonOf<{ message: Words }>(first)).message.zh).toContain('用户名或密码不对')
    const statuses: number[] = []
    for (let index = 0; index < 10; index++) statuses.push((await signIn('admin2', 'guess')).status)

    expect(statuses.at(-1)).toBe(429)
    expect((await signIn('token', engineer)).status).toBe(200)
  })

  test('knows whoever is signed in at the API by the same cookie, and lets no other page make use of it', async () => {
    const accounts = new Accounts(join(site.folder, 'register.sqlite'))
    accounts.start()
    const cookie = `other=1; kz_session=${accounts.createSession('admin', 60_000)}`
    accounts.stop()
    const post = (headers: Record<string, string>) =>
      fetch(`${nodeRed.url}/flows`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ flows: [] }),
      })

    expect((await get('/flows', { cookie })).status).toBe(200)
    expect((await get('/flows', { cookie: 'kz_session=guessed' })).status).toBe(401)
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(401)
    expect((await post({ 'sec-fetch-site': 'same-site' })).status).toBe(401)
    expect((await post({})).status).toBe(401)
    expect((await post({ 'sec-fetch-site': 'same-origin', 'node-red-api-version': 'v2' })).status).toBe(200)
    expect(await socket({ cookie, origin: nodeRed.url }, [{ subscribe: 'notification/#' }])).toMatchObject({ heard: true })
    expect(await socket({ cookie, origin: 'http://evil.example' }, [{ subscribe: 'notification/#' }])).toMatchObject({ heard: false })
  })

  test('keeps the WebSocket of the editor shut for the same', async () => {
    expect(await socket({}, [{ subscribe: 'notification/#' }])).toEqual({ heard: false, said: { auth: 'fail' } })
    expect(await socket({}, [{ auth: operator }])).toEqual({ heard: false, said: { auth: 'fail' } })
    expect(await socket({}, [{ auth: engineer }])).toMatchObject({ said: { auth: 'ok' } })
  })

  test('opens what flows offer to the secret made for it and to engineers, and the secret opens nothing else', async () => {
    await nodeRed.deploy(askedFlow('hello', `msg.payload = { hello: env.get('KZ_ADMIN_PASSWORD') ?? 'nothing' }; return msg`))
    const file = join(site.folder, 'node-red/in-secret')
    const secret = readFileSync(file, 'utf8').trim()
    const call = (headers: Record<string, string>) => fetch(`${nodeRed.url}/in/hello`, { method: 'POST', headers })
    const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`vendor:${password}`).toString('base64')}` })

    const shut = await call({})
    expect(shut.status).toBe(401)
    expect((await jsonOf<{ message: Words }>(shut)).message.en).toContain('node-red/in-secret')
    for (const wrong of [basic('guessed'), bearer(operator), basic(operator)]) expect((await call(wrong)).status).toBe(401)
    for (const right of [basic(secret), bearer(secret), bearer(engineer)]) expect((await call(right)).status).toBe(200)
    expect((await get('/flows', bearer(secret))).status).toBe(401)
    expect((await signIn('token', secret)).status).toBe(401)
    // The secrets of the other processes are not for flows.
    expect(await jsonOf<object>(await call(bearer(secret)))).toEqual({ hello: 'nothing' })
    for (const name of ['in-secret', 'credential-secret', 'reader-token']) {
      expect(statSync(join(site.folder, 'node-red', name)).mode & 0o777).toBe(0o600)
    }
  })

  test('shows an engineer the devices that are bound, with what their kind says', async () => {
    const { items } = await jsonOf<{ items: { id: string; fields: object[]; events: object[] }[] }>(
      await get('/kezhong/devices', bearer(engineer)),
    )

    expect(items.map(({ id }) => id)).toEqual(['vending-1'])
    expect(items[0]?.fields).toContainEqual({
      name: 'temperature',
      label: { zh: '箱内温度', en: 'Temperature inside' },
      expected: { zh: ' -40 至 100 °C 的数字', en: 'a number from -40 to 100 °C' },
    })
    expect(items[0]?.events).toContainEqual(
      expect.objectContaining({ name: 'sale', fields: expect.arrayContaining([{ name: 'amountFen', isOptional: false }]) }),
    )
  })

  test('has our nodes in both languages, the examples in the menu, and nothing that starts other programs or installs more', async () => {
    const html = async (language: string) =>
      (await get('/nodes', { ...bearer(engineer), accept: 'text/html', 'accept-language': language })).text()

    expect(await html('zh-CN')).toContain('代已绑定到 Node-RED 的设备发布读数')
    expect(await html('en-US')).toContain('Publishes readings, events, states and replies')
    expect(await html('en-US')).not.toContain("registerType('exec'")
    const labels = async (language: string) => (await get(`/nodes/messages?lng=${language}`, bearer(engineer))).text()
    expect(await labels('zh-CN')).toContain('网关已写入磁盘')
    expect(await labels('en-US')).toContain("on the gateway's disk")
    const examples = await (await get('/library/examples/flows/kezhong', bearer(engineer))).text()
    for (const name of ['vendor HTTP JSON', 'serial scale', 'e-mail on alarm']) expect(examples).toContain(name)
    const install = {
      method: 'POST',
      headers: { ...bearer(engineer), 'content-type': 'application/json' },
      body: '{"module":"node-red-dashboard"}',
    }
    expect((await fetch(`${nodeRed.url}/nodes`, install)).status).toBeGreaterThanOrEqual(400)
  })

  test('sends what a browser needs to keep other sites out', async () => {
    const { headers } = await get('/')

    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/)
    expect(headers.get('x-powered-by')).toBeNull()
  })

  /** Says these things on /comms and tells what came first, and whether anything but a refusal did. */
  async function socket(headers: Record<string, string>, says: readonly object[]): Promise<{ heard: boolean; said: unknown }> {
    const client = new WebSocket(`${nodeRed.url.replace('http', 'ws')}/comms`, { headers })
    whenDone(() => client.terminate())
    return new Promise((resolve, reject) => {
      client.on('open', () => {
        for (const each of says) client.send(JSON.stringify(each))
      })
      client.on('message', (data) => {
        const said = JSON.parse(String(data))
        resolve({ heard: Array.isArray(said), said })
      })
      client.on('close', () => resolve({ heard: false, said: undefined }))
      client.on('error', reject)
    })
  }
})
