import { type DeviceBasis, everyAt, firstInService } from './basis.ts'
import { excludedOutages } from './count-slice.ts'
import { type CountingRules, minuteMs } from './counting-rules.ts'
import { type Reach, reachOf } from './reach.ts'
import type { Carry } from './readings.ts'
import { type Span, Suspensions } from './suspensions.ts'

/** Facts from `from` on are to be made anew; up to `to`, and further as long as the last values of a day turn out to be others. */
export interface Pending {
  readonly from: number
  readonly to: number
}

/** A device as the facts thread holds it in memory. */
export class KnownDevice {
  /** In facts.sqlite; 0 until it has one. */
  id: number
  readonly basis: DeviceBasis
  readonly digest: string
  readonly reach: Reach
  readonly suspensions: Suspensions
  readonly outages: readonly Span[]
  readonly firstInService: number
  /** Its marks before this are counted; 0: none. */
  until: number
  pending: Pending | undefined
  /** Last values at the start of its last slice, so that the running hour needs no reading of the day. */
  carried: { readonly start: number; readonly carry: Carry } | undefined = undefined

  constructor(
    id: number,
    basis: DeviceBasis,
    digest: string,
    rules: CountingRules,
    { until, pending }: Pick<KnownDevice, 'until' | 'pending'>,
  ) {
    this.id = id
    this.basis = basis
    this.digest = digest
    this.reach = reachOf(basis, rules)
    this.suspensions = new Suspensions(basis, rules)
    this.outages = excludedOutages(basis)
    this.firstInService = firstInService(basis)
    this.until = until
    this.pending = pending
  }

  mark(from: number, to: number): void {
    const { pending } = this
    this.pending = pending ? { from: Math.min(pending.from, from), to: Math.max(pending.to, to) } : { from, to }
  }

  /** Has marks that are not counted yet. */
  isBehind(now: number): boolean {
    return this.until <= now && this.firstInService <= now && this.until <= this.basis.retired
  }

  /** From where on time has made other facts since it was counted last: its marks, and slots that have ended. */
  movedFrom(now: number): number {
    const last = this.until - minuteMs
    const every = everyAt(this.basis, now)
    const slot = Math.floor(last / every) * every
    return slot + every <= now ? Math.min(slot, last) : last
  }
}
