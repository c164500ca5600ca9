import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Words } from './backup-error.ts'
import { digestOf } from './copy-file.ts'
import { filesUnder } from './data-files.ts'
import { dataName, type Manifest, readManifest } from './manifest.ts'

export interface Verified {
  readonly manifest: Manifest
  /** One sentence for each file that is not as it was written. */
  readonly faults: readonly Words[]
}

/** Reads every byte: digests tell rot, sizes what was cut off, names what is missing or was put in. */
export async function verifyBackup(folder: string, onProgress: (done: number, total: number) => void = () => undefined): Promise<Verified> {
  const manifest = readManifest(folder)
  const entries = Object.entries(manifest.files)
  const total = entries.reduce((sum, [, { size }]) => sum + size, 0)
  const faults: Words[] = []
  let done = 0
  for (const [path, { size, sha256, damage }] of entries) {
    const file = join(folder, dataName, path)
    if (!existsSync(file)) {
      faults.push({ zh: `${path} 不见了`, en: `${path} is missing` })
      continue
    }
    const found = await digestOf(file, (bytes) => {
      done += bytes
      onProgress(done, total)
    })
    if (found.size !== size || found.sha256 !== sha256)
      faults.push({ zh: `${path} 与备份时不一致`, en: `${path} is not what was backed up` })
    else if (damage !== undefined) faults.push(damagedAtTheTime(path, damage))
  }
  for (const path of filesUnder(join(folder, dataName))) {
    if (!(path in manifest.files)) faults.push({ zh: `${path} 不属于此备份`, en: `${path} does not belong to this backup` })
  }
  return { manifest, faults }
}

export const damagedAtTheTime = (path: string, damage: string): Words => ({
  zh: `${path} 在备份时已损坏：${damage}`,
  en: `${path} was damaged already when it was backed up: ${damage}`,
})
