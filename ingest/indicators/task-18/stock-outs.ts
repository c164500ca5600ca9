/** Lanes that ran empty, each an episode of its own: what is filled first is what has been empty longest. */

import type { DayPart } from '../../facts/parts.ts'
import { dayMs } from '../day.ts'
import { type Follower, followDevices } from '../look-back.ts'
import { stockRuns } from '../read-runs.ts'
import type { World } from '../world.ts'

/** Episodes of a device at one place whose 24 hours ended in the window. */
export interface StockOuts {
  readonly part: DayPart['part']
  due: number
  restocked: number
}

export function stockOutsOf(world: World, kinds: ReadonlySet<string>): readonly StockOuts[] {
  const followers = followDevices(world, kinds, () => new LaneFollower(world))
  return [...followers.values()].flatMap((follower) => follower.stockOuts())
}

class LaneFollower implements Follower {
  private readonly world: World
  /** Oldest first: since when so many lanes are empty. */
  private readonly empty: { readonly start: number; lanes: number }[] = []
  private readonly ended: { readonly start: number; readonly end: number; readonly lanes: number }[] = []
  private readonly places: { readonly since: number; readonly part: DayPart['part'] }[] = []
  private lanes = 0
  private firstKnown = Number.POSITIVE_INFINITY

  constructor(world: World) {
    this.world = world
  }

  get isSettled(): boolean {
    return this.firstKnown < this.world.period.from - dayMs
  }

  add(day: DayPart): void {
    this.places.push({ since: day.start, part: day.part })
    for (const { word, from } of stockRuns(day)) {
      const lanes = Number(word)
      if (!Number.isInteger(lanes)) continue
      this.firstKnown = Math.min(this.firstKnown, from)
      if (lanes > this.lanes) this.empty.push({ start: from, lanes: lanes - this.lanes })
      if (lanes < this.lanes) this.fill(this.lanes - lanes, from)
      this.lanes = lanes
    }
  }

  stockOuts(): readonly StockOuts[] {
    const found = new Map<string, StockOuts>()
    const open = this.empty.map((episode) => ({ ...episode, end: Number.POSITIVE_INFINITY }))
    for (const { start, end, lanes } of [...this.ended, ...open]) {
      const due = start + dayMs
      if (due < this.world.period.from || due >= this.world.until) continue
      const part = this.placeAt(due)
      const key = [part.facility, part.town, ...part.circles].join(' ')
      const sums = found.get(key) ?? { part, due: 0, restocked: 0 }
      found.set(key, sums)
      sums.due += lanes
      if (end <= due) sums.restocked += lanes
    }
    return [...found.values()]
  }

  private fill(lanes: number, end: number): void {
    let left = lanes
    for (let oldest = this.empty[0]; oldest && left > 0; oldest = this.empty[0]) {
      const filled = Math.min(left, oldest.lanes)
      this.ended.push({ start: oldest.start, end, lanes: filled })
      oldest.lanes -= filled
      left -= filled
      if (oldest.lanes === 0) this.empty.shift()
    }
  }

  private placeAt(time: number): DayPart['part'] {
    const place = this.places.findLast(({ since }) => since <= time) ?? this.places[0]
    if (!place) throw new Error('a lane ran empty on no day')
    return place.part
  }
}
