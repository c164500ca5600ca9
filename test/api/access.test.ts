import { describe, expect, it } from 'vitest'
import { adminPassword, apiSite } from './api-site.ts'

const open = ['GET /health', 'HEAD /health', 'GET /ready', 'HEAD /ready', 'POST /api/v1/session'].flatMap((route) =>
  route.includes('/api/v1') ? [route] : [route, route.replace(' ', ' /api/v1')],
)

/** Every registered route, from Fastify's own print-out, with ids filled in. */
function routesOf(printed: string): { method: string; url: string }[] {
  const path: string[] = []
  return printed.split('\n').flatMap((line) => {
    const found = /^([│ ]*)[├└]── (.*?)(?: \(([^)]*)\))?$/.exec(line)
    if (!found) return []
    const [, indent = '', part = '', methods] = found
    const depth = indent.length / 4
    path.splice(depth, path.length, part)
    const url = path.slice(0, depth + 1).join('')
    return (methods ?? '')
      .split(', ')
      .filter(Boolean)
      .map((method) => ({ method, url: url.replace(/:\w+/g, 'x').replace(/\*$/, 'x') }))
  })
}

describe('access', () => {
  it('every route but health, ready and the sign-in asks for credentials', async () => {
    const { app } = await apiSite()

    const routes = routesOf(app.printRoutes())
    const answers = await Promise.all(
      routes.map(async ({ method, url }) => ({
        route: `${method} ${url}`,
        status: (await app.inject({ method: method as 'GET', url })).statusCode,
      })),
    )

    expect(routes.length).toBeGreaterThan(50)
    expect(routes.map(({ method, url }) => `${method} ${url}`)).toEqual(
      expect.arrayContaining([...open, 'GET /metrics', 'GET /api/v1/live', 'GET /docs', 'POST /api/v1/devices/import']),
    )
    const unprotected = answers.filter(({ status }) => status !== 401).map(({ route }) => route)
    expect(unprotected.sort()).toEqual([...open].sort())
  })

  it('a session begins with the password, shows who it is, and ends', async () => {
    const { app } = await apiSite()

    const signIn = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { user: 'admin', password: adminPassword } })
    const cookie = signIn.headers['set-cookie'] as string
    const session = { cookie: cookie.split(';')[0] }

    expect(signIn.json()).toMatchObject({ user: 'admin', role: 'admin', expires: expect.stringMatching(/Z$/) })
    expect(cookie).toMatch(/^kz_session=.+HttpOnly/)
    expect(cookie).toContain('SameSite=Strict')
    expect(cookie).toContain('Path=/')
    expect(cookie).not.toContain('Secure')
    expect((await app.inject({ url: '/api/v1/session', headers: session })).json()).toMatchObject({ user: 'admin' })
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/session', headers: session })).statusCode).toBe(204)
    expect((await app.inject({ url: '/api/v1/session', headers: session })).statusCode).toBe(401)
  })

  it('over https the cookie is for https only', async () => {
    const signIn = async (trustedProxies?: readonly string[]) => {
      const { app } = await apiSite(trustedProxies && { trustedProxies })
      const headers = { 'x-forwarded-proto': 'https' }
      const answer = await app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers,
        payload: { user: 'admin', password: adminPassword },
      })
      return answer.headers['set-cookie']
    }

    expect(await signIn(['10.0.0.0/8', '127.0.0.1'])).toContain('Secure')
    expect(await signIn()).not.toContain('Secure')
  })

  it('nobody gets further attempts by naming another address, unless it is a proxy that is trusted', async () => {
    const lastOfEleven = async (trustedProxies?: readonly string[]) => {
      const { app } = await apiSite(trustedProxies && { trustedProxies })
      const attempt = async (i: number) => {
        const headers = { 'x-forwarded-for': `203.0.113.${i}` }
        return app.inject({ method: 'POST', url: '/api/v1/session', headers, payload: { user: 'admin', password: 'wrong' } })
      }
      for (let i = 1; i <= 10; i++) expect((await attempt(i)).statusCode).toBe(401)
      return (await attempt(11)).statusCode
    }

    expect(await lastOfEleven()).toBe(429)
    expect(await lastOfEleven(['192.0.2.1'])).toBe(429)
    expect(await lastOfEleven(['127.0.0.1'])).toBe(401)
  })

  it('the tenth wrong password is followed by a wait, and a right one before it is not counted', async () => {
    let clock = 1_795_392_000_000
    const { app } = await apiSite({ now: () => clock })
    const attempt = (password: string, user = 'admin') =>
      app.inject({ method: 'POST', url: '/api/v1/session', payload: { user, password } })

    expect((await attempt(adminPassword)).statusCode).toBe(200)
    for (let i = 0; i < 10; i++) expect((await attempt('wrong')).json()).toMatchObject({ status: 401, code: 'wrong-credentials' })
    const refused = await attempt(adminPassword)
    expect(refused.json()).toMatchObject({ status: 429, code: 'too-many-attempts' })
    expect(refused.headers['retry-after']).toBe('60')
    expect((await attempt('wrong', 'other')).statusCode).toBe(401)
    clock += 60_001

    expect((await attempt(adminPassword)).statusCode).toBe(200)
  })

  it('a token works until it is revoked, and is never listed with its secret', async () => {
    const { app, ask } = await apiSite()

    const made = (await ask('POST', '/api/v1/tokens', { payload: { name: 'grafana', role: 'reviewer', days: 30 } })).json()
    const headers = { authorization: `Bearer ${made.token}` }
    expect((await app.inject({ url: '/api/v1/session', headers })).json()).toEqual({ user: 'grafana', role: 'reviewer' })
    const list = await ask('GET', '/api/v1/tokens')
    expect(list.json().items.find(({ id }: { id: string }) => id === made.id)).toMatchObject({ name: 'grafana', role: 'reviewer' })
    expect(list.body).not.toContain(made.token)
    expect((await ask('DELETE', `/api/v1/tokens/${made.id}`)).statusCode).toBe(204)

    expect((await app.inject({ url: '/api/v1/session', headers })).statusCode).toBe(401)
    expect((await ask('DELETE', '/api/v1/tokens/nothing')).json()).toMatchObject({ code: 'token-not-found' })
  })

  it('readers read, engineers change the register, only admin hands out tokens', async () => {
    const { ask } = await apiSite()
    const facility = { id: 'f9', name: 'nine', town: 'shaxi' }

    expect((await ask('GET', '/api/v1/devices', { role: 'reviewer' })).statusCode).toBe(200)
    expect((await ask('POST', '/api/v1/facilities', { role: 'operator', payload: facility })).json()).toMatchObject({
      status: 403,
      code: 'not-allowed',
    })
    expect((await ask('POST', '/api/v1/facilities', { role: 'engineer', payload: facility })).statusCode).toBe(201)
    expect((await ask('GET', '/api/v1/tokens', { role: 'engineer' })).json()).toMatchObject({ status: 403, code: 'not-allowed' })
  })

  it('a wrong token is refused even beside a valid cookie', async () => {
    const { app, accounts } = await apiSite()
    const cookie = `kz_session=${accounts.createSession('admin', 60_000)}`

    for (const authorization of ['Bearer kz_wrong', 'Bearer ', 'Basic YWRtaW46eA==']) {
      const answer = await app.inject({ url: '/api/v1/devices', headers: { cookie, authorization } })
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
    }
  })

  it('a change with the cookie has to say that it comes from our own pages', async () => {
    const { app, accounts } = await apiSite()
    const cookie = `kz_session=${accounts.createSession('admin', 60_000)}`
    const change = (headers: Record<string, string>, payload = '{"id":"f1","name":"x","town":"shaxi"}') =>
      app.inject({ method: 'POST', url: '/api/v1/facilities', headers: { cookie, ...headers }, payload })

    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      expect((await change({ 'content-type': type })).json()).toMatchObject({ status: 415, code: 'unsupported-media-type' })
    }
    const json = { 'content-type': 'application/json' }
    for (const site of ['cross-site', 'same-site']) {
      expect((await change({ ...json, 'sec-fetch-site': site })).json()).toMatchObject({ code: 'foreign-request' })
    }
    const bare = await app.inject({ method: 'POST', url: '/api/v1/facilities/estate-02/retire', headers: { cookie } })
    expect(bare.json()).toMatchObject({ code: 'foreign-request' })

    expect((await change({ ...json, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201)
  })

  it('every answer carries the headers that keep browsers from guessing, framing and caching', async () => {
    const { app, get } = await apiSite()

    for (const answer of [await app.inject('/health'), await get('/api/v1/devices'), await app.inject('/nowhere')]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      })
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    }
  })
})
