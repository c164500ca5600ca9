import type { World } from './define.ts'

/** What happened while a reading was computed. */
export interface Happening {
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

interface Moment {
  /** Simulated time, ms since 1970 UTC. */
  readonly now: number
  /** Since the previous reading. */
  readonly seconds: number
  /** How far local time is ahead of UTC. */
  readonly offsetMs: number
  readonly memory: object
  /** Numbers in [0, 1). */
  readonly random: () => number
}

const hourMs = 3_600_000

/** The world of one device while one reading is computed, and what comes to happen in it. */
export function worldAt({ now, seconds, offsetMs, memory, random }: Moment): {
  readonly world: World<string, object>
  readonly happenings: readonly Happening[]
} {
  const happenings: Happening[] = []
  const world: World<string, object> = {
    random: (low, high) => low + random() * (high - low),
    chance: (probability) => random() < probability,
    happens: (perHour) => random() < 1 - Math.exp((-perHour * seconds) / 3_600),
    hour: ((now + offsetMs) / hourMs) % 24,
    now,
    seconds,
    emit: (event, fields) => void happenings.push({ event, fields }),
    memory,
  }
  return { world, happenings }
}
