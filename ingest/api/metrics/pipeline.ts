import type { Registry } from 'prom-client'
import type { ApiParts } from '../parts.ts'
import { counters, gauge } from './gauge.ts'

export function pipelineMetrics(registry: Registry, { status }: ApiParts): void {
  counters(
    registry,
    'kezhong_pipeline_total',
    'What the pipeline dealt with since it started: messages, and the elements in them',
    'what',
    () => status()?.counters,
  )
  gauge(registry, 'kezhong_pipeline_up', '1 while the pipeline runs', () => (status() ? 1 : 0))
  gauge(registry, 'kezhong_pipeline_lag_messages', 'Messages in the journal that wait', () => status()?.lag)
  gauge(registry, 'kezhong_pipeline_lag_seconds', 'How long the oldest of them has waited', () => (status()?.lagMs ?? 0) / 1_000)
  gauge(registry, 'kezhong_pipeline_rate', 'Messages a second, lately', () => status()?.rate)
  gauge(registry, 'kezhong_store_up', '1 while the store takes readings', () => (status()?.store.ok ? 1 : 0))
  storeMetrics(registry, status)
}

function storeMetrics(registry: Registry, status: ApiParts['status']): void {
  counters(
    registry,
    'kezhong_store_writes_total',
    'Batches written to the store since the start, and those it did not take at once',
    'result',
    () => {
      const writes = status()?.writes
      return writes && { written: writes.written, failed: writes.failed }
    },
  )
  counters(registry, 'kezhong_store_write_seconds_total', 'Time spent in writes that succeeded', 'result', () => {
    const writes = status()?.writes
    return writes && { written: writes.seconds }
  })
}
