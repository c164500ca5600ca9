import type { DatabaseSync } from 'node:sqlite'
import { atOnce } from '../database.ts'
import type { ManualValue } from '../indicators.ts'
import { enterIntoAudit } from './audit.ts'

export interface KeptManual extends ManualValue {
  readonly revision: number
  readonly recorded: number
}

type Row = { readonly [Name in keyof KeptManual]-?: KeptManual[Name] | null }

/** Monthly values of what cannot be measured. Entered again it is a revision; the earlier ones stay. */
export class ManualValues {
  private readonly database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.database = database
  }

  /** All or none. */
  set(values: readonly ManualValue[], recorded: number): void {
    atOnce(this.database, () => {
      for (const value of values) this.add(value, recorded)
    })
  }

  /** Oldest first. */
  revisions(indicator: string, period: string, scope: string): readonly KeptManual[] {
    const rows = this.database
      .prepare('SELECT * FROM manual WHERE indicator = ? AND period = ? AND scope = ? ORDER BY revision')
      .all(indicator, period, scope)
    return (rows as unknown as Row[]).map(manualOf)
  }

  /** The latest of each, newest month first. */
  page(query: { indicator?: string; period?: string; after?: string; limit: number }) {
    const { indicator = null, period = null, after, limit } = query
    const start = after === undefined ? null : (JSON.parse(after) as [string, string, string])
    const rows = this.database
      .prepare(
        `SELECT * FROM manual AS latest WHERE (:indicator IS NULL OR indicator = :indicator) AND (:period IS NULL OR period = :period)
           AND revision = (SELECT max(revision) FROM manual WHERE (indicator, period, scope) = (latest.indicator, latest.period, latest.scope))
           AND (:beforePeriod IS NULL OR period < :beforePeriod
             OR (period = :beforePeriod AND (indicator, scope) > (:afterIndicator, :afterScope)))
         ORDER BY period DESC, indicator, scope LIMIT :limit`,
      )
      .all({
        indicator,
        period,
        beforePeriod: start?.[0] ?? null,
        afterIndicator: start?.[1] ?? null,
        afterScope: start?.[2] ?? null,
        limit: limit + 1,
      }) as unknown as Row[]
    const items = rows.slice(0, limit).map(manualOf)
    const last = items.at(-1)
    return rows.length > limit && last ? { items, next: JSON.stringify([last.period, last.indicator, last.scope]) } : { items }
  }

  private add(given: ManualValue, recorded: number): void {
    const { indicator, period, scope, value, numerator, denominator, document, date, note, author } = given
    const { revision } = this.database
      .prepare('SELECT coalesce(max(revision), 0) + 1 AS revision FROM manual WHERE indicator = ? AND period = ? AND scope = ?')
      .get(indicator, period, scope) as { revision: number }
    this.database
      .prepare('INSERT INTO manual VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        ...[indicator, period, scope, revision, value, numerator ?? null, denominator ?? null],
        ...[document, date, note ?? null, author, recorded],
      )
    enterIntoAudit(this.database, { at: recorded, author, what: 'manual-value', subject: `${indicator} ${period} ${scope}`, change: given })
  }
}

/** What is not known is left out. */
const manualOf = (row: Row): KeptManual =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as KeptManual
