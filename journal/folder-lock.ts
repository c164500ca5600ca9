import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const patienceMs = 2_000

/**
 * One process of a name works on a data folder: two pipelines over one journal would count every message twice, two gateways would each
 * speak for half of the devices. The lock ends with the process, however that ends, or when it is closed.
 */
export function lockFolder(folder: string, name: 'gateway' | 'ingest' | 'node-red'): DatabaseSync {
  if (existsSync(join(folder, halfRestored))) {
    throw Object.assign(new Error(`a restore of ${folder} was not finished`), { hint: restoreAgain })
  }
  const lock = new DatabaseSync(join(folder, `${name}.lock`), { timeout: patienceMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error
    throw Object.assign(new Error(`another ${name} is working on ${folder}`, { cause: error }), { hint: hintFor(name) })
  }
}

const sqliteBusy = 5

/** While a restore exchanges old files for new ones (backup/restore-backup.ts). */
const halfRestored = '.restored'

const restoreAgain = {
  zh: '恢复备份时中断，数据新旧混杂：请重新运行 kz restore DIR --replace，再启动。',
  en: 'What is in it is half old and half new: run kz restore DIR --replace again, then start.',
}

const hintFor = (name: string) => ({
  zh: `同一个 KZ_DATA 只能由一个 ${name} 处理：请先结束另一个，或为这一个另设 KZ_DATA。`,
  en: `One ${name} works on a KZ_DATA: end the other one first, or give this one a KZ_DATA of its own.`,
})
