import { type FacilityKind, milliseconds } from './define.ts'
import { type Happening, worldAt } from './world.ts'

/** What one simulated device says at one moment. */
export interface SimulatedReading {
  readonly ts: number
  readonly values: Readonly<Record<string, number | string>>
  readonly events: readonly Happening[]
}

interface Options {
  /** Numbers in [0, 1); the same numbers tell the same days. */
  readonly random: () => number
  /** Simulated time of the first reading, ms since 1970 UTC. */
  readonly from: number
  /** Time between two readings; as often as the kind reports when not given. */
  readonly everyMs?: number
  /** Local time ahead of UTC, hours. */
  readonly zoneHours?: number
}

/** One simulated device, reading after reading without end. */
export function* simulation(kind: FacilityKind, options: Options): Generator<SimulatedReading, never> {
  const { random, from, everyMs = milliseconds(kind.every), zoneHours = 8 } = options
  const seconds = everyMs / 1_000
  const memory = kind.simulate.memory?.() ?? {}
  let values = { ...kind.simulate.start }
  for (let ts = from; ; ts += everyMs) {
    const { world, happenings } = worldAt({ now: ts, seconds, offsetMs: zoneHours * 3_600_000, memory, random })
    const reading = kind.simulate.next(values, world)
    values = { ...values, ...reading }
    yield { ts, values: reading, events: happenings }
  }
}
