/**
 * The kinds of a site: files in a folder of its own that look like those beside this one and are worth as much. Such a file is code and
 * runs with the rights of the process, but no compiler has seen it: what is wrong with it leaves it out, and nothing else.
 */
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Catalogue, catalogueOf } from './catalogue.ts'
import type { FacilityKind, Words } from './define.ts'
import { kinds } from './kinds.ts'
import { kindFaults, type LoadedFile, loadKindFiles } from './site-kinds-load.ts'

export interface LeftOut {
  /** Name of the file, or the folder itself where it cannot be read. */
  readonly file: string
  readonly faults: readonly Words[]
}

export interface SiteKinds {
  /** Those built in and those of the site. */
  readonly catalogue: Catalogue
  readonly loaded: readonly { readonly file: string; readonly kind: FacilityKind }[]
  readonly leftOut: readonly LeftOut[]
  /** Files that others than their owner may change. */
  readonly warnings: readonly { readonly file: string; readonly warning: Words }[]
}

const isKindFile = (name: string): boolean => /^[^.].*\.(ts|js|mjs)$/.test(name) && !/\.(d|test)\.ts$/.test(name)

/** Never throws. A folder that is not there holds no kinds. */
export function loadSiteKinds(folder: string): SiteKinds {
  const listed = list(folder)
  if ('faults' in listed) return { catalogue: catalogueOf(kinds), loaded: [], leftOut: [listed], warnings: [] }
  const {
    files,
    faults: found,
    imported,
  } = loadKindFiles(listed.folder, listed.files, (file) => (isOpenToAll(join(listed.folder, file)) ? anybodyMayChange(file) : undefined))
  // A kind that a second file exports again is the first one's.
  const owners = new Map(files.toReversed().flatMap(({ file, exported }) => exported.map((kind) => [kind, file] as const)))
  const exporting = [...owners].map(([kind, file]) => ({ file, kind })).toReversed()
  const leftOut = new Map<string, Words[]>([...found, ...withoutKind(files, imported)])
  for (const { file, kind } of exporting) {
    const faults = faultsOf(kind, file, exporting)
    if (faults.length > 0) leftOut.set(file, [...(leftOut.get(file) ?? []), ...faults])
  }
  const loaded = exporting.filter(({ file }) => !leftOut.has(file))
  return {
    catalogue: catalogueOf([...kinds, ...loaded.map(({ kind }) => kind)]),
    loaded,
    leftOut: [...leftOut].map(([file, faults]) => ({ file, faults })),
    warnings: listed.files.flatMap((file) => (isGroupWritable(join(listed.folder, file)) ? [{ file, warning: groupMayChange(file) }] : [])),
  }
}

function list(folder: string): { folder: string; files: string[] } | LeftOut {
  try {
    // Node names modules by their real path.
    const real = realpathSync(folder)
    const files = readdirSync(real).filter(isKindFile).sort()
    return files.length > 0 && isOpenToAll(real) ? { file: folder, faults: [anybodyMayChange(folder)] } : { folder: real, files }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { folder, files: [] }
    return {
      file: folder,
      faults: [
        { zh: `类型文件夹无法读取（${code}），请检查权限`, en: `the folder of kinds cannot be read (${code}); check its permissions` },
      ],
    }
  }
}

/** A file that others import has its use without a kind. */
function withoutKind(files: readonly LoadedFile[], imported: ReadonlySet<string>): [string, Words[]][] {
  const useless = files.filter(({ file, exported }) => exported.length === 0 && !imported.has(file))
  const fault = {
    zh: '没有导出任何设施类型：应写 export const … = defineFacility({ … })',
    en: 'exports no kind: write export const … = defineFacility({ … })',
  }
  return useless.map(({ file }) => [file, [fault]])
}

type Exporting = readonly { readonly file: string; readonly kind: FacilityKind }[]

function faultsOf(definition: FacilityKind, file: string, all: Exporting): Words[] {
  const { kind } = definition
  const others = all.filter((other) => other.kind !== definition && other.kind.kind === kind)
  const taken = [
    ...(kinds.some((builtIn) => builtIn.kind === kind)
      ? [{ zh: `类型 ${kind} 是内置的，请换一个名称`, en: `the kind ${kind} is built in; choose another name` }]
      : []),
    // Which of them is meant nobody can say, so none is taken.
    ...others.map((other) => ({
      zh: `类型 ${kind} 在 ${other.file === file ? '此文件' : other.file} 中也有定义，请只保留一个`,
      en: `the kind ${kind} is defined in ${other.file === file ? 'this file' : other.file} as well; keep one of them`,
    })),
  ]
  return [...taken, ...kindFaults(definition)]
}

const hasModes = process.platform !== 'win32'
const modeOf = (path: string): number => (hasModes ? statSync(path).mode : 0)
const isOpenToAll = (path: string): boolean => (modeOf(path) & 0o002) !== 0
const isGroupWritable = (path: string): boolean => (modeOf(path) & 0o020) !== 0

const anybodyMayChange = (name: string): Words => ({
  zh: `${name} 可被本机任何用户修改，而它以本服务的权限运行：请执行 chmod o-w`,
  en: `${name} may be changed by anybody on this machine, and it runs with the rights of this service: chmod o-w`,
})

const groupMayChange = (name: string): Words => ({
  zh: `${name} 可被同组用户修改；若组内还有他人，请执行 chmod g-w`,
  en: `${name} may be changed by its group; if others belong to that, chmod g-w`,
})
