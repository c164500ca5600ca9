import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { JournalReader } from '../../journal/journal.ts'
import type { Inspector } from '../inspect/inspector.ts'
import type { Replays } from '../replay/replays.ts'
import { Batch, type Step } from './batch.ts'
import { Commit } from './commit.ts'
import type { LiveEvent } from './live.ts'
import type { LiveFeed } from './live-feed.ts'
import type { LookAhead } from './look-ahead.ts'
import type { Patience } from './patience.ts'

const consumer = 'ingest'

/** A batch is what came in while the last one was dealt with, up to this much. */
const batchLimit = { entries: 10_000, bytes: 8 << 20 }
const idleMs = 20
/** The journal is told how far we are about this often; our own database knows it with every batch. */
const commitEveryMs = 1_000
const ownBatchEveryMs = 1_000
/** A pipeline whose oldest message is younger than this is abreast of the journal. */
const abreastMs = 5_000

export interface PipelineCounters {
  messages: number
  received: number
  stored: number
  duplicate: number
  quarantined: number
  unknownFields: number
  seqGaps: number
  journalDamaged: number
  /** Messages that came out of quarantine and went the way again. */
  replayed: number
}

interface PipelineParts {
  readonly journal: JournalReader
  readonly journalId: string
  readonly database: DatabaseSync
  readonly steps: readonly Step[]
  /** The way of what comes out of quarantine. */
  readonly replaySteps: readonly Step[]
  readonly replays: Replays
  /** With our own files. */
  readonly patience: Patience
  readonly lookAhead: LookAhead
  readonly feed: LiveFeed
  readonly inspector: Inspector
  readonly log: Logger
  readonly stopping: AbortSignal
  readonly onLive: (events: readonly LiveEvent[]) => void
  /** Asked about once a second while the pipeline is abreast of the journal: a batch of its own making, such as devices found silent. */
  readonly ownBatch: (position: number, now: number) => Batch | undefined
}

/** Takes batches from the uplink journal, leads them through the steps, and commits what follows from them together with the offset. */
export class Pipeline {
  readonly counters: PipelineCounters = {
    messages: 0,
    received: 0,
    stored: 0,
    duplicate: 0,
    quarantined: 0,
    unknownFields: 0,
    seqGaps: 0,
    journalDamaged: 0,
    replayed: 0,
  }
  private readonly parts: PipelineParts
  private readonly commit: Commit
  private position: number
  private committedAt = 0
  private ownBatchAt = 0
  /** Receipt of the oldest message of the batch in hand; 0 when idle. */
  private oldest = 0

  constructor(parts: PipelineParts) {
    this.parts = parts
    this.commit = new Commit(parts.database, parts.journalId, parts.replays)
    this.position = this.startingPoint()
  }

  get next(): number {
    return this.position
  }

  get oldestWaiting(): number {
    return this.oldest
  }

  /** Runs until stopped. Throws only when our own files cannot be used. */
  async run(): Promise<void> {
    const { journal, stopping } = this.parts
    await this.tellJournal()
    while (!stopping.aborted) {
      // Timers and messages from the other thread have their turn even in the middle of a long backlog.
      await turn()
      const slice = await journal.read(this.position, batchLimit)
      for (const { from, to } of slice.damaged) this.reportDamage(from, to)
      if (slice.next === this.position) {
        this.oldest = 0
        this.parts.lookAhead.endAt(this.position)
        await this.processOwn()
        if (!(await this.processReplay())) await sleep(idleMs)
        continue
      }
      this.oldest = slice.entries[0]?.at ?? 0
      await this.process(new Batch(slice.entries, slice.next))
      if (Date.now() - this.oldest < abreastMs) await this.processOwn()
      await this.processReplay()
    }
    await this.tellJournal()
  }

  private async tellJournal(): Promise<void> {
    await this.parts.patience.persist(() => this.parts.journal.commit(consumer, this.position))
  }

  private async processOwn(): Promise<void> {
    const now = Date.now()
    if (now - this.ownBatchAt < ownBatchEveryMs) return
    this.ownBatchAt = now
    const batch = this.parts.ownBatch(this.position, now)
    if (batch) await this.process(batch)
  }

  /** Takes turns with what comes in. False: there is nothing to replay. */
  private async processReplay(): Promise<boolean> {
    const { replays, patience, replaySteps } = this.parts
    const slice = await patience.persist(() => replays.next())
    if (!slice) return false
    await this.process(new Batch([...slice.messages.keys()], this.position, slice), replaySteps)
    return true
  }

  private async process(batch: Batch, steps = this.parts.steps): Promise<void> {
    const { patience, lookAhead, inspector } = this.parts
    // A batch that the journal has no part in can be held up too, and what comes in meanwhile waits behind it.
    if (this.oldest === 0) this.oldest = Date.now()
    for (const step of steps) {
      await step.run(batch)
      inspector.after(step.name, batch)
    }
    await patience.persist(() => this.commit.batch(batch, (device) => lookAhead.isAhead(device)))
    this.position = batch.next
    inspector.end()
    this.count(batch)
    const now = Date.now()
    // What is newer has been shown already; what is replayed is no news.
    const events = lookAhead.isActive || batch.replay ? [] : this.parts.feed.take(batch, now)
    if (events.length > 0) this.parts.onLive(events)
    if (now - this.committedAt < commitEveryMs) return
    this.committedAt = now
    await this.tellJournal()
  }

  private count(batch: Batch): void {
    if (batch.replay) {
      this.counters.replayed += batch.replay.replayed.length
      return
    }
    this.counters.messages += batch.entries.length
    this.counters.unknownFields += batch.unknownFields
    this.counters.seqGaps += batch.seqGaps
    for (const { received, stored, duplicate, quarantined } of batch.tally.rows()) {
      this.counters.received += received
      this.counters.stored += stored
      this.counters.duplicate += duplicate
      this.counters.quarantined += quarantined
    }
  }

  /** A journal we have not seen before begins at its first offset: its predecessor was lost, and its offsets mean nothing here. */
  private startingPoint(): number {
    const row = this.parts.database.prepare('SELECT next FROM progress WHERE journal = ?').get(this.parts.journalId) as
      | { next: number }
      | undefined
    return row?.next ?? 0
  }

  private reportDamage(from: number, to: number): void {
    this.counters.journalDamaged += to - from
    this.parts.log.error({ from, to }, 'journal entries cannot be read, their bytes on disk have changed')
  }
}
