import type { Store } from '../store/store.ts'
import { type CountedDay, carryText } from './count-day.ts'
import type { CountingRules } from './counting-rules.ts'
import { DayOfStore } from './day-of-store.ts'
import type { Gatherer } from './gather.ts'
import type { KnownDevice } from './known-device.ts'
import { type Day, slicesOf } from './slicing.ts'
import type { FactsWriter } from './writer.ts'

interface CounterParts {
  readonly gatherer: Gatherer
  readonly store: Pick<Store, 'readings'>
  readonly writer: FactsWriter
  readonly rules: CountingRules
  readonly threads?: Counters | undefined
}

/** A device of which another thread is to count a day, and its last values before. */
export interface Asked {
  readonly device: KnownDevice
  readonly carry: string | undefined
}

/** Threads that count (counting-threads.ts). */
export interface Counters {
  /** So many pieces are worth having under way. */
  readonly atOnce: number
  /** In the order of what was asked; undefined when it has to be counted here. Never rejects. */
  count(asked: readonly Asked[], day: Day, now: number): Promise<readonly (CountedDay | undefined)[] | undefined>
}

/** A local day of a device as counted, not written yet: its slices from `from` on. */
export interface DayOfDevice {
  readonly device: KnownDevice
  readonly day: Day
  readonly from: number
  readonly counted: CountedDay | undefined
}

/** Counts days of devices from what is stored, and writes them. */
export class DayCounter {
  private readonly parts: CounterParts
  private readonly stored: DayOfStore

  constructor(parts: CounterParts) {
    this.parts = parts
    this.stored = new DayOfStore(parts)
  }

  /** From `from` on, as far as the day has run; a whole day unless only its running slice is wanted. */
  async count(device: KnownDevice, day: Day, from: number, now: number): Promise<DayOfDevice> {
    const { carried } = device
    if (carried !== undefined && from >= carried.start) {
      const slices = slicesOf(device.basis, day, now).filter(({ start }) => start >= carried.start)
      const [first] = slices
      if (first?.start === carried.start) {
        const counted = await this.stored.part(device, day, now, slices, { carry: carried.carry, from: first.start })
        return { device, day, from: first.start, counted }
      }
    }
    const counted = await this.stored.whole(device, day, now, this.parts.writer.carry(device.id, day.start))
    return { device, day, from: day.start, counted }
  }

  /** Whole days, by other threads where there are any. */
  async countAll(devices: readonly KnownDevice[], day: Day, now: number): Promise<DayOfDevice[]> {
    const { threads, writer } = this.parts
    const asked = threads && devices.map((device) => ({ device, carry: writer.carry(device.id, day.start) }))
    const counted = asked && (await threads.count(asked, day, now))
    if (counted) return devices.map((device, index) => ({ device, day, from: day.start, counted: counted[index] }))
    return this.countHere(devices, day, now)
  }

  async countHere(devices: readonly KnownDevice[], day: Day, now: number): Promise<DayOfDevice[]> {
    const counted: DayOfDevice[] = []
    for (const device of devices) counted.push(await this.count(device, day, day.start, now))
    return counted
  }

  /** Within the writer's transaction. True when the next day has to begin with other values than it did. */
  write({ device, day, from, counted }: DayOfDevice, now: number): boolean {
    const { writer } = this.parts
    writer.writeDay(device.id, day.start, day.end, from, counted?.slices ?? [])
    const last = counted?.slices.at(-1)
    if (counted && last && day.end > now) device.carried = { start: last.start, carry: counted.carryBeforeLast }
    if (!counted || day.end > now) return false
    const text = carryText(device.basis.kind, counted.carry)
    if (writer.carry(device.id, day.end) === text) return false
    writer.setCarry(device.id, day.end, text)
    return true
  }
}
