import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { waitingHeader } from '../../journal/gateway-topics.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import type { RejectionCode } from '../quarantine/codes.ts'
import { type QuarantineFilter, selectionOf } from '../quarantine/selection.ts'

/** Where a walk through quarantine is: behind this message. */
export interface Place {
  readonly seq: number
  readonly id: string
}

export const beginning: Place = { seq: -1, id: '' }

/** A message in quarantine, as it would come out of the journal. An element of an array is a message of its own here. */
export interface RefusedMessage extends Place {
  readonly entry: JournalEntry
  readonly code: string
  /** Its place in the array; undefined where it was none. */
  readonly index: number | undefined
}

interface Row extends Place {
  readonly device: string
  readonly received: number
  readonly topic: string
  readonly payload: Uint8Array
  readonly code: string
}

/** At most this much is taken at once; a single message may be larger. */
const sliceBytes = 4 << 20

/** Walks through the refused messages of a filter in the order in which they came, slice by slice. */
export class RefusedMessages {
  private readonly select: StatementSync
  private readonly count: StatementSync
  private readonly values: readonly (string | number)[]

  constructor(database: DatabaseSync, filter: QuarantineFilter) {
    const selection = selectionOf(filter, 'open')
    // Of these not all bytes were kept (ingest/pipeline/commit.ts), so what would be replayed is not what was sent.
    const sql = `${selection.sql} AND code <> 'personal-data'`
    const within = `(seq, id) > (?, ?) AND (seq, id) <= (?, ?)`
    this.values = selection.values
    this.select = database.prepare(
      `SELECT id, seq, device, received, topic, payload, code FROM quarantine WHERE ${sql} AND ${within} ORDER BY seq, id LIMIT ?`,
    )
    this.count = database.prepare(`SELECT count(*) AS total, max(seq) AS seq FROM quarantine WHERE ${sql}`)
  }

  /** How many there are now, and the place that lies behind all of them. */
  extent(): { readonly total: number; readonly until: Place } {
    const { total, seq } = this.count.get(...this.values) as { total: number; seq: number | null }
    return { total, until: { seq: seq ?? -1, id: lastId } }
  }

  /** Empty: there is nothing left. */
  slice(after: Place, until: Place, most: number): RefusedMessage[] {
    const found: RefusedMessage[] = []
    let bytes = 0
    const rows = this.select.iterate(...this.values, after.seq, after.id, until.seq, until.id, most) as Iterable<unknown>
    for (const row of rows as Iterable<Row>) {
      found.push(messageOf(row))
      bytes += row.payload.length
      if (bytes >= sliceBytes) break
    }
    return found
  }
}

/** Greater than every id, which are letters, digits and dashes. */
const lastId = '~'

function messageOf({ id, seq, device, received, topic, payload, code }: Row): RefusedMessage {
  const entry = { offset: seq, at: received, key: device, topic, payload }
  // Whether it waits still is for the register to say; that it did is not lost.
  const isWaiting = code === ('device-waiting' satisfies RejectionCode)
  return { id, seq, code, index: indexIn(id, seq), entry: isWaiting ? { ...entry, headers: { [waitingHeader]: '' } } : entry }
}

/** An id is journal-offset, and of an element journal-offset-index (ingest/pipeline/verdict.ts). */
function indexIn(id: string, seq: number): number | undefined {
  const parts = id.split('-')
  return parts.length > 2 && parts.at(-2) === seq.toString(36) ? Number(parts.at(-1)) : undefined
}
