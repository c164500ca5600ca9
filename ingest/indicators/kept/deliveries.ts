import type { DatabaseSync } from 'node:sqlite'
import type { Delivery, Page, Paged } from '../indicators.ts'

interface Row {
  seq: number
  id: string
  type: string
  created: number
  state: 'waiting' | 'delivered' | 'given-up'
  attempts: number
  next: number
  last_status: number | null
  last_fault: string | null
  finished: number | null
}

/** Newest first. */
export function deliveriesPage(database: DatabaseSync, { after, limit }: Paged): Page<Delivery> {
  const rows = database
    .prepare('SELECT * FROM delivery WHERE seq < ? ORDER BY seq DESC LIMIT ?')
    .all(after === undefined ? Number.MAX_SAFE_INTEGER : Number(after), limit + 1) as unknown as Row[]
  const items = rows.slice(0, limit).map(deliveryOf)
  return rows.length > limit ? { items, next: String(rows[limit - 1]?.seq) } : { items }
}

function deliveryOf({ id, type: event, created, state, attempts, next, last_status, last_fault, finished }: Row): Delivery {
  const answer = last_fault ?? (last_status === null ? undefined : String(last_status))
  return {
    ...{ id, event, created, state, attempts },
    ...(state === 'delivered' && finished !== null && { delivered: finished }),
    ...(state === 'waiting' && { next }),
    ...(answer !== undefined && { answer }),
  }
}
