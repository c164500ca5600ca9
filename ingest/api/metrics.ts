import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { ClockRecords } from './clocks.ts'
import { clockMetrics } from './metrics/clocks.ts'
import { diskMetrics } from './metrics/disk.ts'
import { factsMetrics } from './metrics/facts.ts'
import { fleetMetrics } from './metrics/fleet.ts'
import { gatewayMetrics } from './metrics/gateway.ts'
import { gauge } from './metrics/gauge.ts'
import { indicatorMetrics } from './metrics/indicators.ts'
import { ledgerMetrics } from './metrics/ledger.ts'
import { pipelineMetrics } from './metrics/pipeline.ts'
import { rollupMetrics } from './metrics/rollups.ts'
import { threadMetrics } from './metrics/threads.ts'
import type { ApiParts } from './parts.ts'

const groups: readonly ((registry: Registry, parts: ApiParts) => void)[] = [
  ...[
    pipelineMetrics,
    gatewayMetrics,
    fleetMetrics,
    ledgerMetrics,
    factsMetrics,
    rollupMetrics,
    indicatorMetrics,
    diskMetrics,
    threadMetrics,
  ],
]

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
  for (const add of groups) add(registry, parts)
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
