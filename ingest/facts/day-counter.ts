import type { Store } from '../store/store.ts'
import { type CountedDay, carryFrom, carryText, countDay, emptyCarry } from './count-day.ts'
import type { CountingRules } from './counting-rules.ts'
import type { Gatherer } from './gather.ts'
import type { KnownDevice } from './known-device.ts'
import type { Carry } from './readings.ts'
import { type Day, slicesOf } from './slicing.ts'
import type { FactsWriter } from './writer.ts'

interface CounterParts {
  readonly gatherer: Gatherer
  readonly store: Pick<Store, 'readings'>
  readonly writer: FactsWriter
  readonly rules: CountingRules
}

/** A local day of a device as counted, not written yet: its slices from `from` on. */
export interface DayOfDevice {
  readonly device: KnownDevice
  readonly day: Day
  readonly from: number
  readonly counted: CountedDay | undefined
}

const dayMs = 86_400_000
/** How far back the last values before the first slice are looked for. */
const carryReachMs = 400 * dayMs
const readingsAtOnce = 1_000

/** Counts days of devices from what is stored. */
export class DayCounter {
  private readonly parts: CounterParts

  constructor(parts: CounterParts) {
    this.parts = parts
  }

  /** From `from` on, as far as the day has run; a whole day unless only its running slice is wanted. */
  async count(device: KnownDevice, day: Day, from: number, now: number): Promise<DayOfDevice> {
    const { basis, reach, suspensions, outages, carried } = device
    const all = slicesOf(basis, day, now)
    const isRunningOnly = carried !== undefined && from >= carried.start && all.some(({ start }) => start === carried.start)
    const slices = isRunningOnly ? all.filter(({ start }) => start >= carried.start) : all
    const [first, last] = [slices[0], slices.at(-1)]
    if (!first || !last) return { device, day, from: day.start, counted: undefined }
    const begun = isRunningOnly ? { carry: carried.carry, from: first.start } : await this.carryAt(device, day, first.start)
    const to = day.end > now ? last.end : day.end
    const material = await this.parts.gatherer.material(basis, begun.from, to, reach)
    const counting = { basis, suspensions, outages, rules: this.parts.rules, now }
    const counted = countDay(counting, { from: begun.from, to, slices }, material, begun.carry)
    return { device, day, from: isRunningOnly ? first.start : day.start, counted }
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

  /** Last values, and as of when. */
  private async carryAt({ id, basis }: KnownDevice, day: Day, start: number): Promise<{ readonly carry: Carry; readonly from: number }> {
    const kept = this.parts.writer.carry(id, day.start)
    return kept === undefined
      ? { carry: await this.lookedUp(basis, start), from: start }
      : { carry: carryFrom(basis.kind, kept), from: day.start }
  }

  /** The last value of each field before that, reading backwards until all are found. */
  private async lookedUp({ device, kind }: KnownDevice['basis'], before: number): Promise<Carry> {
    const fields = Object.keys(kind.telemetry)
    const carry = emptyCarry(kind)
    const query = { kind: kind.kind, device, from: before - carryReachMs, to: before, limit: readingsAtOnce }
    for (let page = await this.parts.store.readings({ ...query, limit: 10 }); page.length > 0; ) {
      for (const { quality, values } of page.toReversed()) {
        if (quality === 'bad') continue
        for (const [index, field] of fields.entries()) carry[index] ??= (values[field] as number | string | undefined) ?? null
      }
      const [oldest] = page
      if (!oldest || carry.every((value) => value !== null)) break
      page = await this.parts.store.readings({ ...query, before: { ts: oldest.ts, n: oldest.n } })
    }
    return carry
  }
}
