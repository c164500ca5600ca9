// The ledger as the API tells it: what the pipeline entered, and what still waits in the journal.
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Pending } from '../ledger/pending.ts'
import type { ApiParts } from './parts.ts'

export const ledgerCounts = z.object({
  received: z.int(),
  stored: z.int(),
  duplicate: z.int(),
  quarantined: z.int(),
  pending: z.int().describe('In the journal, not dealt with yet; counted in received too'),
  balanced: z.boolean().describe('received = stored + duplicate + quarantined + pending'),
})

export type LedgerCounts = z.output<typeof ledgerCounts>

export interface Counted {
  readonly received: number
  readonly stored: number
  readonly duplicate: number
  readonly quarantined: number
}

export interface CountedDevice extends Counted {
  readonly device: string
  readonly kind: string
}

export interface CountedHour extends Counted {
  readonly hour: number
}

export interface LedgerRange {
  readonly device?: string
  readonly kind?: string
  /** Hours of receipt, half-open, ms since 1970 UTC. */
  readonly from: number
  readonly to: number
}

const sums = 'sum(received) AS received, sum(stored) AS stored, sum(duplicate) AS duplicate, sum(quarantined) AS quarantined'
const nothing: Counted = { received: 0, stored: 0, duplicate: 0, quarantined: 0 }

export interface Ledger {
  /** What `look` reads in it belongs to one moment: the offset and what was counted up to it. */
  atOneMoment<Seen>(look: (next: number) => Seen): Promise<Seen>
  total(range: LedgerRange): Counted
  /** In the order of ids, those after `after`. */
  devices(range: LedgerRange, after: string, limit: number): CountedDevice[]
  hours(range: LedgerRange & { device: string }): CountedHour[]
}

export function ledgerOf({ ingestDatabase: database, journalId }: ApiParts): Ledger {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const where = ({ device, kind, from, to }: LedgerRange) => {
    const sql = ['hour >= ? AND hour < ?', ...(device === undefined ? [] : ['device = ?']), ...(kind === undefined ? [] : ['kind = ?'])]
    return { sql: sql.join(' AND '), values: [from, to, ...(device === undefined ? [] : [device]), ...(kind === undefined ? [] : [kind])] }
  }
  const progress = database.prepare('SELECT next FROM progress WHERE journal = ?')
  return {
    async atOneMoment(look) {
      const id = await journalId()
      database.exec('BEGIN')
      try {
        return look((progress.get(id) as { next: number } | undefined)?.next ?? 0)
      } finally {
        database.exec('COMMIT')
      }
    },
    total(range) {
      const { sql, values } = where(range)
      const row = prepared(`SELECT ${sums} FROM ledger WHERE ${sql}`).get(...values) as unknown as Counted
      return row.received === null ? nothing : { ...row }
    },
    devices(range, after, limit) {
      const { sql, values } = where(range)
      const page = `SELECT device, max(kind) AS kind, ${sums} FROM ledger WHERE ${sql} AND device > ? GROUP BY device ORDER BY device LIMIT ?`
      return prepared(page).all(...values, after, limit) as unknown as CountedDevice[]
    },
    hours(range) {
      const { sql, values } = where(range)
      return prepared(`SELECT hour, ${sums} FROM ledger WHERE ${sql} GROUP BY hour ORDER BY hour`).all(
        ...values,
      ) as unknown as CountedHour[]
    },
  }
}

/** What waits was received, so it stands on both sides. */
export function withPending({ received, stored, duplicate, quarantined }: Counted, pending: number): LedgerCounts {
  const balanced = received === stored + duplicate + quarantined
  return { received: received + pending, stored, duplicate, quarantined, pending, balanced }
}

export async function ledgerOfDevice(parts: ApiParts, device: string, from: number): Promise<LedgerCounts> {
  const ledger = ledgerOf(parts)
  const { counted, next } = await ledger.atOneMoment((offset) => ({
    counted: ledger.total({ device, from, to: Number.MAX_SAFE_INTEGER }),
    next: offset,
  }))
  const { total } = await parts.pendingFrom(next, device)
  return withPending(counted, total)
}

/** Nothing waits that was received before this moment. */
export const nothingPending: Pending = { total: 0, byDevice: new Map(), exact: true }
