import type { Registry } from 'prom-client'
import { ledgerOf } from '../ledger.ts'
import type { ApiParts } from '../parts.ts'
import { counters, gauge, gauges, keptFor } from './gauge.ts'

const countedEveryMs = 10_000

/** The ledger over everything that was ever received, and what of it is refused. */
export function ledgerMetrics(registry: Registry, parts: ApiParts): void {
  const ledger = ledgerOf(parts)
  const look = keptFor(countedEveryMs, () => ledger.total({ from: 0, to: Number.MAX_SAFE_INTEGER }))
  counters(registry, 'kezhong_ledger_elements_total', 'Readings and events, an array as its elements', 'outcome', () => {
    const { received, stored, duplicate, quarantined } = look()
    return { received, stored, duplicate, quarantined }
  })
  gauge(registry, 'kezhong_ledger_balanced', '1 while received = stored + duplicate + quarantined + pending', () => {
    const { received, stored, duplicate, quarantined } = look()
    return received === stored + duplicate + quarantined ? 1 : 0
  })
  quarantineMetrics(registry, parts)
}

/** Of the index alone, so that a million refusals take tenths of a second. */
function quarantineMetrics(registry: Registry, { ingestDatabase }: ApiParts): void {
  const byCode = ingestDatabase.prepare('SELECT code, count(*) AS count FROM quarantine WHERE replayed IS NULL GROUP BY code')
  const look = keptFor(3 * countedEveryMs, () => byCode.all() as { code: string; count: number }[])
  gauges(registry, 'kezhong_quarantine_messages', 'Refused messages in quarantine, by code', ['code'], () =>
    look().map(({ code, count }) => [{ code }, count] as const),
  )
}
