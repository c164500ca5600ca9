import type { Registry } from 'prom-client'
import type { ApiParts } from '../parts.ts'
import { gauge } from './gauge.ts'

export function factsMetrics(registry: Registry, { facts }: ApiParts): void {
  gauge(registry, 'kezhong_facts_up', '1 while facts are counted', () => (facts() && facts()?.problem === undefined ? 1 : 0))
  gauge(registry, 'kezhong_facts_behind_seconds', 'How long ago the facts of all devices end', () => {
    const status = facts()
    return status && status.until > 0 ? status.behindMs / 1_000 : undefined
  })
  gauge(registry, 'kezhong_facts_backlog', 'Days of devices that are to be counted again', () => facts()?.backlog)
}
