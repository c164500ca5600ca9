import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BackupError, fileTrouble } from './backup-error.ts'
import { isKept, type Kept, kept, whatBecomesOf } from './contents.ts'
import { wholeName } from './restored-names.ts'

export interface DataFile {
  /** In the data folder, with slashes. */
  readonly path: string
  readonly kept: Kept
}

/** Files under a folder, with slashes, in the order of their names. A symbolic link is what it leads to: parts of a data folder may lie on other disks. */
export function filesUnder(folder: string, path = '', within: readonly string[] = []): string[] {
  const here = realpathSync(join(folder, path))
  if (within.includes(here)) return [] // a link that leads back to where it stands
  const entries = readdirSync(here, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const name = path === '' ? entry.name : `${path}/${entry.name}`
    return isFolder(entry, join(here, entry.name)) ? filesUnder(folder, name, [...within, here]) : [name]
  })
}

function isFolder(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory()
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw leadsNowhere(path)
  return found.isDirectory()
}

/** What would be missing may be all readings. */
const leadsNowhere = (path: string): BackupError =>
  new BackupError(
    { zh: `${path} 是符号链接，但所指之处不存在。`, en: `${path} is a symbolic link that leads nowhere.` },
    {
      hint: {
        zh: '请挂载它所在的磁盘，或删除该链接，再重新运行。',
        en: 'Mount the disk it leads to, or remove the link, and run it again.',
      },
    },
  )

/** What is to be copied, in the order of contents.ts, and what nobody has thought of. */
export function dataFiles(folder: string): { readonly files: readonly DataFile[]; readonly unknown: readonly string[] } {
  const paths = pathsOf(folder)
  if (existsSync(join(folder, wholeName))) throw halfRestored(folder)
  if (!paths.some((path) => path === 'register.sqlite' || path.startsWith('journal/'))) throw noData(folder)
  const files = paths.flatMap((path) => {
    const found = whatBecomesOf(path)
    return isKept(found) ? [{ path, kept: found }] : []
  })
  files.sort((one, other) => kept.indexOf(one.kept) - kept.indexOf(other.kept))
  return { files, unknown: paths.filter((path) => whatBecomesOf(path) === undefined) }
}

function pathsOf(folder: string): string[] {
  try {
    return filesUnder(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw noData(folder)
    throw fileTrouble(error, folder)
  }
}

const halfRestored = (folder: string): BackupError =>
  new BackupError(
    { zh: `${folder} 的恢复未完成：其中新旧混杂。`, en: `A restore of ${folder} was not finished: it is half old and half new.` },
    { hint: { zh: '请先重新运行 kz restore DIR --replace。', en: 'Run kz restore DIR --replace again first.' } },
  )

const noData = (folder: string): BackupError =>
  new BackupError(
    { zh: `${folder} 不是数据文件夹：其中没有 register.sqlite。`, en: `${folder} is no data folder: there is no register.sqlite in it.` },
    { hint: { zh: '请把 KZ_DATA 设为服务所用的数据文件夹。', en: 'Set KZ_DATA to the folder the services work on.' } },
  )
