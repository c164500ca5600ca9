import { type FacilityKind, milliseconds, type World } from './define.ts'

export interface SimulatedEvent {
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** What one simulated device says at one moment. */
export interface SimulatedReading {
  readonly ts: number
  readonly values: Readonly<Record<string, number | string>>
  readonly events: readonly SimulatedEvent[]
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
    const events: SimulatedEvent[] = []
    const world: World<string, object> = {
      random: (low, high) => low + random() * (high - low),
      chance: (probability) => random() < probability,
      happens: (perHour) => random() < 1 - Math.exp((-perHour * seconds) / 3_600),
      hour: (ts / 3_600_000 + zoneHours) % 24,
      now: ts,
      seconds,
      emit: (event, fields) => events.push({ event, fields }),
      memory,
    }
    const reading = kind.simulate.next(values, world)
    values = { ...values, ...reading }
    yield { ts, values: reading, events }
  }
}
