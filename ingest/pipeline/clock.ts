import { offsetOf } from '../../facilities/zone.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import { type ClockRecord, minuteMs, type TimeSort, toleranceMs } from '../clock/clock-record.ts'
import { learn } from '../clock/learn.ts'
import { putRight, receiptReason, type Told } from '../clock/put-right.ts'
import { type GivenTime, readTime } from '../clock/read-time.ts'
import { refuseWrong } from '../clock/refuse-wrong.ts'
import { isObject, textOf } from '../decode/envelope.ts'
import type { StateMessage } from '../decode/state.ts'
import { timeOf } from '../decode/time.ts'
import { dayMs, type TimeWindow } from '../quarantine/explain-time.ts'
import { sentDigits } from '../quarantine/sent-digits.ts'
import type { Batch, Step } from './batch.ts'
import type { DeviceContext } from './devices.ts'
import type { Item } from './item.ts'

interface ClockParts {
  readonly readingsDays: number
  /** Our own zone. */
  readonly timezone: string
}

/**
 * Reads the times that devices give, learns from them how their clocks are, and decides by the policy of the device what becomes of a time
 * that is wrong: it is kept under another one, or refused, or stands. The time given stays what repeats are held against. Of an array the
 * newest element tells of the clock, before any of its elements is judged.
 */
export function clock({ readingsDays, timezone }: ClockParts): Step {
  const zone = offsetOf(timezone)
  const times = new Times(readingsDays * dayMs, (at) => zone(at) / minuteMs)
  return {
    name: 'clock',
    run(batch: Batch): void {
      const { items } = batch
      for (let first = 0, end = 0; first < items.length; first = end) {
        const { entry, device } = items[first] as Item
        do end++
        while (end < items.length && isOfOne(entry, (items[end] as Item).entry))
        if (device?.kind) times.ofMessage(batch, device, first, end)
      }
    },
  }
}

/** Elements of an array that come out of quarantine are entries of their own, one behind the other. */
const isOfOne = (one: JournalEntry, other: JournalEntry): boolean =>
  one === other || (one.offset === other.offset && one.at === other.at && one.key === other.key)

class Times {
  private readonly maxAgeMs: number
  private readonly local: (at: number) => number
  private readonly digitsIn = sentDigits()
  /** Of the message in hand: the times that the rules for times as they come would refuse. */
  private readonly odd = new Map<Item, GivenTime>()

  constructor(maxAgeMs: number, local: (at: number) => number) {
    this.maxAgeMs = maxAgeMs
    this.local = local
  }

  /** The elements `first` to `end` are those of one message. */
  ofMessage(batch: Batch, device: DeviceContext, first: number, end: number): void {
    const { items } = batch
    let newest: Item | undefined
    let newestUnset: Item | undefined
    for (let index = first; index < end; index++) {
      const item = items[index] as Item
      const given = item.rejection ? undefined : givenIn(item)
      if (given === undefined || given === null) continue
      this.read(item, device, given)
      const sort = this.sortOf(item)
      if (sort === 'never-set') newestUnset = this.later(newestUnset, item)
      else if (sort !== undefined) newest = this.later(newest, item)
    }
    if (!newest && !newestUnset && this.odd.size === 0) return
    device.record.clock ??= { offsetMs: 0, at: 0, corrected: 0 }
    const { clock: known } = device.record
    const isAgain = batch.replay !== undefined
    // The one that was never set first: what the clock shows last is what counts.
    if (newestUnset && this.learnFrom(known, newestUnset, isAgain)) batch.touch(device)
    if (newest && this.learnFrom(known, newest, isAgain)) batch.touch(device)
    for (let index = first; index < end; index++) this.settle(items[index] as Item, device, known)
    if (this.odd.size > 0) this.odd.clear()
  }

  private read(item: Item, { record }: DeviceContext, given: unknown): void {
    const { at } = item.entry
    const ts = timeOf(given)
    item.time = ts
    if (ts <= at + dayMs && ts >= at - this.maxAgeMs) return
    const time = readTime(given, this.windowOf(item), record.clock?.learned)
    this.odd.set(item, time)
    item.time = time.ts
  }

  private sortOf = (item: Item): TimeSort | undefined => (this.odd.size === 0 ? 'ms' : this.odd.has(item) ? this.odd.get(item)?.sort : 'ms')

  private later(one: Item | undefined, other: Item): Item {
    return one && !((other.time as number) > (one.time as number)) ? one : other
  }

  private learnFrom(known: ClockRecord, item: Item, again: boolean): boolean {
    const sort = this.sortOf(item)
    if (sort === undefined) return false
    const boot = sort === 'never-set' ? textOf((item.value as { boot?: unknown }).boot, longestBoot) : undefined
    return learn(known, { at: Math.floor(item.entry.at), ts: item.time as number, sort, boot, again }, this.local)
  }

  private settle(item: Item, { clockPolicy }: DeviceContext, known: ClockRecord): void {
    if (item.time === undefined || item.sort === 'state') return
    const odd = this.odd.get(item)
    if (clockPolicy === 'accept') return accept(item, odd)
    const given = odd ?? { ts: item.time as number, sort: 'ms' }
    const boot = odd ? textOf((item.value as { boot?: unknown }).boot, longestBoot) : undefined
    const told: Told = { given, boot, clock: known, window: this.windowOf(item), local: this.local }
    const verdict = clockPolicy === 'correct' ? putRight(told) : refuseWrong(told, givenIn(item))
    if (verdict === undefined) return
    if ('code' in verdict) item.time = verdict
    else item.kept = verdict
  }

  private windowOf({ entry }: Item): TimeWindow {
    return { receivedAt: entry.at, maxAgeMs: this.maxAgeMs, digitsOf: this.digitsIn(entry.payload) }
  }
}

/** The rules for times as they come (interface.md). */
function accept(item: Item, odd: GivenTime | undefined): void {
  if (odd?.refused) item.time = odd.refused
  else if ((item.time as number) > item.entry.at + toleranceMs) item.kept = { ts: Math.floor(item.entry.at), reason: receiptReason }
}

const longestBoot = 64

/** A state says the time when it was sent; a will was written long before, and so was what may be one. */
function givenIn({ sort, value }: Item): unknown {
  if (sort === 'reading' || sort === 'event') return isObject(value) ? value.ts : undefined
  if (sort !== 'state') return undefined
  const { state, ts } = value as StateMessage
  return state === 'online' || state === 'sleeping' ? ts : undefined
}
