// The operations board: each of its PromQL queries on a real Prometheus that reads our real API.
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { ruleGroups } from '../../dashboards/grafana/alerts/rule-groups.ts'
import { dashboardsOf } from '../../dashboards/grafana/dashboards.ts'
import { metrics as prometheusSource } from '../../dashboards/grafana/data-sources.ts'
import { operations } from '../../dashboards/grafana/operations.ts'
import { demoSite } from '../../dashboards/grafana/site.ts'
import { kinds } from '../../facilities/kinds.ts'
import { type ApiSite, apiSite, entered, healthyStatus, heardOf } from '../api/api-site.ts'
import { type PrometheusServer, startPrometheus } from '../support/prometheus-server.ts'
import { queriesOf } from './city-queries.ts'

let prometheus: PrometheusServer
let exposed = new Set<string>()

beforeAll(async () => {
  const site = await apiSite({ rollups: () => ({ devices: 1, hours: 3, behindMs: 60_000, isFirstBuild: false, done: 9 }) })
  site.said.status = { ...healthyStatus, writes: { written: 4, failed: 0, seconds: 0.5 } }
  site.said.gateway = site.said.gateway && {
    ...site.said.gateway,
    counters: { accepted: 5, denied: 1 },
    process: { residentBytes: 1_000, loopLagMs: 5 },
  }
  site.register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })
  heardOf(site, 'c1', { state: 'online' })
  entered(site, { device: 'c1', hour: 1_795_392_000_000, received: 9, stored: 9 })
  site.database.exec(
    `INSERT INTO quarantine (id, seq, device, kind, received, topic, payload, code, message) VALUES ('a', 1, 'c1', 'charger', 1, 't', x'00', 'not-json', 'm')`,
  )
  expect((await site.app.inject('/api/v1/devices')).statusCode).toBe(401)
  prometheus = await scraped(site)
  exposed = new Set(await namesOf(site))
}, 60_000)

async function scraped(site: ApiSite): Promise<PrometheusServer> {
  await site.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = site.app.server.address() as AddressInfo
  const { token } = site.accounts.createToken({ name: 'prometheus', role: 'operator' })
  const server = await startPrometheus({ address: `http://127.0.0.1:${port}/metrics`, token })
  await server.scraped(2)
  return server
}

/** With those of the samples of a histogram. */
async function namesOf({ get }: ApiSite): Promise<string[]> {
  const { body } = await get('/metrics')
  return body.split('\n').flatMap((line) => (line.startsWith('#') ? [] : [/^\w+/.exec(line)?.[0] ?? '']))
}

const ofPrometheus = queriesOf(operations(kinds, 'en', demoSite))

describe('the operations board', () => {
  it('gets a number for each of its queries', async () => {
    const without: string[] = []
    for (const { panel, text } of ofPrometheus) {
      const rows = await prometheus.query(text)
      if (rows.length === 0) without.push(panel)
    }
    expect(ofPrometheus.length).toBeGreaterThan(30)
    expect(without).toEqual([])
  })

  it('shows the right ones', async () => {
    const value = async (title: string) => (await prometheus.query(ofPrometheus.find(({ panel }) => panel === title)?.text ?? ''))[0]?.value

    expect(await value('Gateway')).toBe(1)
    expect(await value('Lateness of the gateway')).toBe(0.005)
    expect(await value('Ledger balanced')).toBe(1)
    expect(await value('Quarantine by code')).toBe(1)
    expect(await value('Hourly and daily values')).toBe(1)
    expect(await value('Hourly values behind')).toBe(60)
    expect(await value('Room on the disk')).toBeLessThanOrEqual(1)
  })

  it('says on each panel what to do, in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      for (const panel of operations(kinds, language, demoSite).panels ?? []) {
        if (panel.type !== 'row' && 'description' in panel) expect(panel.description?.length, panel.title ?? '').toBeGreaterThan(10)
      }
    }
  })
})

const rulesQueries = ruleGroups(kinds)
  .flatMap(({ rules }) => rules)
  .flatMap(({ uid, data }) => data.map(({ datasourceUid, model }) => ({ uid, source: datasourceUid, text: String(model.expr) })))
  .filter(({ source }) => source === prometheusSource.uid)

describe('the alert rules that ask Prometheus', () => {
  it('get one number without labels each, which is right', async () => {
    expect(rulesQueries.map(({ uid }) => uid)).toEqual(['kezhong-disk'])
    const answers = await Promise.all(rulesQueries.map(({ text }) => prometheus.query(text)))

    expect(answers.map((rows) => rows.length)).toEqual([1])
    const [now] = await prometheus.query('kezhong_disk_free_bytes / kezhong_disk_size_bytes')
    expect(answers[0]?.[0]?.value).toBeCloseTo(now?.value ?? -1, 2)
  })
})

it('every series that a dashboard or an alert rule names is one we give', () => {
  const named = [...dashboardsOf(kinds, 'zh').flatMap(queriesOf), ...rulesQueries]
    .filter(({ source }) => source === prometheusSource.uid)
    .flatMap(({ text }) => text.match(/\b(?:kezhong|process|nodejs)_\w+/g) ?? [])
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((name) => !exposed.has(name))).toEqual([])
})
