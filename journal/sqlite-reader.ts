import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { decodeBatch } from './batch-codec.ts'
import type { Damage, JournalEntry, JournalReader, Slice } from './journal.ts'
import { ConsumerPositions } from './sqlite-consumers.ts'
import { asUnavailable, isRot } from './sqlite-faults.ts'
import { headQuery, idOf, type JournalPaths, openEntries, watchReplacement } from './sqlite-files.ts'
import { checksum } from './sqlite-rows.ts'

interface BatchRow {
  readonly first: number
  readonly count: number
  readonly crc: number
  readonly body: Uint8Array
}

interface Opened {
  readonly database: DatabaseSync
  readonly id: string
  readonly consumers: ConsumerPositions
  /** Throws when the file was taken away. */
  readonly assertInPlace: () => void
  readonly head: StatementSync
  readonly scan: StatementSync
  readonly following: StatementSync
  readonly lowest: StatementSync
}

interface Limit {
  readonly entries: number
  readonly bytes: number
}

/** What a call of `read` has found so far. */
interface Found {
  readonly entries: JournalEntry[]
  readonly damaged: Damage[]
  next: number
  bytes: number
}

/** Reads beside the writer, in this or another process; every call is a short snapshot, so the writer's checkpoints are never held up. */
export class SqliteJournalReader implements JournalReader {
  private readonly paths: JournalPaths
  private opened: Opened | undefined

  constructor(paths: JournalPaths) {
    this.paths = paths
  }

  async start(): Promise<void> {
    if (this.opened) throw new Error('the journal is started already')
    this.opened = await openEntries(this.paths.entries, (database) => this.prepare(database))
  }

  private async prepare(database: DatabaseSync): Promise<Opened> {
    database.exec('PRAGMA query_only=1')
    const statements = {
      head: database.prepare(headQuery),
      // The row that holds an offset may begin before it.
      scan: database.prepare(`
        SELECT first, count, crc, body FROM batch
        WHERE first >= coalesce((SELECT first FROM batch WHERE first <= ? ORDER BY first DESC LIMIT 1), 0) ORDER BY first`),
      following: database.prepare('SELECT first FROM batch WHERE first >= ? ORDER BY first LIMIT 1'),
      lowest: database.prepare('SELECT first FROM batch ORDER BY first LIMIT 1'),
    }
    const assertInPlace = watchReplacement(this.paths.entries)
    const id = idOf(database)
    const consumers = new ConsumerPositions(this.paths.consumers, id)
    await consumers.start()
    return { database, id, consumers, assertInPlace, ...statements }
  }

  async stop(): Promise<void> {
    this.opened?.consumers.stop()
    this.opened?.database.close()
    this.opened = undefined
  }

  async id(): Promise<string> {
    return this.use(({ id }) => id)
  }

  async head(): Promise<number> {
    return this.use(headOf)
  }

  async read(from: number, limit: Limit): Promise<Slice> {
    return this.use((opened) => {
      const found: Found = { entries: [], damaged: [], next: from, bytes: 0 }
      const head = headOf(opened)
      if (from >= head) opened.assertInPlace()
      while (found.next < head) {
        try {
          scan(opened, found, head, limit)
          break
        } catch (error) {
          if (!isRot(error)) throw error
          skip(found, firstReadable(opened, found.next + 1, head))
        }
      }
      return { entries: found.entries, next: found.next, damaged: found.damaged }
    })
  }

  async commit(consumer: string, next: number): Promise<void> {
    this.use(({ consumers }) => consumers.set(consumer, next))
  }

  async committed(consumer: string): Promise<number | undefined> {
    return this.use(({ consumers }) => consumers.get(consumer))
  }

  private use<Result>(work: (opened: Opened) => Result): Result {
    if (!this.opened) throw new Error('the journal is closed')
    try {
      return work(this.opened)
    } catch (error) {
      throw asUnavailable(error, this.paths.entries)
    }
  }
}

const headOf = ({ head }: Opened): number => (head.get() as { head: number } | undefined)?.head ?? 0

/** Reads on from `found.next` until enough is found, or to the head. */
function scan(opened: Opened, found: Found, head: number, limit: Limit): void {
  for (const row of opened.scan.iterate(found.next) as Iterable<BatchRow>) {
    if (!isIntact(row)) continue
    closeGap(opened, found, row.first)
    take(found, row, limit)
    if (found.entries.length >= limit.entries || found.bytes >= limit.bytes) return
  }
  closeGap(opened, found, head)
}

/** Any of its columns may be what rotted, its type too. */
const isIntact = ({ first, count, crc, body }: BatchRow): boolean => body instanceof Uint8Array && checksum(first, count, body) === crc

function take(found: Found, { first, count, body }: BatchRow, limit: Limit): void {
  const wanted = { from: found.next, entries: limit.entries - found.entries.length, bytes: limit.bytes - found.bytes }
  const entries = decodeBatch(body, first, wanted)
  for (const entry of entries) {
    found.entries.push(entry)
    found.bytes += entry.payload.length
  }
  const last = entries.at(-1)
  found.next = Math.max(found.next, last ? last.offset + 1 : first + count)
}

/** What is missing before the first batch was dropped by age; what is missing elsewhere is damage. */
function closeGap({ lowest }: Opened, found: Found, to: number): void {
  if (to <= found.next) return
  const { first } = lowest.get() as { first: number }
  found.next = Math.max(found.next, Math.min(first, to))
  skip(found, to)
}

function skip(found: Found, to: number): void {
  if (to > found.next) found.damaged.push({ from: found.next, to })
  found.next = to
}

/** Where SQLite can read on after a page whose structure is gone: tried at growing distances, then narrowed down. */
function firstReadable(opened: Opened, from: number, head: number): number {
  let unreadable = from - 1
  let readable = from
  for (let step = 1; readable < head && !isReadable(opened, readable); step *= 2) {
    unreadable = readable
    readable = Math.min(readable + step, head)
  }
  while (readable - unreadable > 1) {
    const middle = Math.floor((readable + unreadable) / 2)
    if (isReadable(opened, middle)) readable = middle
    else unreadable = middle
  }
  const row = opened.following.get(readable) as { first: number } | undefined
  return Math.min(row?.first ?? head, head)
}

function isReadable({ following }: Opened, offset: number): boolean {
  try {
    following.get(offset)
    return true
  } catch (error) {
    if (isRot(error)) return false
    throw error
  }
}
