import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { atOnce } from '../database.ts'
import { IndicatorFault, type Job } from '../indicators.ts'
import { enterIntoAudit } from './audit.ts'

export interface RecomputeOrder {
  readonly from: number
  readonly to: number
  readonly device?: string
}

type Result = { readonly changed: number }
const mostWaiting = 10

interface Row {
  id: string
  ordered: string
  author: string
  created: number
  state: Job<Result>['state']
  done: number
  total: number
  finished: number | null
  result: string | null
  fault: string | null
}

/** Recomputations as they were ordered: one that was under way when the process ended is begun again. */
export class Recomputes {
  private readonly database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.database = database
  }

  add(ordered: RecomputeOrder, author: string, at: number): Job<Result> {
    return atOnce(this.database, () => {
      if (this.unfinished().length >= mostWaiting) throw new IndicatorFault('too-many-jobs')
      const id = randomBytes(6).toString('hex')
      this.database
        .prepare(`INSERT INTO recompute (id, ordered, author, created, state, done, total) VALUES (?, ?, ?, ?, 'waiting', 0, 0)`)
        .run(id, JSON.stringify(ordered), author, at)
      enterIntoAudit(this.database, { at, author, what: 'recompute', subject: ordered.device ?? 'all', change: ordered })
      return this.find(id) as Job<Result>
    })
  }

  find(id: string): Job<Result> | undefined {
    const row = this.database.prepare('SELECT * FROM recompute WHERE id = ?').get(id) as unknown as Row | undefined
    return row && jobOf(row)
  }

  /** Oldest first. */
  unfinished(): readonly { readonly id: string; readonly ordered: RecomputeOrder }[] {
    const rows = this.database.prepare(`SELECT * FROM recompute WHERE state IN ('waiting', 'running') ORDER BY created, id`).all()
    return (rows as unknown as Row[]).map(({ id, ordered }) => ({ id, ordered: JSON.parse(ordered) as RecomputeOrder }))
  }

  running(id: string, done: number, total: number): void {
    this.database.prepare(`UPDATE recompute SET state = 'running', done = ?, total = ? WHERE id = ?`).run(done, total, id)
  }

  finish(id: string, at: number, outcome: { readonly result: Result } | { readonly fault: string }): void {
    const [result, fault] = 'result' in outcome ? [JSON.stringify(outcome.result), null] : [null, outcome.fault]
    this.database
      .prepare(
        'UPDATE recompute SET state = ?, done = CASE WHEN ? THEN total ELSE done END, finished = ?, result = ?, fault = ? WHERE id = ?',
      )
      .run(fault === null ? 'done' : 'failed', fault === null ? 1 : 0, at, result, fault, id)
  }
}

function jobOf({ ordered: _, finished, result, fault, ...job }: Row): Job<Result> {
  return {
    ...job,
    ...(finished !== null && { finished }),
    ...(result !== null && { result: JSON.parse(result) as Result }),
    ...(fault !== null && { fault }),
  }
}
