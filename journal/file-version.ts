/**
 * Versions of the SQLite files of a data folder, in their user_version. Going up is one way: a file is migrated when it is opened, and an
 * older program refuses it instead of reading or changing what it does not understand. docs/upgrading.md lists what each version brought.
 */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** Nothing was changed in the file. */
export class FileOfNewerVersion extends Error {
  override name = 'FileOfNewerVersion'
  readonly hint = newerHint

  constructor(path: string) {
    super(`${path} was written by a newer version of kezhong`)
  }
}

const newerHint = {
  zh: '请重新安装写入它的版本，或恢复升级前的备份（kz restore）；旧版本无法理解其中的全部内容，未作任何改动。',
  en: 'Install that version again, or restore the backup from before the upgrade (kz restore); an older one would not understand everything in the file, and nothing in it was changed.',
}

export const versionOf = (database: DatabaseSync): number =>
  (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version

export function refuseNewer(database: DatabaseSync, path: string, known: number): void {
  if (versionOf(database) > known) throw new FileOfNewerVersion(path)
}

/** Of a file that somebody else will open, and who sees to it when it is damaged; one that is missing is of no version. */
export function refuseNewerFile(path: string, known: number): void {
  if (!existsSync(path)) return
  const database = new DatabaseSync(path, { readOnly: true, timeout: 10_000 })
  try {
    refuseNewer(database, path, known)
  } catch (error) {
    if (error instanceof FileOfNewerVersion) throw error
  } finally {
    database.close()
  }
}

/**
 * Brings a file up to `target`: entry n of `migrations` makes version n+1 of version n, each in a transaction of its own, so that one that is
 * interrupted goes on where it was. Whoever comes second finds it done.
 */
export function migrateFile(database: DatabaseSync, path: string, migrations: readonly string[], target = migrations.length): void {
  refuseNewer(database, path, migrations.length)
  while (versionOf(database) < target) {
    database.exec('BEGIN IMMEDIATE')
    try {
      const version = versionOf(database)
      if (version < target) database.exec(`${migrations[version]}; PRAGMA user_version=${version + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
