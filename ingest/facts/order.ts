import type { KnownDevice } from './known-device.ts'
import type { KnownDevices } from './known-devices.ts'
import { type Day, dayAt } from './slicing.ts'

/** Facts of [from, to) are to be made anew, of one device or all. */
export interface FactsOrder {
  readonly from: number
  readonly to: number
  readonly device?: string
}

interface Kept extends FactsOrder {
  /** Start of the day in hand, and devices of it that are done. */
  at: number
  skip: number
  done: number
  total: number
  /** Slices that turned out to be others. */
  changed: number
}

export interface Piece {
  readonly day: Day
  readonly devices: readonly KnownDevice[]
}

const hourMs = 3_600_000

/** Day by day, and within a day device by device in the order of their ids. As text it is kept beside the facts. */
export class OrderUnderWay {
  private readonly kept: Kept

  private constructor(kept: Kept) {
    this.kept = kept
  }

  static begun(
    { from, to, device }: FactsOrder,
    devices: KnownDevices,
    { horizon, now }: { readonly horizon: number; readonly now: number },
  ): OrderUnderWay {
    const range = { from: Math.max(from, horizon), to: Math.min(to, now + 1) }
    const order = new OrderUnderWay({
      ...range,
      ...(device !== undefined && { device }),
      at: range.from,
      skip: 0,
      done: 0,
      total: 0,
      changed: 0,
    })
    order.kept.total = order.all(devices).reduce((sum, known) => sum + hoursOf(known, range.from, range.to), 0)
    return order
  }

  static resumed(text: string): OrderUnderWay {
    return new OrderUnderWay(JSON.parse(text) as Kept)
  }

  text(): string {
    return JSON.stringify(this.kept)
  }

  /** In device-hours. */
  get progress(): { readonly done: number; readonly total: number; readonly changed: number } {
    const { done, total, changed } = this.kept
    return { done: Math.min(done, total), total, changed }
  }

  /** What is left of the day in hand, else the next day; none: all is done. */
  next(devices: KnownDevices, atOnce: number): Piece[] {
    const all = this.all(devices)
    while (all.length > 0 && this.kept.at < this.kept.to) {
      const day = dayAt(this.kept.at, devices.offset)
      const pieces: Piece[] = []
      for (let first = this.kept.skip; first < all.length; first += atOnce) pieces.push({ day, devices: all.slice(first, first + atOnce) })
      if (pieces.length > 0) return pieces
      this.kept.at = day.end
      this.kept.skip = 0
    }
    return []
  }

  done({ day, devices }: Piece, changed: number): void {
    const { from, to } = this.kept
    this.kept.skip += devices.length
    this.kept.done += devices.reduce((sum, device) => sum + hoursOf(device, Math.max(from, day.start), Math.min(to, day.end)), 0)
    this.kept.changed += changed
  }

  private all(devices: KnownDevices): KnownDevice[] {
    const { device } = this.kept
    if (device === undefined) return [...devices.values()]
    const known = devices.get(device)
    return known ? [known] : []
  }
}

/** Hours of that time in which it was in service. */
function hoursOf({ firstInService, basis }: KnownDevice, from: number, to: number): number {
  const first = Math.max(Math.floor(from / hourMs), Math.floor(firstInService / hourMs))
  return Math.max(0, Math.ceil(Math.min(to, basis.retired) / hourMs) - first)
}
