import { randomBytes } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Rejection } from '../quarantine/rejection.ts'
import { fieldOf, type QuarantineFilter } from '../quarantine/selection.ts'
import { beginning, type Place, RefusedMessages } from './refused-message.ts'
import { type Replayed, type ReplayJob, withReplayed } from './replay-job.ts'
import { jobOf, type ReplayRow } from './replay-rows.ts'
import { type ReplaySlice, replaySlice } from './replay-slice.ts'

/** Messages of one slice: few enough that what comes in meanwhile hardly waits. */
const sliceMessages = 1_000

interface Walk {
  readonly messages: RefusedMessages
  readonly until: Place
  at: Place
  job: ReplayJob
}

/**
 * The replays that are under way, one after the other. Where a replay is, is kept in the transaction in which its messages leave quarantine,
 * so a process that is killed goes on where it was, and nothing is counted twice.
 */
export class Replays {
  private readonly database: DatabaseSync
  private readonly now: () => number
  private readonly put: StatementSync
  private readonly progress: StatementSync
  private readonly leave: StatementSync
  private readonly stay: StatementSync
  private walk: Walk | undefined
  private mayHaveMore = true

  constructor(database: DatabaseSync, now: () => number = Date.now) {
    this.database = database
    this.now = now
    this.put = database.prepare(`
      INSERT INTO replay (id, created, author, scope, state, total, done, stored, duplicate, refused, refusals, at_seq, at_id, until_seq, until_id)
      VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, '[]', ?, ?, ?, ?)`)
    this.progress = database.prepare(`
      UPDATE replay SET done = ?, stored = ?, duplicate = ?, refused = ?, refusals = ?, at_seq = ?, at_id = ?, state = ?, finished = ? WHERE id = ?`)
    this.leave = database.prepare('UPDATE quarantine SET replayed = ?, outcome = ?, attempts = attempts + 1 WHERE id = ?')
    this.stay = database.prepare(`
      UPDATE quarantine SET code = ?, path = ?, field = ?, expected = ?, found = ?, message = ?, suggestion = ?, attempts = attempts + 1
      WHERE id = ?`)
  }

  /** Orders a replay; gives its id. */
  begin(scope: QuarantineFilter, author: string | undefined): string {
    const id = randomBytes(6).toString('hex')
    const { total, until } = new RefusedMessages(this.database, scope).extent()
    const state = total === 0 ? 'done' : 'running'
    this.put.run(id, this.now(), author ?? null, JSON.stringify(scope), state, total, beginning.seq, beginning.id, until.seq, until.id)
    if (total === 0) this.database.prepare('UPDATE replay SET finished = created WHERE id = ?').run(id)
    this.mayHaveMore = true
    return id
  }

  /** The messages that have their turn; undefined: there is nothing to replay. */
  next(): ReplaySlice | undefined {
    while (this.mayHaveMore) {
      this.walk ??= this.oldestRunning()
      if (!this.walk) {
        this.mayHaveMore = false
        return undefined
      }
      const { messages, at, until, job } = this.walk
      const slice = messages.slice(at, until, sliceMessages)
      if (slice.length > 0) return replaySlice(job.id, slice)
      this.finish(this.walk)
    }
    return undefined
  }

  /** Within the transaction of the pipeline's commit. */
  write({ job, at, replayed }: ReplaySlice): void {
    const { walk } = this
    if (walk?.job.id !== job) throw new Error(`the replay ${job} is not under way`)
    for (const each of replayed) this.writeMessage(each)
    this.note(withReplayed(walk.job, replayed), at)
  }

  /** Once that transaction is committed. */
  committed({ at, replayed }: ReplaySlice): void {
    if (!this.walk) return
    this.walk.job = withReplayed(this.walk.job, replayed)
    this.walk.at = at
  }

  private writeMessage({ id, outcome, rejection }: Replayed): void {
    if (!rejection) this.leave.run(this.now(), outcome, id)
    else this.stay.run(...explanation(rejection), id)
  }

  private note(job: ReplayJob, at: Place): void {
    const { done, stored, duplicate, refused, refusals, state, finished } = job
    this.progress.run(done, stored, duplicate, refused, JSON.stringify(refusals), at.seq, at.id, state, finished ?? null, job.id)
  }

  private finish({ job, at }: Walk): void {
    this.note({ ...job, state: 'done', finished: this.now() }, at)
    this.walk = undefined
  }

  private oldestRunning(): Walk | undefined {
    const row = this.database.prepare("SELECT * FROM replay WHERE state = 'running' ORDER BY created, id LIMIT 1").get() as
      | ReplayRow
      | undefined
    if (!row) return undefined
    const job = jobOf(row)
    return {
      messages: new RefusedMessages(this.database, job.scope),
      at: { seq: row.at_seq, id: row.at_id },
      until: { seq: row.until_seq, id: row.until_id },
      job,
    }
  }
}

/** Of the columns code, path, field, expected, found, message, suggestion. */
export function explanation(rejection: Rejection) {
  const { code, path, expected, found, message, suggestion } = rejection
  const suggested = suggestion ? JSON.stringify(suggestion) : null
  return [code, path ?? null, fieldOf(rejection) ?? null, expected ?? null, found ?? null, JSON.stringify(message), suggested] as const
}
