import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { LiveHub } from '../../ingest/api/live/hub.ts'
import type { LiveReading, LiveState } from '../../ingest/pipeline/live.ts'
import { whenDone } from '../support/clean-up.ts'
import { waitFor } from '../support/wait-for.ts'
import { type ApiSite, apiSite, heardOf } from './api-site.ts'

const reading = (device: string, power: number, kind = 'charger'): LiveReading => ({
  type: 'reading',
  device,
  kind,
  ts: 1_795_392_000_000,
  received: 1_795_392_000_100,
  quality: 'good',
  values: { power },
})
const state = (device: string, to: LiveState['state']): LiveState => ({
  type: 'state',
  device,
  kind: 'charger',
  state: to,
  since: 1_795_392_000_000,
  cause: 'connected',
})

interface Listener {
  events: { event: string; data: Record<string, unknown> & { values?: { power: number } } }[]
  text(): string
  isOpen(): boolean
  readonly headers: Headers
}

async function listeningSite(
  options: Parameters<typeof apiSite>[0] = {},
): Promise<ApiSite & { url: string; listen(query?: string): Promise<Listener> }> {
  const site = await apiSite(options)
  await site.app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(site.app.server.address() as AddressInfo).port}/api/v1`
  const { token } = site.accounts.createToken({ name: 'listener', role: 'reviewer' })
  for (const [id, kind, facility] of [
    ['c1', 'charger', 'estate-01'],
    ['c2', 'charger', 'estate-02'],
    ['m1', 'meter', 'estate-01'],
  ] as const)
    site.register.addDevice({ id, kind, facility })
  return {
    ...site,
    url,
    listen: async (query = '') => {
      const stop = new AbortController()
      whenDone(() => stop.abort())
      const response = await fetch(`${url}/live${query}`, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal })
      expect(response.status, await textOfRefusal(response)).toBe(200)
      return listener(response)
    },
  }
}

const textOfRefusal = async (response: Response) => (response.ok ? '' : response.text())

function listener(response: Response): Listener {
  let text = ''
  let isOpen = true
  const decoder = new TextDecoder()
  void (async () => {
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) text += decoder.decode(chunk, { stream: true })
    } catch {
      // the test is over
    }
    isOpen = false
  })()
  return {
    get events() {
      return [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, event = '', data = '{}']) => ({ event, data: JSON.parse(data) }))
    },
    text: () => text,
    isOpen: () => isOpen,
    headers: response.headers,
  }
}

describe('the live stream', () => {
  it('tells readings and states as they happen', async () => {
    const { listen, tell } = await listeningSite()
    const live = await listen()

    tell(reading('c1', 7), state('c1', 'online'))

    await waitFor(() => live.events.length === 2, { what: 'both events' })
    expect(live.events).toEqual([
      {
        event: 'reading',
        data: {
          device: 'c1',
          kind: 'charger',
          ts: '2026-11-23T00:00:00.000Z',
          received: '2026-11-23T00:00:00.100Z',
          quality: 'good',
          values: { power: 7 },
        },
      },
      { event: 'state', data: { device: 'c1', kind: 'charger', state: 'online', since: '2026-11-23T00:00:00.000Z', cause: 'connected' } },
    ])
    expect(live.text()).toMatch(/^retry: \d+\n\n/)
    expect(Object.fromEntries(live.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  })

  it.each([
    ['?kind=charger', ['c1', 'c2']],
    ['?town=loudong', ['c1', 'm1']],
    ['?circle=huiyang&kind=meter', ['m1']],
    ['?facility=estate-02', ['c2']],
    ['?device=c2', ['c2']],
    ['?q=沙溪', ['c2']],
    ['?state=lost', ['c2']],
    ['?state=unknown', ['m1']],
    ['?device=c1&state=lost', []],
  ])('%s tells of %j only', async (query, devices) => {
    const { listen, tell, ...site } = await listeningSite()
    heardOf(site, 'c1', { state: 'online' })
    heardOf(site, 'c2', { state: 'lost' })
    const [filtered, all] = [await listen(query), await listen()]

    tell(reading('c1', 1), reading('c2', 2), reading('m1', 3, 'meter'))

    await waitFor(() => all.events.length === 3, { what: 'the unfiltered stream' })
    await waitFor(() => filtered.events.length === devices.length, { what: () => filtered.text() })
    expect(filtered.events.map(({ data }) => data.device)).toEqual(devices)
  })

  it('with a state tells of devices entering and leaving it', async () => {
    const { listen, tell, ...site } = await listeningSite()
    heardOf(site, 'c1', { state: 'online' })
    const lost = await listen('?state=lost')

    tell(state('c1', 'lost'), reading('c1', 1), state('c1', 'online'), reading('c1', 2), state('c2', 'online'))

    await waitFor(() => lost.events.length === 3, { what: 'three events' })
    expect(lost.events.map(({ event, data }) => data.state ?? event)).toEqual(['lost', 'reading', 'online'])
  })

  it('follows the register while it is open', async () => {
    const { listen, tell, register } = await listeningSite()
    const town = await listen('?town=shaxi')
    register.moveDevice('c1', 'estate-02')

    await waitFor(
      () => {
        tell(reading('c1', 1))
        return town.events.length > 0
      },
      { what: 'the device that moved into the town', everyMs: 100 },
    )
    expect(town.events[0]?.data.device).toBe('c1')
  })

  it('sends at most one reading a device and second, and then the newest', async () => {
    let clock = 1_795_392_000_000
    const { listen, tell } = await listeningSite({ now: () => clock })
    const live = await listen()

    for (let power = 1; power <= 5; power++) tell(reading('c1', power), reading('c2', power))
    await waitFor(() => live.events.length === 2, { what: 'the first readings' })
    clock += 999
    tell(reading('c1', 6))
    clock += 1

    await waitFor(() => live.events.length === 4, { what: 'the newest readings' })
    expect(live.events.map(({ data }) => `${data.device} ${data.values?.power}`)).toEqual(['c1 1', 'c2 1', 'c1 6', 'c2 5'])
  })

  it('tells the last value when the second is over', async () => {
    let clock = 1_795_392_000_000
    const { listen, tell } = await listeningSite({ now: () => clock })
    const live = await listen()

    tell(reading('c1', 1))
    clock += 300
    tell(reading('c1', 2))
    await waitFor(() => live.events.length === 1, { what: 'the first reading' })
    clock += 700

    await waitFor(() => live.events.length === 2, { what: 'the last reading' })
    expect(live.events.map(({ data }) => data.values?.power)).toEqual([1, 2])
  })

  it('drops nothing of a device that reports each second, now a little sooner and now a little later', async () => {
    let clock = 1_795_392_000_000
    const { listen, tell } = await listeningSite({ now: () => clock })
    const live = await listen()
    const rounds = 60

    for (let round = 0; round < rounds; round++) {
      tell(reading('c1', round))
      await waitFor(
        () => {
          clock += 1
          return live.events.length > round
        },
        { what: `reading ${round}`, everyMs: 1 },
      )
      clock = 1_795_392_000_000 + (round + 1) * 1_000 + (round % 2 ? 0 : -10)
    }

    expect(live.events.map(({ data }) => data.values?.power)).toEqual(Array.from({ length: rounds }, (_, round) => round))
  })

  it('a reader that does not read costs little: its readings give way, its states do not', async () => {
    let clock = 1_795_392_000_000
    const { url, tell, accounts } = await listeningSite({ now: () => clock })
    const { token } = accounts.createToken({ name: 'slow', role: 'reviewer' })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    whenDone(() => socket.destroy())
    socket.write(`GET /api/v1/live HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    socket.pause()

    const before = process.memoryUsage().heapUsed
    const rounds = 300
    for (let round = 0; round < rounds; round++) {
      clock += 1_000
      for (let i = 0; i < 500; i++) tell(reading(`x-${i}`, round))
      tell(state('c1', round % 2 ? 'lost' : 'online'))
      if (round % 20 === 0) await new Promise(setImmediate)
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024)

    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.resume()
    await waitFor(
      () => {
        clock += 1_000
        return text.lastIndexOf('"state":"lost"') > text.lastIndexOf('"state":"online"') && text.includes(`"power":${rounds - 1}`)
      },
      { what: 'the newest state and reading' },
    )
    const readings = text.match(/event: reading/g)?.length ?? 0
    expect(readings).toBeGreaterThan(0)
    expect(readings).toBeLessThan(rounds * 500)
  })

  it('ends when the server closes', async () => {
    const { listen, app, get, listeners } = await listeningSite()
    const stays = await listen('?kind=charger')

    await waitFor(async () => (await get('/metrics')).body.includes('kezhong_live_streams 1'), { what: 'one stream' })
    await app.close()

    await waitFor(() => !stays.isOpen(), { what: 'the end of the stream' })
    expect(listeners()).toBe(0)
  })

  it.each([
    ['token is revoked', 'token'],
    ['session is ended', 'session'],
  ] as const)('says why and closes the connection when the %s', async (_, by) => {
    const { url, accounts } = await listeningSite()
    const { token, id } = accounts.createToken({ name: 'short', role: 'reviewer' })
    const session = accounts.createSession('admin', 60_000)
    const credentials = by === 'token' ? `authorization: Bearer ${token}` : `cookie: kz_session=${session}`
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    whenDone(() => socket.destroy())
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.write(`GET /api/v1/live HTTP/1.1\r\nhost: x\r\n${credentials}\r\n\r\n`)
    await waitFor(() => text.includes('retry: 3000'), { what: 'the stream' })

    if (by === 'token') accounts.revokeToken(id)
    else accounts.endSession(session)

    await waitFor(() => socket.closed, { what: 'the end of the connection', timeoutMs: 6_000 })
    expect(text).toMatch(
      /event: end\ndata: {"code":"not-signed-in","message":{"zh":"登录.*","en":"The session or the token has ended.*"}}\n\n/,
    )
  })

  it('shows that it is there, and ends when the session of its reader has', async () => {
    const { register } = await apiSite()
    const hub = new LiveHub({ register, onLive: () => () => {} }, { all: () => new Map() }, { heartbeatMs: 20, checkMs: 20 })
    let isValid = true
    const caller = { name: 'x', role: 'reviewer', by: 'session', stillValid: () => isValid } as const
    const server = createServer((_request, response) => hub.subscribe(response, caller, { filter: {} }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    whenDone(() => server.close())
    whenDone(() => hub.stop())
    hub.start()
    const live = listener(await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))

    await waitFor(() => live.text().includes(': here\n\n: here\n\n'), { what: 'two heartbeats' })
    expect(live.isOpen()).toBe(true)
    isValid = false
    await waitFor(() => !live.isOpen() && hub.streams === 0, { what: 'the end of the stream' })
  })

  it('is open to 200 readers and no more', async () => {
    const { url, accounts, get } = await listeningSite()
    const { token } = accounts.createToken({ name: 'many', role: 'reviewer' })
    const open = (signal: AbortSignal) =>
      fetch(`${url}/live`, { headers: { authorization: `Bearer ${token}`, 'accept-language': 'en' }, signal })
    const [one, others] = [new AbortController(), new AbortController()]
    whenDone(() => others.abort())

    expect((await open(one.signal)).status).toBe(200)
    for (const answer of await Promise.all(Array.from({ length: 199 }, () => open(others.signal)))) expect(answer.status).toBe(200)
    const refused = await open(others.signal)
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(await refused.json()).toMatchObject({ code: 'too-many-streams' })
    one.abort()

    await waitFor(async () => (await get('/metrics')).body.includes('kezhong_live_streams 199'), { what: 'a place that is free' })
    expect((await open(others.signal)).status).toBe(200)
  })
})
