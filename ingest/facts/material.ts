/** What facts are counted from, of one device over a stretch of time. */
import type { FacilityKind } from '../../facilities/define.ts'
import type { StoredEvent, StoredRow } from '../store/store.ts'
import { minuteMs } from './counting-rules.ts'

export interface Material {
  /** In order of time; values in the order of the kind's fields. Quality `bad` is among them. */
  readonly rows: readonly StoredRow[]
  readonly events: readonly StoredEvent[]
  readonly receipts: Receipts
}

/** Where in a row the values begin. */
export const firstValue = 5

/** Of the value of a field; −1, where no row has anything, for one the kind does not have. */
export function columnOf(kind: FacilityKind, field: string): number {
  const index = Object.keys(kind.telemetry).indexOf(field)
  return index < 0 ? -1 : firstValue + index
}
export const bad = 2

/** Minutes in which messages were accepted, by their marks. */
export class Receipts {
  private readonly from: number
  private readonly minutes: Uint8Array

  /** For marks of [from, to), whole minutes. */
  constructor(from: number, to: number) {
    this.from = from
    this.minutes = new Uint8Array(Math.max(0, (to - from) / minuteMs))
  }

  /** `left`: the last message of the minute said so. Marks outside are left out. */
  add(mark: number, left: boolean): void {
    const index = (mark - this.from) / minuteMs
    if (index >= 0 && index < this.minutes.length) this.minutes[index] = left ? 2 : 1
  }

  /** 0: nothing; 1: heard; 2: heard, and it left. */
  at(mark: number): number {
    return this.minutes[(mark - this.from) / minuteMs] ?? 0
  }
}

/** Index of the first row at or after that time. */
export function firstFrom(rows: readonly { readonly 0: number }[], time: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle] as { readonly 0: number })[0] < time) low = middle + 1
    else high = middle
  }
  return low
}

/** Reasons that say a time was taken from the receipt (clock/put-right.ts); a reason of the device follows behind a semicolon. */
export const isOfReceipt = (reason: string | null): boolean =>
  reason !== null && isClockMarked(reason) && (isBare(reason) || partOf(reason).endsWith('time of receipt'))

/** The same, because the time given lay ahead. */
export const isAhead = (reason: string | null): boolean =>
  reason !== null && isClockMarked(reason) && (isBare(reason) || partOf(reason) === 'clock: ts-future, time of receipt')

export const isClockMarked = (reason: string): boolean => reason.startsWith('clock')

const partOf = (reason: string): string => reason.split(';', 1)[0] as string
const isBare = (reason: string): boolean => partOf(reason) === 'clock'
