import type { DatabaseSync } from 'node:sqlite'
import type { Catalogue } from '../../facilities/catalogue.ts'
import type { Register } from '../../register/register.ts'
import type { Store } from '../store/store.ts'
import { ChangedHours } from './changed-hours.ts'
import { type CountingRules, hourMs, minuteMs } from './counting-rules.ts'
import { type Counters, DayCounter, type DayOfDevice } from './day-counter.ts'
import { Gatherer } from './gather.ts'
import type { KnownDevice } from './known-device.ts'
import { KnownDevices, keptOf } from './known-devices.ts'
import { type FactsOrder, OrderUnderWay, type Piece } from './order.ts'
import { type Day, dayAt } from './slicing.ts'
import type { FactsWriter } from './writer.ts'

export interface KeeperParts {
  readonly register: Register
  readonly catalogue: Catalogue
  readonly store: Pick<Store, 'rows' | 'eventsOnward' | 'readings'>
  /** ingest.sqlite. */
  readonly database: DatabaseSync
  readonly writer: FactsWriter
  readonly timezone: string
  readonly readingsDays: number
  readonly rules: CountingRules
  /** Count what is much; without them all is counted in this thread. */
  readonly threads?: Counters
  /** Has its turn after each piece of work, which took so long. Rejects when we are to stop. */
  readonly rest: (tookMs: number, work: Work) => Promise<void>
}

/** What goes on with time; what is to be made anew; what somebody waits for. */
export type Work = 'keep-up' | 'catch-up' | 'order'

const dayMs = 24 * hourMs
/** Written in one transaction. */
const daysAtOnce = 64
/** With more devices than this the running hour is counted each minute, and not with each change. */
const fewDevices = 1_000
/** Pieces of a day for which threads are started. */
const manyPieces = 4
/** Of so many devices in one transaction. */
const forgottenAtOnce = 1_000
/** So long it works on one thing before the others have their turn. */
const turnMs = 2_000

/**
 * Keeps facts.sqlite true to store, register and receipts. All of it is resumable: what is to be made anew is written down before it is, and
 * taken back with the facts that were made.
 */
export class FactsKeeper {
  private readonly parts: KeeperParts
  private readonly devices: KnownDevices
  private readonly changes: ChangedHours
  private readonly days: DayCounter
  private readonly early = new Set<string>()
  private order: OrderUnderWay | undefined
  private hasBacklog = false
  private forgotten = 0
  /** What became of the last order. */
  finished: OrderUnderWay['progress'] | undefined

  constructor(parts: KeeperParts) {
    const { store, database, writer, rules } = parts
    this.parts = parts
    this.devices = new KnownDevices(parts)
    this.changes = new ChangedHours(database)
    this.days = new DayCounter({ gatherer: new Gatherer(store, database), store, writer, rules, threads: parts.threads })
    const kept = writer.meta('order')
    if (kept !== undefined) this.order = OrderUnderWay.resumed(kept)
  }

  /** Does a piece of what is to be done for marks up to `now`, a whole minute. `ready`: the devices are known, orders may be given. */
  async keep(now: number, ready: () => void = () => undefined): Promise<void> {
    const horizon = this.horizonAt(now)
    await this.devices.refresh(this.early, horizon)
    this.early.clear()
    this.takeChanges(now, horizon)
    this.tellPending()
    ready()
    await this.keepUp(now)
    await this.catchUp(now)
    await this.carryOut(now)
    this.tellPending()
    this.forget(horizon)
    this.tellUntil(now)
  }

  /** One order at a time: another one would replace what is left of it. */
  begin(order: FactsOrder, now: number): void {
    const horizon = this.horizonAt(now)
    this.order = OrderUnderWay.begun(order, this.devices, { horizon, now })
    this.parts.writer.transaction(() => this.parts.writer.setMeta('order', this.order?.text() ?? ''))
  }

  /** There is more to do than follows from the time that passes. */
  get isBusy(): boolean {
    return this.order !== undefined || this.hasBacklog
  }

  get working(): OrderUnderWay['progress'] | undefined {
    return this.order?.progress
  }

  /** Days of devices that are to be made anew. */
  backlog(now: number): number {
    let days = 0
    for (const { pending } of this.devices.values()) if (pending) days += Math.ceil((Math.min(pending.to, now) - pending.from) / dayMs) || 1
    return days
  }

  /** Readings of before are gone, or going: their facts stay as they are. */
  private horizonAt(now: number): number {
    return dayAt(now - this.parts.readingsDays * dayMs, this.devices.offset).end
  }

  private takeChanges(now: number, horizon: number): void {
    const { writer } = this.parts
    const last = Number(writer.meta('activity') ?? 0)
    const { number, hours } = this.changes.after(last)
    if (number === last) return
    const running = Math.floor(now / hourMs) * hourMs
    const touched = new Set<KnownDevice>()
    for (const { device: id, hour } of hours) {
      const device = this.devices.get(id)
      if (!device) continue
      if (hour < device.firstInService) this.early.add(id)
      const { changesBefore, changesAfter } = device.reach
      if (hour + hourMs <= horizon || (hour >= running && hours.length > fewDevices)) continue
      device.mark(Math.max(horizon, hour - changesBefore), hour + hourMs + changesAfter)
      touched.add(device)
    }
    writer.transaction(() => {
      for (const device of touched) writer.setDevice(device.id, keptOf(device))
      writer.setMeta('activity', `${number}`)
    })
  }

  /** The running day of all devices, and what has changed since yesterday. */
  private async keepUp(now: number): Promise<void> {
    const today = dayAt(now, this.devices.offset)
    const yesterday = dayAt(today.start - 1, this.devices.offset)
    let batch: DayOfDevice[] = []
    let began = performance.now()
    for (const device of this.devices.values()) {
      const moved = device.until > 0 && device.isBehind(now) ? device.movedFrom(now) : Number.POSITIVE_INFINITY
      if (moved < yesterday.start) device.mark(moved, now)
      const from = Math.min(moved, device.pending?.from ?? Number.POSITIVE_INFINITY)
      if (from > now) continue
      const isOld = from < yesterday.start
      // What is older is caught up with; today goes on meanwhile, unless there is nothing yet.
      if (isOld && (device.until === 0 || !device.isBehind(now))) continue
      if (!isOld && from < today.start) this.writeAll([await this.days.count(device, yesterday, from, now)], now)
      batch.push(await this.days.count(device, today, isOld ? today.start : from, now))
      if (batch.length < daysAtOnce) continue
      this.writeAll(batch, now)
      batch = []
      await this.parts.rest(performance.now() - began, 'keep-up')
      began = performance.now()
    }
    this.writeAll(batch, now)
  }

  /** What is older, day by day, so that each file of the store is opened once. */
  private async catchUp(now: number): Promise<void> {
    const until = performance.now() + turnMs
    while (performance.now() < until) {
      const old = [...this.devices.values()].filter(({ pending }) => pending !== undefined && pending.from <= now)
      this.hasBacklog = old.length > 0
      if (!this.hasBacklog) return
      const day = dayAt(Math.min(...old.map(({ pending }) => pending?.from as number)), this.devices.offset)
      const due = old.filter(({ pending }) => (pending?.from as number) < day.end)
      const pieces: Piece[] = []
      for (let first = 0; first < due.length; first += daysAtOnce) pieces.push({ day, devices: due.slice(first, first + daysAtOnce) })
      await this.makeAll(pieces, { now, until, work: 'catch-up', made: () => undefined })
    }
  }

  /** Of one day. Where there are threads they count the next ones while this one writes. Those begun by `until` are made. */
  private async makeAll(
    pieces: readonly Piece[],
    { now, until, work, made }: { now: number; until: number; work: Work; made: (piece: Piece, changed: number) => void },
  ): Promise<void> {
    const { writer, threads, rest } = this.parts
    const isMuch = threads !== undefined && pieces.length >= manyPieces
    const atOnce = isMuch ? threads.atOnce : 1
    const underWay: { readonly piece: Piece; readonly counted: Promise<DayOfDevice[]> }[] = []
    let began = performance.now()
    for (let next = 0; ; ) {
      while (next < pieces.length && underWay.length < atOnce && (next === 0 || performance.now() < until)) {
        const piece = pieces[next++] as Piece
        const { devices, day } = piece
        const counted = isMuch ? this.days.countAll(devices, day, now) : this.days.countHere(devices, day, now)
        // It is awaited in its turn, which does not come when an earlier one fails.
        counted.catch(() => undefined)
        underWay.push({ piece, counted })
      }
      const first = underWay.shift()
      if (!first) return
      const counted = await first.counted
      const before = writer.changedSlices
      this.writeAll(counted, now)
      made(first.piece, writer.changedSlices - before)
      await rest(performance.now() - began, work)
      began = performance.now()
    }
  }

  /** Takes back with each day what was to be made of it. Nothing is kept in memory that was not committed. */
  private writeAll(counted: readonly DayOfDevice[], now: number): void {
    const { writer } = this.parts
    if (counted.length === 0) return
    const before = counted.map(({ device }) => [device, device.pending, device.until, device.carried] as const)
    try {
      writer.transaction(() => {
        for (const each of counted) {
          const { device, day } = each
          const isOther = this.days.write(each, now)
          settle(device, day, now, isOther)
          writer.setDevice(device.id, keptOf(device))
        }
      })
    } catch (error) {
      for (const [device, pending, until, carried] of before) Object.assign(device, { pending, until, carried })
      throw error
    }
  }

  /** A piece of what was ordered. */
  private async carryOut(now: number): Promise<void> {
    const { writer } = this.parts
    const until = performance.now() + turnMs
    while (this.order && performance.now() < until) {
      const { order } = this
      const pieces = order.next(this.devices, daysAtOnce)
      if (pieces.length === 0) {
        this.finished = order.progress
        this.order = undefined
        writer.transaction(() => void writer.database.exec("DELETE FROM meta WHERE name = 'order'"))
        return
      }
      const made = (piece: Piece, changed: number) => {
        order.done(piece, changed)
        writer.transaction(() => writer.setMeta('order', order.text()))
      }
      await this.makeAll(pieces, { now, until, work: 'order', made })
    }
  }

  /** From when on something is to be made anew: closed months wait for it. */
  private tellPending(): void {
    const { writer } = this.parts
    let least = Number.POSITIVE_INFINITY
    for (const { pending } of this.devices.values()) if (pending) least = Math.min(least, pending.from)
    const text = least === Number.POSITIVE_INFINITY ? '' : `${least}`
    if ((writer.meta('pending') ?? '') !== text) writer.transaction(() => writer.setMeta('pending', text))
  }

  /** Once a day: last values of before the horizon serve nothing, as no day of before it is made anew. */
  private forget(horizon: number): void {
    const { writer } = this.parts
    if (this.forgotten === horizon) return
    const ids = [...this.devices.values()].map(({ id }) => id)
    for (let first = 0; first < ids.length; first += forgottenAtOnce)
      writer.transaction(() => writer.forgetCarry(horizon, ids.slice(first, first + forgottenAtOnce)))
    this.forgotten = horizon
  }

  /** How far all devices in service are counted. */
  private tellUntil(now: number): void {
    let least = Number.POSITIVE_INFINITY
    for (const device of this.devices.values()) {
      if (device.until > device.basis.retired || device.firstInService === Number.POSITIVE_INFINITY) continue
      if (device.firstInService > now) continue
      least = Math.min(least, device.until === 0 ? (device.pending?.from ?? device.firstInService) : device.until)
    }
    const { writer } = this.parts
    if (least === Number.POSITIVE_INFINITY || writer.meta('until') === `${least}`) return
    writer.transaction(() => writer.setMeta('until', `${least}`))
  }
}

/** What of a device is done with this day, and what is not. */
function settle(device: KnownDevice, day: Day, now: number, isOther: boolean): void {
  const { pending } = device
  if (day.end > now) {
    device.until = now + minuteMs
    if (pending && pending.from >= day.start) device.pending = undefined
  }
  if (pending && pending.from >= day.start && pending.from < day.end && day.end <= now) {
    const goesOn = pending.to > day.end || isOther
    device.pending = goesOn ? { from: day.end, to: pending.to } : undefined
  } else if (isOther) device.mark(day.end, day.end)
}
