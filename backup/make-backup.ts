import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { link, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BackupError, fileTrouble } from './backup-error.ts'
import { copyDatabase, copyPlain, makeFolder, sync, syncFolders } from './copy-file.ts'
import { type DataFile, dataFiles } from './data-files.ts'
import { fingerprintOf } from './fingerprint.ts'
import { journalReachesBack } from './journal-reach.ts'
import {
  dataName,
  formatVersion,
  type Manifest,
  type ManifestFile,
  manifestName,
  programVersion,
  type ReadingsStore,
  readManifest,
} from './manifest.ts'
import { liesWithin } from './real-path.ts'
import { writeWhole } from './write-whole.ts'

export interface BackupOrder {
  /** The data folder of the services, running or not. */
  readonly from: string
  /** A new folder; written as `to`.unfinished and named so when it is whole. */
  readonly to: string
  /** The backup before: files by day that nothing has touched since are linked to it. */
  readonly base?: string | undefined
  readonly readings: ReadingsStore
  /** Bytes done and in all; both grow, as the services write meanwhile. */
  onProgress?(done: number, total: number): void
}

/** How often a journal that lost its front meanwhile is followed up. */
const rounds = 3

export async function makeBackup(order: BackupOrder): Promise<Manifest> {
  const [from, to] = [resolve(order.from), resolve(order.to)]
  const base = order.base === undefined ? undefined : { folder: resolve(order.base), manifest: readManifest(resolve(order.base)) }
  refuseTarget(from, to)
  const draft = `${to}.unfinished`
  try {
    mkdirSync(dirname(draft), { recursive: true, mode: 0o700 })
    mkdirSync(draft, { mode: 0o700 })
  } catch (error) {
    throw fileTrouble(error, draft)
  }
  try {
    const manifest = await new Backup({ ...order, from, base, draft }).run()
    await syncFolders(draft)
    await rename(draft, to)
    await sync(dirname(to))
    return manifest
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined) // half of one is of no use to anybody, and the disk may be full
    throw fileTrouble(error, draft)
  }
}

function refuseTarget(from: string, to: string): void {
  if (liesWithin(to, from)) {
    throw new BackupError(
      { zh: `备份不能放在数据文件夹 ${from} 之内。`, en: `A backup cannot lie within the data folder ${from}.` },
      { hint: { zh: '请另选文件夹，最好在另一块磁盘上。', en: 'Choose another folder, best on another disk.' } },
    )
  }
  if (existsSync(to) && (!statSync(to).isDirectory() || readdirSync(to).length > 0)) {
    throw new BackupError(
      { zh: `${to} 已存在且不为空。`, en: `${to} is there already and not empty.` },
      { hint: { zh: '每次备份用一个新的文件夹，例如带日期的名称。', en: 'Each backup takes a new folder, such as one named by date.' } },
    )
  }
  if (!existsSync(`${to}.unfinished`)) return
  throw new BackupError(
    {
      zh: `${to}.unfinished 已存在：上一次备份未完成，或正在进行。`,
      en: `${to}.unfinished is there: a backup was not finished, or is under way.`,
    },
    { hint: { zh: '确认没有备份在运行后删除它，再重新运行。', en: 'When none is under way, delete it and run this again.' } },
  )
}

interface Base {
  readonly folder: string
  readonly manifest: Manifest
}

class Backup {
  private readonly order: Omit<BackupOrder, 'base'> & { readonly base: Base | undefined; readonly draft: string }
  private readonly files: Record<string, ManifestFile> = {}
  private done = 0
  private total = 0

  constructor(order: Backup['order']) {
    this.order = order
  }

  async run(): Promise<Manifest> {
    const begun = new Date().toISOString()
    const { files, unknown } = dataFiles(this.order.from)
    this.total = files.reduce((sum, { path }) => sum + sizeOf(join(this.order.from, path)), 0)
    for (const file of files) await this.take(file)
    for (let round = 0; !journalReachesBack(join(this.order.draft, dataName)); round++) {
      if (round === rounds) throw journalRunsAway()
      await this.followUp()
    }
    const manifest: Manifest = {
      ...{
        format: formatVersion,
        version: programVersion(),
        begun,
        ended: new Date().toISOString(),
        readings: this.order.readings,
        unknown,
      },
      files: this.files,
    }
    await writeWhole(join(this.order.draft, manifestName), `${JSON.stringify(manifest, undefined, 1)}\n`)
    return manifest
  }

  /** Everything from ingest.sqlite on once more; what is made from it may stay behind. */
  private async followUp(): Promise<void> {
    const { files } = dataFiles(this.order.from)
    const first = files.findIndex(({ path }) => path === 'ingest.sqlite')
    for (const file of files.slice(Math.max(0, first))) {
      const source = file.kept.byDay && fingerprintOf(join(this.order.from, file.path))
      if (source && source === this.files[file.path]?.source) continue
      await rm(this.target(file.path), { force: true })
      await this.take(file)
    }
  }

  /** A file that went away meanwhile (a day that is kept no longer, a report made anew) is not in the backup. */
  private async take(file: DataFile): Promise<void> {
    const path = join(this.order.from, file.path)
    try {
      this.files[file.path] = (await this.linked(file)) ?? (await this.copied(file))
    } catch (error) {
      if (existsSync(path)) throw fileTrouble(error, path, this.target(file.path))
      delete this.files[file.path]
      await rm(this.target(file.path), { force: true })
    }
  }

  private target(path: string): string {
    return join(this.order.draft, dataName, path)
  }

  /** Undefined where it has to be copied: it changed, or the base has no good copy, or lies on another disk. */
  private async linked({ path, kept }: DataFile): Promise<ManifestFile | undefined> {
    const { base } = this.order
    const before = base?.manifest.files[path]
    if (!kept.byDay || !base || !before?.source || before.damage !== undefined) return undefined
    if (fingerprintOf(join(this.order.from, path)) !== before.source) return undefined
    const old = join(base.folder, dataName, path)
    if (sizeOf(old) !== before.size) return undefined
    await makeFolder(dirname(this.target(path)))
    try {
      await link(old, this.target(path))
    } catch {
      return undefined
    }
    this.went(sizeOf(join(this.order.from, path)))
    return before
  }

  private async copied({ path, kept }: DataFile): Promise<ManifestFile> {
    const from = join(this.order.from, path)
    const went = (bytes: number): void => this.went(bytes)
    if (kept.how === 'plain') return await copyPlain(from, this.target(path), went)
    const source = kept.byDay && fingerprintOf(from)
    return { ...(await copyDatabase(from, this.target(path), went)), ...(source ? { source } : {}) }
  }

  private went(bytes: number): void {
    this.done += bytes
    this.total = Math.max(this.total, this.done)
    this.order.onProgress?.(this.done, this.total)
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const journalRunsAway = (): BackupError =>
  new BackupError(
    {
      zh: '日志中的消息在备份期间被处理并清理，备份无法与之一致。',
      en: 'The journal dropped messages while the backup was made, so that it would have a gap.',
    },
    {
      hint: {
        zh: '请等积压处理完（kz health）后再运行。',
        en: 'Run it again once what waited is dealt with (kz health).',
      },
    },
  )
