import type { DatabaseSync } from 'node:sqlite'

/** What is looked at and what is dropped between two turns of the event loop: SQLite reads every page that it frees. */
const lookedAt = 1_000
const droppedBytes = 8 << 20

interface BatchSize {
  readonly first: number
  readonly count: number
  readonly at: number
  readonly bytes: number
}

/**
 * Drops from the front what was received before this time and consumed by all, but never the last batch. Of the rows looked at, one that is
 * old makes those before it old: a clock that ran ahead for a while does not keep what it dated for years.
 */
export function dropOld(database: DatabaseSync, before: number, consumed: number): { readonly entries: number; readonly more: boolean } {
  const rows = database
    .prepare(
      `SELECT first, count, at, length(body) AS bytes FROM batch
       WHERE first < (SELECT max(first) FROM batch) ORDER BY first LIMIT ${lookedAt}`,
    )
    .all() as unknown as BatchSize[]
  const old = rows.slice(0, rows.findLastIndex(({ at }) => at < before) + 1).filter(({ first, count }) => first + count <= consumed)
  const dropped = upTo(droppedBytes, old)
  const last = dropped.at(-1)
  if (!last) return { entries: 0, more: false }
  database.prepare('DELETE FROM batch WHERE first <= ?').run(last.first)
  return {
    entries: dropped.reduce((sum, { count }) => sum + count, 0),
    more: dropped.length < old.length || rows.length === lookedAt,
  }
}

/** At least one if there is one. */
function upTo(bytes: number, rows: readonly BatchSize[]): readonly BatchSize[] {
  let sum = 0
  for (const [index, row] of rows.entries()) {
    sum += row.bytes
    if (sum >= bytes) return rows.slice(0, index + 1)
  }
  return rows
}
