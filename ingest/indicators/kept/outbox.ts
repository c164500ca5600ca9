import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

export type EventType = 'indicator.closed' | 'indicator.revised' | 'target.changed' | 'report.submitted'

/** What others are told. Those of one subject arrive in order. */
export interface OutboxEvent {
  readonly type: EventType
  readonly subject: string
  readonly data: unknown
}

/** To be called in the transaction of what it tells, so that neither is without the other. */
export type PutOut = (event: OutboxEvent) => void

/** Nothing is kept for nobody: without an address of a webhook it does nothing. */
export function outboxOf(database: DatabaseSync, { isOn, now }: { isOn: boolean; now: () => number }): PutOut {
  return ({ type, subject, data }) => {
    if (!isOn) return
    const at = now()
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
    database
      .prepare(`INSERT INTO delivery (id, type, subject, body, created, state, attempts, next) VALUES (?, ?, ?, ?, ?, 'waiting', 0, ?)`)
      .run(`msg_${randomBytes(12).toString('hex')}`, type, subject, body, at, at)
  }
}
