import type { FacilityKind } from '../../facilities/define.ts'
import type { Chance } from '../random.ts'

/** A message before it is written as JSON. */
export interface Draft {
  /** Below `kz/v1/{kind}/{device}/`. */
  readonly to: string
  readonly body: Readonly<Record<string, unknown>>
  /** Sent as it is instead of the body; never joined with others to an array. */
  readonly text?: string
}

/** One due reading of one device, as a fault sees it. */
export interface Tick {
  /** Number of the interval since 1970: the same at the same time, whenever the fleet was started. */
  readonly index: number
  readonly chance: Chance
  /** Repeats for the same `number`; for what lasts longer than one reading. */
  chanceOf(number: number): Chance
}

/**
 * What can happen to the way to the platform. `cut`: the network is gone, the device measures on and keeps what it has to say.
 * `off`: the device itself is gone, and starts afresh.
 */
export type Link = 'up' | 'cut' | 'off'

/** A fault of one device; every part is optional. */
export interface FaultAtWork {
  /** What its clock shows at a time, ms; `startedAt`: when the device was last started. */
  clock?(ts: number, startedAt: number): number
  link?(tick: Tick): Link
  /** Changes what the device has measured, before it is remembered. */
  values?(values: Record<string, number | string>, tick: Tick): void
  drafts?(drafts: readonly Draft[], tick: Tick): readonly Draft[]
}

export interface Fault {
  /** For --help. */
  readonly explanation: string
  /** Called for each device that has the fault. */
  of(kind: FacilityKind): FaultAtWork
}

/**
 * True in one stretch of `lasts` readings out of `every`, at a place that chance chooses, but never at the very beginning: whoever starts
 * a fleet sees each device once before it fails.
 */
export function inEpisode(tick: Tick, { every, lasts }: { every: number; lasts: number }): boolean {
  const round = Math.floor(tick.index / every)
  const begins = 1 + Math.floor(tick.chanceOf(round)() * (every - lasts))
  const place = tick.index - round * every
  return place >= begins && place < begins + lasts
}
