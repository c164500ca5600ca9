import type { Outgoing } from './device.ts'

/** What goes as one message: a reading, an array of readings, or an event. */
export interface Parcel {
  readonly to: string
  readonly payload: string
  readonly items: readonly Outgoing[]
}

const longestArray = 1_000
const largestArray = 200_000 // characters; the gateway takes 256 KiB a message

/** What a device still has to say while it cannot: bounded, the oldest goes first. */
export class Outbox {
  #items: Outgoing[] = []
  #dropped = 0
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get waiting(): number {
    return this.#items.length
  }

  get dropped(): number {
    return this.#dropped
  }

  add(items: readonly Outgoing[]): void {
    this.#items.push(...items)
    this.#bound()
  }

  /** Back to the front: they are older than whatever came since. */
  putBack(items: readonly Outgoing[]): void {
    this.#items = [...items, ...this.#items]
    this.#bound()
  }

  /** Empties it. Neighbouring readings become one array, everything else goes alone; nothing changes its place. */
  take(): Parcel[] {
    const parcels: Parcel[] = []
    let array: Outgoing[] = []
    let size = 0
    const close = () => {
      if (array.length > 0) parcels.push(parcelOf(array))
      array = []
      size = 0
    }
    for (const item of this.#items) {
      const fits = item.joins && array.length < longestArray && size + item.payload.length < largestArray
      if (!fits) close()
      if (item.joins) {
        array.push(item)
        size += item.payload.length
      } else parcels.push(parcelOf([item]))
    }
    close()
    this.#items = []
    return parcels
  }

  #bound(): void {
    const excess = this.#items.length - this.#limit
    if (excess <= 0) return
    this.#items.splice(0, excess)
    this.#dropped += excess
  }
}

export function parcelOf(items: readonly Outgoing[]): Parcel {
  const [first] = items as readonly [Outgoing]
  return { to: first.to, items, payload: items.length === 1 ? first.payload : `[${items.map(({ payload }) => payload).join(',')}]` }
}
