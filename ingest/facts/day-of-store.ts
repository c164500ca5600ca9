import type { Store } from '../store/store.ts'
import type { DeviceBasis } from './basis.ts'
import { type CountedDay, carryFrom, countDay, emptyCarry } from './count-day.ts'
import type { Slice } from './count-slice.ts'
import type { CountingRules } from './counting-rules.ts'
import type { Gatherer } from './gather.ts'
import type { Reach } from './reach.ts'
import type { Carry } from './readings.ts'
import { type Day, slicesOf } from './slicing.ts'
import type { Span, Suspensions } from './suspensions.ts'

interface StoreParts {
  readonly gatherer: Gatherer
  readonly store: Pick<Store, 'readings'>
  readonly rules: CountingRules
}

/** A device as far as its facts hang on it. */
export interface Described {
  readonly basis: DeviceBasis
  readonly reach: Reach
  readonly suspensions: Suspensions
  readonly outages: readonly Span[]
}

/** Last values, and as of when. */
interface Begun {
  readonly carry: Carry
  readonly from: number
}

const dayMs = 86_400_000
/** How far back the last values before the first slice are looked for. */
const carryReachMs = 400 * dayMs
const readingsAtOnce = 1_000

/** Counts what is stored of a day. It knows nothing of facts.sqlite, so it may work in another thread than the one that writes. */
export class DayOfStore {
  private readonly parts: StoreParts

  constructor(parts: StoreParts) {
    this.parts = parts
  }

  /** `kept`: last values before the day, as text; undefined: they are looked for. Undefined when it was not in service. */
  async whole(device: Described, day: Day, now: number, kept: string | undefined): Promise<CountedDay | undefined> {
    const { basis } = device
    const slices = slicesOf(basis, day, now)
    const [first] = slices
    if (!first) return undefined
    const begun =
      kept === undefined
        ? { carry: await this.lookedUp(basis, first.start), from: first.start }
        : { carry: carryFrom(basis.kind, kept), from: day.start }
    return this.part(device, day, now, slices, begun)
  }

  async part(
    { basis, reach, suspensions, outages }: Described,
    day: Day,
    now: number,
    slices: readonly Slice[],
    { carry, from }: Begun,
  ): Promise<CountedDay> {
    const to = day.end > now ? (slices.at(-1)?.end ?? day.end) : day.end
    const material = await this.parts.gatherer.material(basis, from, to, reach)
    const counting = { basis, suspensions, outages, rules: this.parts.rules, now }
    return countDay(counting, { from, to, slices }, material, carry)
  }

  /** The last value of each field before that, reading backwards until all are found. */
  private async lookedUp({ device, kind }: DeviceBasis, before: number): Promise<Carry> {
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
