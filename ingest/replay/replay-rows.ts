import type { DatabaseSync } from 'node:sqlite'
import type { ReplayJob } from './replay-job.ts'

/** A row of the table `replay`. */
export interface ReplayRow {
  readonly id: string
  readonly created: number
  readonly author: string | null
  readonly scope: string
  readonly state: ReplayJob['state']
  readonly finished: number | null
  readonly total: number
  readonly done: number
  readonly stored: number
  readonly duplicate: number
  readonly refused: number
  readonly refusals: string
  readonly at_seq: number
  readonly at_id: string
  readonly until_seq: number
  readonly until_id: string
}

export function jobOf(row: ReplayRow): ReplayJob {
  const { id, created, author, scope, state, finished, total, done, stored, duplicate, refused, refusals } = row
  return {
    id,
    created,
    ...(author !== null && { author }),
    scope: JSON.parse(scope) as ReplayJob['scope'],
    state,
    ...(finished !== null && { finished }),
    total,
    done,
    stored,
    duplicate,
    refused,
    refusals: JSON.parse(refusals) as ReplayJob['refusals'],
  }
}

export function findReplay(database: DatabaseSync, id: string): ReplayJob | undefined {
  const row = database.prepare('SELECT * FROM replay WHERE id = ?').get(id) as ReplayRow | undefined
  return row && jobOf(row)
}

/** The newest first, those behind the place given: (created, id) of the last one seen. */
export function listReplays(database: DatabaseSync, after: Pick<ReplayJob, 'created' | 'id'> | undefined, limit: number): ReplayJob[] {
  const { created, id }: Pick<ReplayJob, 'created' | 'id'> = after ?? { created: Number.MAX_SAFE_INTEGER, id: '' }
  const sql = 'SELECT * FROM replay WHERE (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?'
  return (database.prepare(sql).all(created, id, limit) as unknown as ReplayRow[]).map(jobOf)
}
