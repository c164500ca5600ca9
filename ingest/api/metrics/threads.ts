import type { Registry } from 'prom-client'
import type { ApiParts } from '../parts.ts'
import { gauges } from './gauge.ts'

/** How busy each thread of ingest is; memory, processor time and lateness of the process itself are Node's own metrics. */
export function threadMetrics(registry: Registry, { threads, version }: ApiParts): void {
  if (threads)
    gauges(registry, 'kezhong_thread_busy_ratio', 'Share of the time since it began in which the thread worked', ['thread'], () =>
      Object.entries(threads()).map(([thread, share]) => [{ thread }, share] as const),
    )
  if (version !== undefined) gauges(registry, 'kezhong_build_info', 'Always 1', ['version'], () => [[{ version }, 1] as const])
}
