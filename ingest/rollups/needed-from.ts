import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export const bookPath = (folder: string): string => join(folder, 'rollups', 'rollups.sqlite')

/** Readings since then are not rolled up yet and may not expire; 0 while nothing is known of it. */
export function rollupsNeedFrom(folder: string): number {
  const path = bookPath(folder)
  if (!existsSync(path)) return 0
  const database = new DatabaseSync(path, { readOnly: true, timeout: 10_000 })
  try {
    if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() === undefined) return 0
    const row = database.prepare("SELECT value FROM meta WHERE name = 'neededFrom'").get() as { value: number } | undefined
    return row?.value ?? 0
  } finally {
    database.close()
  }
}
