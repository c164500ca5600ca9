/**
 * The durable log between gateway and ingest, the only seam between them. One journal has one writer and any number of named consumers,
 * who may live in other processes. Implementations pass test/journal/conformance.ts.
 */

export interface Entry {
  /** When it was received, ms since 1970 UTC. */
  readonly at: number
  /** What it belongs to (the device id); a journal of several machines partitions by it. At most 255 bytes. */
  readonly key: string
  /** At most 65,535 bytes. */
  readonly topic: string
  /** At most 64 MiB. */
  readonly payload: Uint8Array
  /** A few words about the way it came; at most 65,535 bytes as JSON. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface JournalEntry extends Entry {
  readonly offset: number
}

/** Offsets that cannot be read any more, because the bytes on disk are not those that were written: from ≤ offset < to. */
export interface Damage {
  readonly from: number
  readonly to: number
}

export interface Slice {
  readonly entries: readonly JournalEntry[]
  /** Where to read on; equal to what was asked for when there is nothing new. Never less, even for an offset beyond the head. */
  readonly next: number
  readonly damaged: readonly Damage[]
}

export interface JournalWriter {
  start(): Promise<void>
  stop(): Promise<void>
  /**
   * Resolves with the offset of the first entry once all of them are on disk; offsets only grow. Calls of one event-loop turn share one
   * commit. Rejects with JournalUnavailable when nothing was kept: the caller holds the entries and tries again. Rejects with a RangeError,
   * this call alone, when one of its entries can never be kept: trying again is of no use.
   */
  append(entries: readonly Entry[]): Promise<number>
  /** Forgets entries received before this time, but none that a consumer has not committed. Resolves with how many were dropped. */
  expire(before: number): Promise<number>
}

export interface JournalReader {
  start(): Promise<void>
  stop(): Promise<void>
  /** Names this journal: a new one is made when the old one was lost, and then offsets begin again. Positions kept elsewhere belong to an id. */
  id(): Promise<string>
  /** One past the last entry. */
  head(): Promise<number>
  /** At least one entry if there is one, however large; at most `entries`; the entry that reaches `bytes` of payload is the last. */
  read(from: number, limit: { readonly entries: number; readonly bytes: number }): Promise<Slice>
  /** Durable when it resolves. A consumer exists from its first commit; what it has not committed is never dropped. */
  commit(consumer: string, next: number): Promise<void>
  /** The offset to read next; undefined for a consumer that never committed to this journal. */
  committed(consumer: string): Promise<number | undefined>
}

/** The journal cannot keep anything at present. */
export class JournalUnavailable extends Error {
  readonly hint: { readonly zh: string; readonly en: string }

  constructor(message: string, options: { cause?: unknown; hint: { zh: string; en: string } }) {
    super(message, { cause: options.cause })
    this.name = 'JournalUnavailable'
    this.hint = options.hint
  }
}
