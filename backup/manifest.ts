import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { BackupError, fileTrouble } from './backup-error.ts'
import type { Fingerprint } from './fingerprint.ts'

/** Grows when an older program could not restore such a backup rightly. */
export const formatVersion = 1
export const manifestName = 'manifest.json'
/** The files of the data folder lie in this folder of the backup. */
export const dataName = 'data'

export interface ManifestFile {
  readonly size: number
  readonly sha256: string
  /** Of a SQLite file: which of its migrations it has. */
  readonly userVersion?: number
  /** What SQLite found when it looked through the copy; a file without this is as it should be. */
  readonly damage?: string
  /** Of a file by day: what its source looked like, so that the next backup knows whether it changed. */
  readonly source?: Fingerprint
}

/** Where the readings are: here, or in an InfluxDB that has backups of its own. Never with its credentials. */
export type ReadingsStore =
  | { readonly kind: 'sqlite' }
  | { readonly kind: 'influxdb'; readonly url: string; readonly organisation: string; readonly databases: readonly string[] }

export interface Manifest {
  readonly format: number
  readonly version: string
  /** UTC. What was acknowledged before `begun` is in it. */
  readonly begun: string
  readonly ended: string
  readonly readings: ReadingsStore
  /** Files nobody has thought of: they are not in it. */
  readonly unknown: readonly string[]
  readonly files: Readonly<Record<string, ManifestFile>>
}

/** What is restored is written by the names in it: one that leads out of the folder is no name of ours. */
const isInside = (path: string): boolean =>
  !isAbsolute(path) && path.split(/[\\/]/).every((part) => part !== '' && part !== '..' && part !== '.')

const manifestShape = z.looseObject({
  begun: z.string(),
  ended: z.string(),
  readings: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('sqlite') }),
    z.looseObject({ kind: z.literal('influxdb'), databases: z.array(z.string()) }),
  ]),
  unknown: z.array(z.string()),
  files: z.record(z.string().refine(isInside), z.looseObject({ size: z.int().min(0), sha256: z.string() })),
})

export function readManifest(folder: string): Manifest {
  const text = textOf(folder)
  let manifest: Manifest
  try {
    manifest = JSON.parse(text) as Manifest
    if (typeof manifest.format !== 'number' || typeof manifest.version !== 'string') throw new Error('no format')
    if (manifest.format <= formatVersion) manifestShape.parse(manifest)
  } catch (cause) {
    throw noBackup(folder, cause)
  }
  if (manifest.format <= formatVersion && !isNewer(manifest.version, programVersion())) return manifest
  throw new BackupError(
    {
      zh: `备份 ${folder} 由更新的版本（${manifest.version}，格式 ${manifest.format}）写成。`,
      en: `The backup ${folder} was written by a newer version (${manifest.version}, format ${manifest.format}).`,
    },
    { hint: { zh: '请安装该版本或更新的版本后再恢复。', en: 'Install that version or a later one to restore it.' } },
  )
}

function textOf(folder: string): string {
  try {
    return readFileSync(join(folder, manifestName), 'utf8')
  } catch (cause) {
    const path = join(folder, manifestName)
    throw ['EACCES', 'EPERM', 'EIO'].includes((cause as NodeJS.ErrnoException).code ?? '')
      ? fileTrouble(cause, path)
      : noBackup(folder, cause)
  }
}

const noBackup = (folder: string, cause: unknown): BackupError =>
  new BackupError(
    {
      zh: `${folder} 不是完整的备份：没有可用的 ${manifestName}。`,
      en: `${folder} is no finished backup: it has no ${manifestName} that can be read.`,
    },
    {
      cause,
      hint: {
        zh: '未完成的备份以 .unfinished 结尾，不能用来恢复，可以删除；请给出备份文件夹本身。',
        en: 'One that was not finished ends in .unfinished, restores nothing and may be deleted; name the folder of the backup itself.',
      },
    },
  )

export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
  return version
}

function isNewer(one: string, other: string): boolean {
  const [parts, others] = [one, other].map((version) => version.split(/[.-]/).slice(0, 3).map(Number))
  const differing = parts?.findIndex((part, index) => part !== others?.[index]) ?? -1
  return differing >= 0 && (parts?.[differing] ?? 0) > (others?.[differing] ?? 0)
}
