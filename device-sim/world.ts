import type { World } from '../facilities/define.ts'
import { type Chance, chanceOf } from './random.ts'
import type { Offset } from './zone.ts'

/** What happened while a reading was computed. */
export interface Happening {
  readonly event: string
  readonly fields: Record<string, unknown>
}

/** The world of one device; `turn` sets it to another instant. */
export interface TurningWorld extends World<string, object> {
  turn(now: number, seconds: number, chanceKey: number): void
  readonly happenings: Happening[]
}

const hourMs = 3_600_000

export function worldOf(memory: object, offset: Offset): TurningWorld {
  let chance: Chance = chanceOf(0)
  let now = 0
  let seconds = 0
  let happenings: Happening[] = []
  return {
    memory,
    get now() {
      return now
    },
    get seconds() {
      return seconds
    },
    get hour() {
      return ((now + offset(now)) / hourMs) % 24
    },
    get happenings() {
      return happenings
    },
    random: (low, high) => low + (high - low) * chance(),
    chance: (probability) => chance() < probability,
    happens: (perHour) => chance() < 1 - Math.exp((-perHour * seconds) / 3_600),
    emit: (event, fields) => void happenings.push({ event, fields }),
    turn(at, since, chanceKey) {
      now = at
      seconds = since
      chance = chanceOf(chanceKey)
      happenings = []
    },
  }
}
