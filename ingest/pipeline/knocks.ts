import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { gatewayTopics } from '../../journal/gateway-topics.ts'
import type { Batch, Step } from './batch.ts'

/** What the gateway says of those it did not let in. */
export interface Refused {
  readonly name: string
  readonly address: string
  readonly code: string
  readonly message: { readonly zh: string; readonly en: string }
  /** So many from `first` to `last`, ms since 1970 UTC. */
  readonly count: number
  readonly first: number
  readonly last: number
}

/** Kept, the latest; names are whatever somebody types. */
const mostKept = 1_000

/** Collects the failed sign-ins of a batch, for its commit. */
export function knocks(): Step {
  return {
    name: 'knocks',
    run(batch: Batch): void {
      for (const { sort, entry, value } of batch.items) {
        if (sort === 'link' && entry.topic === gatewayTopics.refused) batch.knocks.push(value as Refused)
      }
    },
  }
}

/** The table `knock`, written within the transaction of a batch. */
export class KnockTable {
  private readonly put: StatementSync
  private readonly forget: StatementSync

  constructor(database: DatabaseSync) {
    this.put = database.prepare(`
      INSERT INTO knock (name, address, code, message, first, last, count) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET message = excluded.message, last = max(last, excluded.last), count = count + excluded.count`)
    this.forget = database.prepare(`
      DELETE FROM knock WHERE (name, address, code) IN (
        SELECT name, address, code FROM knock ORDER BY last DESC, name, address, code LIMIT -1 OFFSET ${mostKept})`)
  }

  write(refused: readonly Refused[]): void {
    if (refused.length === 0) return
    for (const { name, address, code, message, first, last, count } of refused) {
      this.put.run(name, address, code, JSON.stringify(message), first, last, count)
    }
    this.forget.run()
  }
}
