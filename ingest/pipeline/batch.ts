import type { JournalEntry } from '../../journal/journal.ts'
import { Tally } from '../ledger/tally.ts'
import { inElement } from '../quarantine/reject.ts'
import type { Rejection } from '../quarantine/rejection.ts'
import type { ReplaySlice } from '../replay/replay-slice.ts'
import type { DeviceContext } from './devices.ts'
import type { Item } from './item.ts'
import type { Refused } from './knocks.ts'
import type { LiveEvent } from './live.ts'

/** A message remembered by its content; `fields` are the names it carried, joined by commas, and `n` its place in its millisecond. */
export interface SeenContent {
  readonly device: string
  readonly ts: number
  readonly digest: number
  readonly hour: number
  readonly n: number
  readonly fields: string
}

export interface QuarantineRow {
  readonly id: string
  readonly item: Item
  readonly rejection: Rejection
}

/** What the pipeline took from the journal at once, and all that follows from it until the commit. */
export class Batch {
  readonly entries: readonly JournalEntry[]
  /** Where to read on once this batch is committed. */
  readonly next: number
  /** What it was taken from when that is not the journal but quarantine. */
  readonly replay: ReplaySlice | undefined
  readonly items: Item[] = []
  readonly tally = new Tally()
  /** Devices whose record or runs have changed. */
  readonly touched = new Set<DeviceContext>()
  readonly stateChanges: { device: DeviceContext; ts: number; n: number; state: string; cause: string }[] = []
  /** Digests for `seen_content`. */
  readonly seenContent: SeenContent[] = []
  readonly live: LiveEvent[] = []
  /** What is refused, once every step has said its word. */
  quarantined: readonly QuarantineRow[] = []
  /** Failed sign-ins the gateway told of. */
  readonly knocks: Refused[] = []
  /** Devices of which something was accepted; what, they hold themselves until the commit. */
  readonly active: DeviceContext[] = []
  /** How often a device reports, as its birth says. */
  readonly intervals: { readonly device: string; readonly since: number; readonly seconds: number }[] = []
  unknownFields = 0
  seqGaps = 0

  constructor(entries: readonly JournalEntry[], next: number, replay?: ReplaySlice) {
    this.entries = entries
    this.next = next
    this.replay = replay
  }

  touch(device: DeviceContext): void {
    if (device.dirty) return
    device.dirty = true
    this.touched.add(device)
  }
}

/** One of the named steps a batch goes through. */
export interface Step {
  readonly name: string
  run(batch: Batch): void | Promise<void>
}

export function reject(item: Item, rejection: Rejection): void {
  item.rejection ??= item.isElement ? inElement(rejection, item.index) : rejection
}
