import type { DatabaseSync } from 'node:sqlite'
import type { Outcome } from '../indicator.ts'
import type { Revision, Value } from '../indicators.ts'

/** A revision as kept: what was computed, of what, and why. How it stands is asked of the lines (status.ts). */
export interface Result
  extends Outcome,
    Pick<Value, 'indicator' | 'period' | 'scope' | 'formulaVersion' | 'registerVersion' | 'inputs' | 'reason'> {
  readonly revision: number
  /** The numbers of the formula it was made with. */
  readonly parameters: Readonly<Record<string, number>>
  readonly cause: Revision['cause']
  readonly computed: number
  readonly until: number
}

interface Row {
  period: string
  indicator: string
  scope: string
  revision: number
  value: number | null
  numerator: number | null
  denominator: number
  coverage: number | null
  floor: number | null
  facilities: number
  devices: number
  is_ranked: number
  detail: string
  formula_version: number
  parameters: string
  register_version: number
  inputs_count: number
  inputs_digest: string
  cause: Result['cause']
  computed: number
  until: number
}

/** Results of closed months: revisions are added, none is ever changed. */
export class Results {
  private readonly database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.database = database
  }

  /** To be called in a transaction: a month is closed as a whole. */
  add(results: Iterable<Result>): void {
    const insert = this.database.prepare('INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    for (const result of results) insert.run(...valuesOf(result))
  }

  /** Oldest first. */
  revisions(indicator: string, period: string, scope: string): readonly Result[] {
    const rows = this.database
      .prepare('SELECT * FROM result WHERE period = ? AND indicator = ? AND scope = ? ORDER BY revision')
      .all(period, indicator, scope)
    return (rows as unknown as Row[]).map(resultOf)
  }

  /** The latest revision of every scope of an indicator, by scope. */
  latest(period: string, indicator: string): ReadonlyMap<string, Result> {
    const rows = this.database
      .prepare('SELECT * FROM result WHERE period = ? AND indicator = ? ORDER BY scope, revision')
      .iterate(period, indicator)
    const found = new Map<string, Result>()
    for (const row of rows) found.set((row as unknown as Row).scope, resultOf(row as unknown as Row))
    return found
  }

  /** Months that are closed, oldest first. */
  closedMonths(): readonly string[] {
    const rows = this.database.prepare('SELECT period FROM closing ORDER BY period').all() as unknown as { period: string }[]
    return rows.map(({ period }) => period)
  }

  /** When a month was last closed, or looked at anew. */
  lastLook(): number | undefined {
    const { looked } = this.database.prepare('SELECT max(looked) AS looked FROM closing').get() as { looked: number | null }
    return looked ?? undefined
  }

  isClosed(period: string): boolean {
    return this.database.prepare('SELECT 1 FROM closing WHERE period = ?').get(period) !== undefined
  }
}

function valuesOf(result: Result): (string | number | null)[] {
  const { period, indicator, scope, revision, value, numerator, denominator, coverage, floor, facilities, devices } = result
  const detail = JSON.stringify({ variants: result.variants, exclusions: result.exclusions, reason: result.reason })
  return [
    ...[period, indicator, scope, revision, value, numerator, denominator, coverage, floor, facilities, devices],
    ...[result.isRanked ? 1 : 0, detail, result.formulaVersion, JSON.stringify(result.parameters), result.registerVersion],
    ...[result.inputs.count, result.inputs.digest, result.cause, result.computed, result.until],
  ]
}

function resultOf(row: Row): Result {
  const detail = JSON.parse(row.detail) as Pick<Result, 'variants' | 'exclusions' | 'reason'>
  const { period, indicator, scope, revision, value, numerator, denominator, coverage, floor, facilities, devices } = row
  return {
    ...{ period, indicator, scope, revision, value, numerator, denominator, coverage, floor, facilities, devices },
    ...{ ...detail, isRanked: row.is_ranked === 1, formulaVersion: row.formula_version },
    parameters: JSON.parse(row.parameters),
    registerVersion: row.register_version,
    inputs: { count: row.inputs_count, digest: row.inputs_digest },
    ...{ cause: row.cause, computed: row.computed, until: row.until },
  }
}
