import type { Registry } from 'prom-client'
import { outageWords } from '../../fleet/own-outage.ts'
import { standingsByKind } from '../../fleet/wall-points.ts'
import type { ApiParts } from '../parts.ts'
import { gauges, keptFor } from './gauge.ts'

/** Ten thousand devices take some 100 ms to look through. */
const lookedEveryMs = 30_000

/** Kinds that are known and five words: as many series as kinds, however many devices. */
export function fleetMetrics(registry: Registry, { fleet, now = Date.now }: ApiParts): void {
  if (!fleet) return
  const look = keptFor(lookedEveryMs, () => fleet.look(now()))
  gauges(registry, 'kezhong_devices', 'Devices in service; unknown: never heard, or we are why nothing is known', ['kind', 'state'], () =>
    [...standingsByKind(look())].flatMap(([kind, counts]) =>
      Object.entries(counts).map(([state, count]) => [{ kind, state }, count] as const),
    ),
  )
  gauges(registry, 'kezhong_own_outage', '1 for the part of ours that is why nothing is known of devices', ['part'], () => {
    const { outage } = look()
    return Object.keys(outageWords).map((part) => [{ part }, part === outage ? 1 : 0] as const)
  })
}
