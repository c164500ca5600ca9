import { Counter, type Registry } from 'prom-client'
import type { ApiParts } from '../parts.ts'
import { gauge } from './gauge.ts'

export function rollupMetrics(registry: Registry, { rollups }: ApiParts): void {
  if (!rollups) return
  gauge(registry, 'kezhong_rollups_up', '1 while hourly and daily values are made', () =>
    rollups() && rollups()?.problem === undefined ? 1 : 0,
  )
  gauge(registry, 'kezhong_rollups_behind_seconds', 'How long the oldest hour that is not rolled up has been over', () => {
    const status = rollups()
    return status && status.behindMs / 1_000
  })
  gauge(registry, 'kezhong_rollups_backlog_devices', 'Devices with hours that are over and not rolled up', () => rollups()?.devices)
  gauge(
    registry,
    'kezhong_rollups_backlog',
    'Device-hours that are over and not rolled up, as far as they are known',
    () => rollups()?.hours,
  )
  new Counter({
    name: 'kezhong_rollups_made_total',
    help: 'Device-hours rolled up since ingest started',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(rollups()?.done ?? 0)
    },
  })
}
