/**
 * The kinds of a site: files in a folder of its own that look like those beside this one and are worth as much. Such a file is code and
 * runs with the rights of the process, but no compiler has seen it: what is wrong with it leaves it out, and nothing else.
 */
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import { type Catalogue, catalogueOf } from './catalogue.ts'
import type { FacilityKind, Words } from './define.ts'
import { definitionFaultWords } from './definition-faults.ts'
import { kinds } from './kinds.ts'
import { simulationFaults } from './simulation-faults.ts'
import { resolverFor } from './site-kinds-imports.ts'

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

/** Loading a file, and trying its simulator. */
const longestMs = 5_000
const isKindFile = (name: string): boolean => /^[^.].*\.(ts|js|mjs)$/.test(name) && !/\.(d|test)\.ts$/.test(name)

/** Never throws. A folder that is not there holds no kinds. */
export function loadSiteKinds(folder: string): SiteKinds {
  const listed = list(folder)
  if ('faults' in listed) return { catalogue: catalogueOf(kinds), loaded: [], leftOut: [listed], warnings: [] }
  const { files, faults: found, imported } = loadFiles(listed.folder, listed.files)
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

interface Loaded {
  readonly file: string
  readonly exported: readonly FacilityKind[]
}

function loadFiles(folder: string, names: readonly string[]): { files: Loaded[]; faults: [string, Words[]][]; imported: Set<string> } {
  const files: Loaded[] = []
  const faults: [string, Words[]][] = []
  const imported = new Set<string>()
  if (names.length === 0) return { files, faults, imported }
  const hooks = registerHooks({ resolve: resolverFor(pathToFileURL(`${folder}/`).href, (url) => imported.add(url)) })
  try {
    for (const file of names) {
      const path = join(folder, file)
      try {
        if (isOpenToAll(path)) faults.push([file, [anybodyMayChange(file)]])
        else files.push({ file, exported: kindsIn(limited(() => load(path))) })
      } catch (error) {
        faults.push([file, [explain(error, pathToFileURL(path).href)]])
      }
    }
  } finally {
    hooks.deregister()
  }
  const isImported = (file: string) => imported.has(pathToFileURL(join(folder, file)).href)
  return { files, faults, imported: new Set(names.filter(isImported)) }
}

const ourModules = createRequire(import.meta.url)
const load = (path: string): object => ourModules(path) as object

/** Ends what does not end by itself: the watchdog of `vm` stops whatever the thread is at, in which context ever. */
function limited<Result>(work: () => Result): Result {
  const results: Result[] = []
  runInNewContext('work()', { work: () => void results.push(work()) }, { timeout: longestMs })
  return results[0] as Result
}

const signs = ['kind', 'label', 'every', 'telemetry', 'simulate']

/** What was meant to be a kind: a definition may lack any part, but not most of them. */
function kindsIn(module: object): FacilityKind[] {
  const isMeant = (exported: unknown): exported is FacilityKind =>
    typeof exported === 'object' && exported !== null && signs.filter((sign) => sign in exported).length >= 2
  return [...new Set(Object.values(module).filter(isMeant))]
}

/** A file that others import has its use without a kind. */
function withoutKind(files: readonly Loaded[], imported: ReadonlySet<string>): [string, Words[]][] {
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
  try {
    const faults = [...taken, ...limited(() => definitionFaultWords(definition))]
    return faults.length > 0 ? faults : limited(() => simulationFaults(definition))
  } catch (error) {
    return [...taken, explain(error, '')]
  }
}

function explain(error: unknown, url: string): Words {
  // Anything may be thrown.
  const { code, message = String(error), stack = '' } = Object(error) as NodeJS.ErrnoException
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
    return { zh: `${longestMs / 1_000} 秒内没有运行完`, en: `did not come to an end within ${longestMs / 1_000} s` }
  if (code === 'ERR_REQUIRE_ASYNC_MODULE') return { zh: '顶层不能使用 await', en: 'must not use await outside of a function' }
  const at = url === '' ? -1 : stack.indexOf(`${url}:`)
  const [line] = at < 0 ? [] : (/^\d+/.exec(stack.slice(at + url.length + 1)) ?? [])
  const said = message.split('\n')[0] ?? ''
  return line === undefined
    ? { zh: `无法载入：${said}`, en: `cannot be loaded: ${said}` }
    : { zh: `第 ${line} 行：${said}`, en: `line ${line}: ${said}` }
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
