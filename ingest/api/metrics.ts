import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { clockCauseNames } from '../clock/causes.ts'
import { isServing } from '../watch/gateway-watch.ts'
import type { ClockRecords } from './clocks.ts'
import type { ApiParts } from './parts.ts'

export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
  /** A request is answered; `route` is the pattern, so that ids do not become label values. */
  answered(method: string, route: string, status: number, seconds: number): void
}

/** Everything is asked when somebody looks, so that nobody looking costs nothing. */
export function metricsOf(parts: ApiParts, liveStreams: () => number, clocks: Pick<ClockRecords, 'count'>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  pipelineMetrics(registry, parts)
  gatewayMetrics(registry, parts)
  factsMetrics(registry, parts)
  indicatorMetrics(registry, parts)
  gauge(registry, 'kezhong_live_streams', 'Connections of /live', liveStreams)
  clockMetrics(registry, clocks)
  const requests = new Histogram({
    name: 'kezhong_http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    answered: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
  }
}

function pipelineMetrics(registry: Registry, { status }: ApiParts): void {
  new Counter({
    name: 'kezhong_pipeline_total',
    help: 'What the pipeline dealt with since it started: messages, and the elements in them',
    labelNames: ['what'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [what, count] of Object.entries(status()?.counters ?? {})) this.inc({ what }, count)
    },
  })
  gauge(registry, 'kezhong_pipeline_up', '1 while the pipeline runs', () => (status() ? 1 : 0))
  gauge(registry, 'kezhong_pipeline_lag_messages', 'Messages in the journal that wait', () => status()?.lag)
  gauge(registry, 'kezhong_pipeline_lag_seconds', 'How long the oldest of them has waited', () => (status()?.lagMs ?? 0) / 1_000)
  gauge(registry, 'kezhong_pipeline_rate', 'Messages a second, lately', () => status()?.rate)
  gauge(registry, 'kezhong_store_up', '1 while the store takes readings', () => (status()?.store.ok ? 1 : 0))
}

function gatewayMetrics(registry: Registry, { gatewayHealth }: ApiParts): void {
  gauge(registry, 'kezhong_gateway_up', '1 while the gateway answers and serves', () => {
    const gateway = gatewayHealth()
    return gateway && isServing(gateway) ? 1 : 0
  })
  gauge(registry, 'kezhong_journal_up', '1 while the journal can be written', () => (gatewayHealth()?.journal.ok ? 1 : 0))
  gauge(registry, 'kezhong_gateway_connections', 'Connected clients', () => gatewayHealth()?.connections)
  new Counter({
    name: 'kezhong_gateway_total',
    help: 'What the gateway counted since it started',
    labelNames: ['what'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [what, count] of Object.entries(gatewayHealth()?.counters ?? {})) this.inc({ what }, count)
    },
  })
}

function factsMetrics(registry: Registry, { facts }: ApiParts): void {
  gauge(registry, 'kezhong_facts_up', '1 while facts are counted', () => (facts() && facts()?.problem === undefined ? 1 : 0))
  gauge(registry, 'kezhong_facts_behind_seconds', 'How long ago the facts of all devices end', () => {
    const status = facts()
    return status && status.until > 0 ? status.behindMs / 1_000 : undefined
  })
  gauge(registry, 'kezhong_facts_backlog_days', 'Days of devices that are to be counted again', () => facts()?.backlog)
}

function indicatorMetrics(registry: Registry, { indicators }: ApiParts): void {
  if (!indicators) return
  gauge(registry, 'kezhong_indicators_up', '1 while the indicators can be kept up', () =>
    indicators.status().problem === undefined ? 1 : 0,
  )
  gauge(
    registry,
    'kezhong_deliveries_waiting',
    'Messages to the system of the city that wait, of the latest hundred',
    () => indicators.deliveries({ limit: 100 }).items.filter(({ state }) => state === 'waiting').length,
  )
}

/** Ten thousand records take tens of ms to look through. */
const countedEveryMs = 30_000

function clockMetrics(registry: Registry, clocks: Pick<ClockRecords, 'count'>): void {
  let countedAt = Number.NEGATIVE_INFINITY
  new Gauge({
    name: 'kezhong_device_clocks',
    help: 'Devices by how their clock is: right, unknown, or by what it is wrong',
    labelNames: ['cause'],
    registers: [registry],
    collect() {
      const now = performance.now()
      if (now - countedAt < countedEveryMs) return
      countedAt = now
      const counts = clocks.count()
      for (const cause of clockCauseNames) this.set({ cause }, counts.get(cause) ?? 0)
    },
  })
}

/** What is not known is left out rather than told as zero. */
function gauge(registry: Registry, name: string, help: string, value: () => number | undefined): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      const now = value()
      if (now === undefined) this.remove()
      else this.set(now)
    },
  })
}
