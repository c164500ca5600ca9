// The ledger as the API tells it: what the pipeline entered, and what still waits in the journal.
import type { StatementSync } from 'node:sqlite'
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
/** A device may have been heard before it was registered. */
const lastKind = '(SELECT kind FROM ledger AS last WHERE last.device = ledger.device ORDER BY hour DESC LIMIT 1) AS kind'
const nothing: Counted = { received: 0, stored: 0, duplicate: 0, quarantined: 0 }

type Listed = Pick<CountedDevice, 'device' | 'kind'>

export interface Ledger {
  /** What `look` reads in it belongs to one moment: the offset and what was counted up to it. */
  atOneMoment<Seen>(look: (next: number) => Seen): Promise<Seen>
  total(range: LedgerRange): Counted
  /** In the order of ids, those after `after`. */
  devices(range: LedgerRange, after: string, limit: number): CountedDevice[]
  hours(range: LedgerRange & { device: string }): CountedHour[]
}

export function ledgerOf({ ingestDatabase: database, journalId }: Pick<ApiParts, 'ingestDatabase' | 'journalId'>): Ledger {
  const progress = database.prepare('SELECT next FROM progress WHERE journal = ?')
  const totalOfDevice = database.prepare(`SELECT ${sums} FROM ledger WHERE device = ? AND hour >= ? AND hour < ?`)
  const total = database.prepare(`SELECT ${sums} FROM ledger_total WHERE hour >= ? AND hour < ? AND kind = coalesce(?, kind)`)
  const firstAfter = database.prepare(`SELECT device, ${lastKind} FROM ledger WHERE device > ? ORDER BY device, hour LIMIT 1`)
  const first = database.prepare('SELECT device, kind FROM ledger WHERE device = ? ORDER BY hour DESC LIMIT 1')
  const hours = database.prepare(`
    SELECT hour, received, stored, duplicate, quarantined FROM ledger WHERE device = ? AND hour >= ? AND hour < ? ORDER BY hour`)

  /** From device to device by the primary key: a list of them would take going through the whole table. */
  function* devicesOf({ device, kind }: LedgerRange, after: string): Generator<Listed> {
    const isAsked = (each: Listed) => kind === undefined || each.kind === kind
    if (device === undefined) {
      for (let each = listed(firstAfter, after); each; each = listed(firstAfter, each.device)) if (isAsked(each)) yield each
      return
    }
    const one = listed(first, device)
    if (one && isAsked(one) && device > after) yield one
  }

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
      const { device, kind, from, to } = range
      if (device !== undefined) return [...devicesOf(range, '')].map(() => counted(totalOfDevice, device, from, to))[0] ?? nothing
      return counted(total, from, to, kind ?? null) ?? nothing
    },
    devices(range, after, limit) {
      const found: CountedDevice[] = []
      for (const each of devicesOf(range, after)) {
        const sum = counted(totalOfDevice, each.device, range.from, range.to)
        if (sum) found.push({ ...each, ...sum })
        if (found.length === limit) break
      }
      return found
    },
    hours: ({ device, from, to }) => hours.all(device, from, to) as unknown as CountedHour[],
  }
}

const listed = (statement: StatementSync, device: string) => statement.get(device) as Listed | undefined

/** A sum over nothing is null. */
function counted(statement: StatementSync, ...values: (string | number | null)[]): Counted | undefined {
  const row = statement.get(...values) as unknown as Counted & { received: number | null }
  return row.received === null ? undefined : { ...row }
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

/** All devices together from this hour on. */
export async function ledgerSince(ledger: Ledger, from: number, pendingFrom: (next: number) => Promise<number>): Promise<LedgerCounts> {
  const { total, next } = await ledger.atOneMoment((offset) => ({
    total: ledger.total({ from, to: Number.MAX_SAFE_INTEGER }),
    next: offset,
  }))
  return withPending(total, await pendingFrom(next))
}

/** Nothing waits that was received before this moment. */
export const nothingPending: Pending = { total: 0, byDevice: new Map(), exact: true }
