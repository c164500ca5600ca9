import type { Registry } from 'prom-client'
import { isServing } from '../../watch/gateway-watch.ts'
import type { ApiParts } from '../parts.ts'
import { counters, gauge } from './gauge.ts'

export function gatewayMetrics(registry: Registry, { gatewayHealth, nodeRed }: ApiParts): void {
  gauge(registry, 'kezhong_gateway_up', '1 while the gateway answers and serves', () => {
    const gateway = gatewayHealth()
    return gateway && isServing(gateway) ? 1 : 0
  })
  gauge(registry, 'kezhong_journal_up', '1 while the journal can be written', () => (gatewayHealth()?.journal.ok ? 1 : 0))
  gauge(registry, 'kezhong_gateway_connections', 'Connected clients', () => gatewayHealth()?.connections)
  counters(registry, 'kezhong_gateway_total', 'What the gateway counted since it started', 'what', () => gatewayHealth()?.counters)
  gauge(registry, 'kezhong_journal_waiting', 'Publishes that wait for the disk', () => gatewayHealth()?.journal.waiting)
  gauge(registry, 'kezhong_gateway_resident_memory_bytes', 'Memory of the gateway process', () => gatewayHealth()?.process?.residentBytes)
  gauge(
    registry,
    'kezhong_gateway_eventloop_lag_seconds',
    'How late the gateway was in its event loop, 99th percentile since it was last asked',
    () => {
      const lag = gatewayHealth()?.process?.loopLagMs
      return lag === undefined ? undefined : lag / 1_000
    },
  )
  gauge(registry, 'kezhong_node_red_up', '1 while Node-RED answers and runs its flows; not there when it is switched off', () => {
    const status = nodeRed()
    return status === 'off' ? undefined : 'silent' in status || status.safeMode ? 0 : 1
  })
}
