import type { JournalEntry } from '../../journal/journal.ts'
import type { KeptTime } from '../clock/put-right.ts'
import type { Rejection } from '../quarantine/rejection.ts'
import type { Quality } from '../store/store.ts'
import type { DeviceContext } from './devices.ts'

/** What a message is, by its topic. `link` is the gateway's own word about connections. */
export type Sort = 'reading' | 'event' | 'state' | 'birth' | 'link' | 'unknown'

/**
 * One message, or one element of an array, on its way through the steps. Each step fills in what it finds out; an item that is rejected
 * or a repeat is passed over by those that follow.
 */
export class Item {
  readonly entry: JournalEntry
  readonly sort: Sort
  /** Name of the event. */
  readonly event: string
  /** Place in the array of the message, 0 where there is none. */
  readonly index: number
  readonly isElement: boolean
  /** The decoded JSON of this element. */
  value: unknown
  device: DeviceContext | undefined = undefined

  /** What its `ts` is taken for, ms, or why it is refused for it; and the time it is kept under, where that is another one. */
  time: number | Rejection | undefined = undefined
  kept: KeptTime | undefined = undefined

  /** The time the device gave, ms; undefined where it gave none. */
  givenTs: number | undefined = undefined
  seq: number | undefined = undefined
  boot: string | undefined = undefined
  id: string | undefined = undefined
  quality: Quality = 'good'
  reason: string | undefined = undefined
  /** As the device named them, then as mapped, then as the kind knows them. */
  fields: Readonly<Record<string, unknown>> = {}

  /** The time it is kept under, and its place in that millisecond; the place may be settled early, where others have to be left alone. */
  ts = 0
  n: number | undefined = undefined
  rejection: Rejection | undefined = undefined
  duplicate = false
  /** The will of a former boot: it says nothing. */
  isStale = false
  unknownFields: readonly { readonly name: string; readonly suggestion?: string }[] | undefined = undefined

  constructor(entry: JournalEntry, sort: Sort, event: string, value: unknown, index = 0, isElement = false) {
    this.entry = entry
    this.sort = sort
    this.event = event
    this.index = index
    this.isElement = isElement
    this.value = value
  }

  /** Still on its way to the store. */
  get goesOn(): boolean {
    return this.rejection === undefined && !this.duplicate
  }

  get counted(): boolean {
    return this.sort === 'reading' || this.sort === 'event' || this.rejection !== undefined
  }
}
