import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BackupError, fileTrouble } from './backup-error.ts'
import { copyPlain, sync, syncFolders } from './copy-file.ts'
import { type FolderLocks, takeFolderLocks } from './folder-locks.ts'
import { dataName, type Manifest, readManifest } from './manifest.ts'

export interface RestoreOrder {
  readonly from: string
  /** The data folder; made where there is none. */
  readonly to: string
  /** Moves what is there aside, and deletes nothing. */
  readonly replace: boolean
  onProgress?(done: number, total: number): void
}

export interface Restored {
  readonly manifest: Manifest
  /** Where the data folder of before is now. */
  readonly aside?: string
}

/** Every file is held against its digest while it is copied; the data folder is touched only when all of them are there. */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const [from, to] = [resolve(order.from), resolve(order.to)]
  const manifest = readManifest(from)
  const isTaken = existsSync(to) && readdirSync(to).some((name) => !isLock(name) && name !== freshName)
  if (isTaken && !order.replace) throw notEmpty(to)
  const locks = takeFolderLocks(to)
  try {
    refuseHeld(to, locks)
    const whole = await copyAll({ ...order, from, to }, manifest)
    const aside = isTaken ? await moveAside(to) : undefined
    await putInPlace(whole, to)
    return { manifest, ...(aside === undefined ? {} : { aside }) }
  } catch (error) {
    throw fileTrouble(error, to)
  } finally {
    locks.release()
  }
}

const isLock = (name: string): boolean => /\.lock(-journal)?$/.test(name)
const isOurs = (name: string): boolean => isLock(name) || name.startsWith('before-restore-') || name === freshName || name === wholeName

function refuseHeld(to: string, { heldBy }: FolderLocks): void {
  if (heldBy.length === 0) return
  const names = heldBy.join(', ')
  throw new BackupError(
    { zh: `${names} 正在使用 ${to}。`, en: `${names} is working on ${to}.` },
    {
      hint: {
        zh: '请先停止全部服务（gateway、ingest、node-red），再恢复；或用 --to 恢复到另一个文件夹。',
        en: 'Stop all services (gateway, ingest, node-red) first, or restore into another folder with --to.',
      },
    },
  )
}

const notEmpty = (to: string): BackupError =>
  new BackupError(
    { zh: `${to} 不为空。`, en: `${to} is not empty.` },
    {
      hint: {
        zh: '加 --replace 会把现有内容移到一旁（不删除）后恢复；或用 --to 指定另一个文件夹。',
        en: '--replace moves what is there aside, deleting nothing; or name another folder with --to.',
      },
    },
  )

/**
 * Within the data folder, as that may be a volume of its own: what is renamed stays on the same disk. While the second name is there, no
 * process begins on the folder (journal/folder-lock.ts): what is in it is half of the old and half of the new.
 */
const freshName = '.restoring'
const wholeName = '.restored'

async function copyAll({ from, to, onProgress }: RestoreOrder, manifest: Manifest): Promise<string> {
  const fresh = join(to, freshName)
  for (const name of [freshName, wholeName]) await rm(join(to, name), { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  const entries = Object.entries(manifest.files)
  const total = entries.reduce((sum, [, { size }]) => sum + size, 0)
  let done = 0
  try {
    for (const [path, { sha256 }] of entries) {
      const copied = await copyPlain(join(from, dataName, path), join(fresh, path), (bytes) => {
        done += bytes
        onProgress?.(done, total)
      })
      if (copied.sha256 !== sha256) throw notAsWritten(path)
    }
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notAsWritten((error as NodeJS.ErrnoException).path ?? '')
    throw error
  }
  await syncFolders(fresh)
  await rename(fresh, join(to, wholeName))
  await sync(to)
  return join(to, wholeName)
}

const notAsWritten = (path: string): BackupError =>
  new BackupError(
    {
      zh: `备份已损坏：${path} 不见了，或与备份时不一致；什么也没有改动。`,
      en: `The backup is damaged: ${path} is missing or not what was backed up; nothing was changed.`,
    },
    {
      hint: {
        zh: '请用另一份备份；kz backup verify 列出全部出错的文件。',
        en: 'Take another backup; kz backup verify lists every file at fault.',
      },
    },
  )

async function moveAside(to: string): Promise<string> {
  const aside = join(to, `before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`)
  mkdirSync(aside, { mode: 0o700 })
  for (const name of readdirSync(to).filter((entry) => !isOurs(entry))) await rename(join(to, name), join(aside, name))
  await sync(aside)
  await sync(to)
  return aside
}

async function putInPlace(whole: string, to: string): Promise<void> {
  for (const name of readdirSync(whole)) await rename(join(whole, name), join(to, name))
  await sync(to)
  await rm(whole, { recursive: true })
  await sync(to)
  await sync(dirname(to))
}
