import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * The journal drops what is old and consumed. Was it consumed only after ingest.sqlite was copied, the copy of the journal may begin behind the
 * offset of that copy: messages would be missing in between. True when it does not, or when the two know nothing of each other.
 */
export function journalReachesBack(folder: string): boolean {
  const [ingest, uplink] = [join(folder, 'ingest.sqlite'), join(folder, 'journal/uplink.sqlite')]
  if (!existsSync(ingest) || !existsSync(uplink)) return true
  const next = askedOf(
    uplink,
    "SELECT value FROM about WHERE name = 'id'",
    (id) => askedOf(ingest, 'SELECT next AS value FROM progress WHERE journal = ?', (found) => found, id) ?? 0,
  )
  const first = askedOf(uplink, 'SELECT min(first) AS value FROM batch', (found) => found)
  return first === undefined || first === null || next === undefined || Number(first) <= Number(next) || Number(first) === 0
}

type Value = string | number | null

function askedOf<Result>(path: string, sql: string, then: (value: Value) => Result, ...parameters: Value[]): Result | undefined {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const row = database.prepare(sql).get(...parameters) as { value: Value } | undefined
    return row === undefined ? undefined : then(row.value)
  } catch {
    return undefined // a damaged file says nothing; the backup names it anyway
  } finally {
    database.close()
  }
}
