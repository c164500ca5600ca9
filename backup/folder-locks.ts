import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const names = ['gateway', 'ingest', 'node-red'] as const
const patienceMs = 500
const busy = 5

export interface FolderLocks {
  /** The processes that work on the folder; when there are none, none can begin until these locks are released. */
  readonly heldBy: readonly string[]
  release(): void
}

/** The same locks as the processes take (journal/folder-lock.ts): they end with the process that holds them, however it ends. */
export function takeFolderLocks(folder: string): FolderLocks {
  const taken: DatabaseSync[] = []
  const heldBy: string[] = []
  const release = (): void => {
    for (const lock of taken) lock.close()
  }
  if (!existsSync(folder)) return { heldBy, release }
  for (const name of names) {
    const lock = new DatabaseSync(join(folder, `${name}.lock`), { timeout: patienceMs })
    taken.push(lock)
    try {
      lock.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== busy) {
        release()
        throw error
      }
      heldBy.push(name)
    }
  }
  return { heldBy, release }
}
