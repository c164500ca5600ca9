import { describe, expect, it } from 'vitest'
import { apiSite, healthyFacts, healthyGateway, healthyStatus } from './api-site.ts'
import { handIndicators } from './hand-indicators.ts'

const running = { since: 1_795_392_000_000, safeMode: false, failures: 0, connected: true }

describe('health', () => {
  it('is open, tells numbers, and is the same under both addresses', async () => {
    const { app } = await apiSite({ now: () => 1_795_392_000_000 })

    const answer = await app.inject('/health')
    expect(answer.json()).toEqual({
      status: 'ok',
      time: '2026-11-23T00:00:00.000Z',
      parts: {
        gateway: { status: 'ok', since: '2026-11-23T00:00:00.000Z', connections: 3 },
        journal: { status: 'ok', since: '2026-11-23T00:00:00.000Z', waiting: 0 },
        ingest: { status: 'ok', lag: 0, lagMs: 0, rate: 5, next: 10, head: 10 },
        store: { status: 'ok', name: 'sqlite', since: '2026-11-23T00:00:00.000Z' },
        kinds: { status: 'ok', loaded: 0, leftOut: 0 },
        facts: { status: 'ok', until: '2026-11-23T00:00:00.000Z', behindMs: 3_000, backlog: 0 },
        rollups: { status: 'ok', devices: 0, hours: 0, behindMs: 0, isFirstBuild: false },
        indicators: { status: 'ok', until: expect.any(String), behindMs: expect.any(Number) },
        nodeRed: { status: 'ok', since: '2026-11-23T00:00:00.000Z' },
      },
    })
    expect((await app.inject('/api/v1/health')).json()).toEqual(answer.json())
    expect((await app.inject('/ready')).json()).toEqual({ ready: true })
  })

  it('keeps the words of the parts for those who are signed in', async () => {
    const { app, get, said } = await apiSite()
    const hint = { zh: '请检查磁盘', en: 'check the disk' }
    const trouble = { ok: false, since: 1_795_392_000_000, problem: 'ENOSPC /secret/path', hint }
    said.gateway = { ...healthyGateway, journal: { ...trouble, waiting: 4 } }
    said.status = { ...healthyStatus, lag: 100, lagMs: 120_000, store: { name: 'influxdb', ...trouble } }

    const open = await app.inject('/health')
    expect(open.statusCode).toBe(200)
    expect(open.body).not.toContain('/secret/path')
    expect(open.json()).toMatchObject({
      status: 'down',
      parts: {
        journal: {
          status: 'down',
          waiting: 4,
          message: { zh: expect.stringContaining('磁盘'), en: expect.stringContaining('nothing is acknowledged') },
        },
        ingest: { status: 'degraded', lag: 100, lagMs: 120_000, message: { en: expect.stringContaining('behind') } },
        store: { status: 'down', since: '2026-11-23T00:00:00.000Z' },
      },
    })
    expect((await get('/health')).json().parts.journal).toMatchObject({ problem: 'ENOSPC /secret/path', hint })
  })

  it('notes what of the store is not as the settings say, which is no failure', async () => {
    const { app, said } = await apiSite()
    said.storeNote = { zh: '保留期不同', en: 'keeps for another time' }

    const { status, parts } = (await app.inject('/health')).json()
    expect({ status, store: parts.store }).toMatchObject({ status: 'ok', store: { status: 'ok', note: said.storeNote } })
    expect((await app.inject('/ready')).statusCode).toBe(200)
  })

  it('says that indicators cannot be kept up, which keeps nothing from being ready', async () => {
    const indicators = await handIndicators()
    indicators.status = () => ({ behind: 5, until: 1_795_392_000_000, problem: 'disk I/O error' })
    const { app, get } = await apiSite({ indicators })

    const open = (await app.inject('/health')).json()
    expect(open).toMatchObject({
      status: 'degraded',
      parts: { indicators: { status: 'degraded', message: { en: expect.stringContaining('tried again') } } },
    })
    expect(open.parts.indicators).not.toHaveProperty('problem')
    expect((await get('/health')).json().parts.indicators.problem).toBe('disk I/O error')
    expect((await app.inject('/ready')).statusCode).toBe(200)
    expect((await get('/metrics')).body).toContain('kezhong_indicators_up 0')
  })

  it.each([
    ['in safe mode', { ...running, safeMode: true, failures: 3 }, /safe mode/],
    ['just started again', { ...running, failures: 1 }, /unexpectedly/],
    ['cut off from the gateway', { ...running, connected: false }, /does not reach the gateway/],
    ['silent', { silent: true, problem: 'port 1880 is taken' } as const, /does not answer/],
  ])('Node-RED %s degrades, and everything is ready all the same', async (_case, said, sentence) => {
    const site = await apiSite()
    site.said.nodeRed = said

    const { status, parts } = (await site.app.inject('/health')).json()

    expect({ status, part: parts.nodeRed.status }).toEqual({ status: 'degraded', part: 'degraded' })
    expect(parts.nodeRed.message.en).toMatch(sentence)
    expect(parts.nodeRed.message.zh).toMatch(/Node-RED/)
    expect(parts.nodeRed).not.toHaveProperty('problem')
    if ('problem' in said) expect((await site.get('/health')).json().parts.nodeRed.problem).toBe('port 1880 is taken')
    expect((await site.app.inject('/ready')).statusCode).toBe(200)
  })

  it.each([
    ['not begun', undefined, /not being counted yet/],
    ['stopped by a problem', { ...healthyFacts, problem: 'the store is away' }, /cannot be counted at present/],
    ['far behind', { ...healthyFacts, behindMs: 3_600_000 }, /behind/],
  ])('facts that have %s degrade, and everything is ready all the same', async (_case, said, sentence) => {
    const site = await apiSite()
    site.said.facts = said

    const { status, parts } = (await site.app.inject('/health')).json()

    expect({ status, part: parts.facts.status }).toEqual({ status: 'degraded', part: 'degraded' })
    expect(parts.facts.message.en).toMatch(sentence)
    expect(parts.facts).not.toHaveProperty('problem')
    if (said?.problem) expect((await site.get('/health')).json().parts.facts.problem).toBe(said.problem)
    expect((await site.app.inject('/ready')).statusCode).toBe(200)
  })

  it('Node-RED that is turned off is nothing to worry about', async () => {
    const { app, said } = await apiSite()
    said.nodeRed = 'off'

    expect((await app.inject('/health')).json()).toMatchObject({ status: 'ok', parts: { nodeRed: { status: 'off' } } })
  })

  it('a gateway whose journal cannot be written serves; the journal does not, and says what to do', async () => {
    const { get, said } = await apiSite()
    const trouble = { ok: false, since: 1_795_392_000_000, hint: { zh: '请腾出空间', en: 'make room' } }
    said.gateway = { ...healthyGateway, ok: false, journal: { ...trouble, waiting: 4 } }

    const { status, parts } = (await get('/health')).json()
    expect(status).toBe('down')
    expect(parts.gateway).toEqual({ status: 'ok', since: '2026-11-23T00:00:00.000Z', connections: 3 })
    expect(parts.journal).toMatchObject({ status: 'down', hint: { en: 'make room' } })
    expect((await get('/metrics')).body.match(/^kezhong_(gateway|journal)_up ./gm)).toEqual([
      'kezhong_gateway_up 1',
      'kezhong_journal_up 0',
    ])
    said.gateway = { ...healthyGateway, ok: false }
    expect((await get('/health')).json().parts.gateway).toMatchObject({ status: 'down', message: { en: expect.stringContaining('log') } })
  })

  it('ready is 503 until all serve, and names who does not', async () => {
    const { app, said } = await apiSite()
    said.gateway = undefined
    said.status = undefined

    const answer = await app.inject({ url: '/api/v1/ready', headers: { 'accept-language': 'en' } })
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({ code: 'not-ready' })
    expect(answer.json().faults.map(({ path }: { path: string }) => path)).toEqual(['gateway', 'journal', 'ingest', 'store'])
    expect((await app.inject('/health')).json().status).toBe('down')
  })

  it('a pipeline that is behind is ready all the same', async () => {
    const { app, said } = await apiSite()
    said.status = { ...healthyStatus, lag: 1_000, lagMs: 3_600_000 }

    expect((await app.inject('/ready')).statusCode).toBe(200)
    expect((await app.inject('/health')).json().status).toBe('degraded')
  })
})

describe('metrics', () => {
  it('tell pipeline, gateway, store and requests by route', async () => {
    const { get, said } = await apiSite()
    await get('/api/v1/devices/c1')

    const metrics = await get('/metrics')
    expect(metrics.headers['content-type']).toContain('text/plain')
    for (const line of [
      'kezhong_pipeline_total{what="quarantined"} 1',
      'kezhong_pipeline_lag_messages 0',
      'kezhong_store_up 1',
      'kezhong_gateway_connections 3',
      'kezhong_gateway_total{what="published"} 10',
      'kezhong_live_streams 0',
      'kezhong_http_request_duration_seconds_count{method="GET",route="/api/v1/devices/:id",status="404"} 1',
      'process_cpu_seconds_total',
    ]) {
      expect(metrics.body).toContain(line)
    }

    said.status = undefined
    said.gateway = undefined
    const later = (await get('/metrics')).body
    expect(later).toContain('kezhong_pipeline_up 0')
    expect(later).toContain('kezhong_gateway_up 0')
    expect(later).not.toMatch(/^kezhong_gateway_connections /m)
    expect(later).toContain('kezhong_http_request_duration_seconds_count{method="GET",route="/metrics",status="200"} 1')
  })
})
