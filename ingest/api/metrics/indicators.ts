import type { Registry } from 'prom-client'
import type { ApiParts } from '../parts.ts'
import { gauge } from './gauge.ts'

export function indicatorMetrics(registry: Registry, { indicators }: ApiParts): void {
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
  gauge(registry, 'kezhong_indicators_behind_seconds', 'How long ago the facts end that they are made of', () => {
    const { until, behind } = indicators.status()
    return until > 0 ? behind / 1_000 : undefined
  })
}
