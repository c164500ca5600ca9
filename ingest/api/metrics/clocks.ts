import { Gauge, type Registry } from 'prom-client'
import { clockCauseNames } from '../../clock/causes.ts'
import type { ClockRecords } from '../clocks.ts'

/** Ten thousand records take tens of ms to look through. */
const countedEveryMs = 30_000

export function clockMetrics(registry: Registry, clocks: Pick<ClockRecords, 'count'>): void {
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
