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
  const id = askedOf(uplink, "SELECT value FROM about WHERE name = 'id'")
  const next = id === undefined ? undefined : askedOf(ingest, 'SELECT next AS value FROM progress WHERE journal = ?', id)
  const first = askedOf(uplink, 'SELECT min(first) AS value FROM batch')
  // A journal that ingest has not begun on is begun at its front, wherever that is.
  if (next === undefined || first === undefined) return true
  return Number(first) <= Number(next)
}

type Value = string | number

function askedOf(path: string, sql: string, ...parameters: Value[]): Value | undefined {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return (database.prepare(sql).get(...parameters) as { value: Value | null } | undefined)?.value ?? undefined
  } catch {
    return undefined // a damaged file says nothing; the backup names it anyway
  } finally {
    database.close()
  }
}
