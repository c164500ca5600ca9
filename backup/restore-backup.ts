import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BackupError, fileTrouble } from './backup-error.ts'
import { copyPlain, sync, syncFolders } from './copy-file.ts'
import { type FolderLocks, takeFolderLocks } from './folder-locks.ts'
import { giveToOwner } from './give-to-owner.ts'
import { dataName, type Manifest, readManifest } from './manifest.ts'
import { liesWithin } from './real-path.ts'
import { freshName, wholeName } from './restored-names.ts'

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
  if (liesWithin(to, from) || liesWithin(from, to)) throw oneInTheOther(from, to)
  const locks = begin(to, order.replace)
  try {
    refuseHeld(to, locks)
    const whole = await copyAll({ ...order, from, to }, manifest)
    for (const name of readdirSync(to).filter(isLock)) giveToOwner(join(to, name), to)
    const aside = isTaken(to) ? await moveAside(to) : undefined
    await putInPlace(whole, to)
    return { manifest, ...(aside === undefined ? {} : { aside }) }
  } catch (error) {
    throw fileTrouble(error, to)
  } finally {
    locks.release()
  }
}

/** A folder that is not there yet is made, so that its locks keep everybody else away from it, too. */
function begin(to: string, replace: boolean): FolderLocks {
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 })
    if (isTaken(to) && !replace) throw notEmpty(to)
    return takeFolderLocks(to)
  } catch (error) {
    throw fileTrouble(error, to)
  }
}

const isTaken = (to: string): boolean => readdirSync(to).some((name) => !isLock(name) && name !== freshName && name !== wholeName)

const oneInTheOther = (from: string, to: string): BackupError =>
  new BackupError(
    { zh: `备份 ${from} 与要恢复到的 ${to} 一个在另一个之内。`, en: `The backup ${from} and the folder ${to} lie one within the other.` },
    { hint: { zh: '请用 --to 指定别处，或先把备份移到别处。', en: 'Name another folder with --to, or move the backup elsewhere first.' } },
  )

const isLock = (name: string): boolean => /\.lock(-journal)?$/.test(name)
const isOurs = (name: string): boolean => isLock(name) || name.startsWith('before-restore-') || name === freshName || name === wholeName

function refuseHeld(to: string, { heldBy }: FolderLocks): void {
  if (heldBy.length === 0) return
  const names = heldBy.join(', ')
  throw new BackupError(
    { zh: `${names} 正在使用 ${to}。`, en: `${names} ${heldBy.length === 1 ? 'is' : 'are'} working on ${to}.` },
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

async function copyAll({ from, to, replace, onProgress }: RestoreOrder, manifest: Manifest): Promise<string> {
  const fresh = join(to, freshName)
  await rm(fresh, { recursive: true, force: true })
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
    if (!replace && isTaken(to)) throw notEmpty(to) // somebody wrote there meanwhile
    giveToOwner(fresh, to)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notAsWritten((error as NodeJS.ErrnoException).path ?? '')
    throw error
  }
  await syncFolders(fresh)
  const whole = join(to, wholeName)
  // One that died left the folder half old and half new: its mark stays, empty, until this one takes its place.
  if (existsSync(whole)) for (const name of readdirSync(whole)) await rm(join(whole, name), { recursive: true })
  await rename(fresh, whole)
  await sync(to)
  return whole
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
