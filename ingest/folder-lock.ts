import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const patienceMs = 2_000

const hint = {
  zh: '同一个 KZ_DATA 只能由一个 ingest 处理：请先结束另一个，或为这一个另设 KZ_DATA。',
  en: 'One ingest works on a KZ_DATA: end the other one first, or give this one a KZ_DATA of its own.',
}

/**
 * Two pipelines over one journal would count every message twice. The lock ends with the process, however that ends, or when it is closed.
 */
export function lockFolder(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, 'ingest.lock'), { timeout: patienceMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error
    throw Object.assign(new Error(`another ingest is working on ${folder}`, { cause: error }), { hint })
  }
}

const sqliteBusy = 5
