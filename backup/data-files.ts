import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BackupError, fileTrouble } from './backup-error.ts'
import { isKept, type Kept, kept, whatBecomesOf } from './contents.ts'

export interface DataFile {
  /** In the data folder, with slashes. */
  readonly path: string
  readonly kept: Kept
}

/** Files under a folder, with slashes, in the order of their names; symbolic links to files count as files. */
export function filesUnder(folder: string, path = ''): string[] {
  const entries = readdirSync(join(folder, path), { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const name = path === '' ? entry.name : `${path}/${entry.name}`
    return entry.isDirectory() ? filesUnder(folder, name) : [name]
  })
}

/** What is to be copied, in the order of contents.ts, and what nobody has thought of. */
export function dataFiles(folder: string): { readonly files: readonly DataFile[]; readonly unknown: readonly string[] } {
  const paths = pathsOf(folder)
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

const noData = (folder: string): BackupError =>
  new BackupError(
    { zh: `${folder} 不是数据文件夹：其中没有 register.sqlite。`, en: `${folder} is no data folder: there is no register.sqlite in it.` },
    { hint: { zh: '请把 KZ_DATA 设为服务所用的数据文件夹。', en: 'Set KZ_DATA to the folder the services work on.' } },
  )
