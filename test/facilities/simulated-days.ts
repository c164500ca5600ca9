import { type FacilityKind, milliseconds } from '../../facilities/define.ts'
import { type SimulatedReading, simulation } from '../../facilities/simulation.ts'
import { randomOf } from '../../seeds/random.ts'

/** Whole days of one device, from local midnight. */
export function simulatedDays(kind: FacilityKind, { seed, days }: { seed: number; days: number }): SimulatedReading[] {
  const readings = simulation(kind, { random: randomOf(`${kind.kind}/${seed}`), from: Date.parse('2026-11-02T00:00:00+08:00') })
  return Array.from({ length: (days * 86_400_000) / milliseconds(kind.every) }, () => readings.next().value)
}
