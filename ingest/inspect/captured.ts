import { setImmediate } from 'node:timers/promises'
import { gatewaySource } from '../../journal/gateway-topics.ts'
import type { JournalEntry, JournalReader } from '../../journal/journal.ts'
import { offsetAt } from '../../journal/offset-at.ts'

export interface CapturedQuery {
  readonly device: string
  /** Received at or after; half-open, ms since 1970 UTC. */
  readonly from: number
  readonly to?: number
  /** Where an earlier answer said to go on. */
  readonly offset?: number
  readonly limit: number
}

export interface Captured {
  /** Of the device, oldest first. Payloads are views into larger buffers: copy what is kept. */
  readonly entries: readonly JournalEntry[]
  /** Offset at which to go on; undefined when the range was read to its end. */
  readonly next: number | undefined
}

/** Everything of a city in an hour may lie between two messages of one device. */
const slice = { entries: 5_000, bytes: 4 << 20 }
const longestMs = 20_000
/** Clocks are put right now and then, so entries are in order of `at` only nearly. */
const disorderMs = 60_000

/** The messages of a device as the journal keeps them, none of them decoded. Bounded: `next` tells where it stopped. */
export async function capturedMessages(
  journal: JournalReader,
  { device, from, to = Number.POSITIVE_INFINITY, offset, limit }: CapturedQuery,
): Promise<Captured> {
  const head = await journal.head()
  const entries: JournalEntry[] = []
  const deadline = performance.now() + longestMs
  let next = offset ?? (await offsetAt(journal, from - disorderMs))
  while (next < head) {
    const read = await journal.read(next, slice)
    for (const entry of read.entries) {
      if (entry.at >= to + disorderMs) return { entries, next: undefined }
      // What the gateway notes about a connection the device never sent.
      if (entry.key !== device || entry.headers?.source === gatewaySource || entry.at < from || entry.at >= to) continue
      entries.push(entry)
      if (entries.length >= limit) return { entries, next: entry.offset + 1 }
    }
    if (read.next === next) break
    next = read.next
    if (performance.now() > deadline) return { entries, next }
    // Others have their turn: reading is as fast as the disk, and never waits by itself.
    await setImmediate()
  }
  return { entries, next: undefined }
}
