/** Outages of a port: from the first bad mark after a good one to the next good one. */

import type { DayPart } from '../../facts/parts.ts'
import { type Follower, followDevices } from '../look-back.ts'
import { minuteMs, stateRuns } from '../read-runs.ts'
import type { World } from '../world.ts'

export interface Outage {
  /** Where the port stood when it ended, or last. */
  readonly part: DayPart['part']
  readonly start: number
  /** Absent: it lasts. */
  readonly end?: number
  /** Without suspended minutes; of an open one up to how far the facts are. */
  readonly minutes: number
  /** Minutes that were suspended, taken off. */
  readonly suspended: number
}

/** Those that ended in the window, and those that are open at its end. */
export function outagesOf(world: World, kinds: ReadonlySet<string>): readonly Outage[] {
  const inService = new Set(world.register.devices.map(({ id }) => id))
  const followers = followDevices(world, kinds, () => new OutageFollower(world))
  return [...followers].flatMap(([device, follower]) => [...follower.ended, ...(inService.has(device) ? follower.open() : [])])
}

class OutageFollower implements Follower {
  readonly ended: Outage[] = []
  private readonly world: World
  private begun: { readonly start: number; suspended: number } | undefined
  private firstKnown: { readonly at: number; readonly isGood: boolean } | undefined
  private part: DayPart['part'] | undefined

  constructor(world: World) {
    this.world = world
  }

  get isSettled(): boolean {
    return this.firstKnown?.isGood === true && this.firstKnown.at < this.world.period.from
  }

  add(day: DayPart): void {
    this.part = day.part
    for (const { word, from, to } of stateRuns(day)) {
      if (word === 'G') this.end(day.part, from)
      if (word === 'B') this.begun ??= { start: from, suspended: 0 }
      if (word === 'S' && this.begun) this.begun.suspended += (to - from) / minuteMs
      if (word === 'G' || word === 'B') this.firstKnown ??= { at: from, isGood: word === 'G' }
    }
  }

  open(): readonly Outage[] {
    if (!this.begun || !this.part) return []
    const { start, suspended } = this.begun
    return [{ part: this.part, start, minutes: this.minutesUntil(this.world.until), suspended }]
  }

  private end(part: DayPart['part'], at: number): void {
    if (!this.begun) return
    const { start, suspended } = this.begun
    if (at >= this.world.period.from) this.ended.push({ part, start, end: at, minutes: this.minutesUntil(at), suspended })
    this.begun = undefined
  }

  private minutesUntil(time: number): number {
    return this.begun ? Math.floor((time - this.begun.start) / minuteMs) - this.begun.suspended : 0
  }
}
