import type { DatabaseSync } from 'node:sqlite'

/** Who changed what. `subject` names it, `change` is what was entered. */
export interface AuditEntry {
  readonly at: number
  readonly author: string
  readonly what: string
  readonly subject: string
  readonly change: unknown
}

/** To be called in the transaction of the change itself. */
export function enterIntoAudit(database: DatabaseSync, { at, author, what, subject, change }: AuditEntry): void {
  database
    .prepare('INSERT INTO audit (at, author, what, subject, change) VALUES (?, ?, ?, ?, ?)')
    .run(at, author, what, subject, JSON.stringify(change))
}

/** Newest first; `after` is the `next` of the page before. */
export function auditPage(database: DatabaseSync, { after, limit }: { after?: string; limit: number }) {
  const rows = database
    .prepare('SELECT id, at, author, what, subject, change FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?')
    .all(after === undefined ? Number.MAX_SAFE_INTEGER : Number(after), limit + 1) as unknown as (Omit<AuditEntry, 'change'> & {
    id: number
    change: string
  })[]
  const items = rows.slice(0, limit).map(({ id: _, change, ...entry }): AuditEntry => ({ ...entry, change: JSON.parse(change) }))
  return rows.length > limit ? { items, next: String(rows[limit - 1]?.id) } : { items }
}
