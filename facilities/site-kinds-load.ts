// Files that define kinds are code that no compiler has seen: loading one ends, whatever it does, and what is wrong is a sentence.
import { realpathSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import type { FacilityKind, Words } from './define.ts'
import { definitionFaultWords } from './definition-faults.ts'
import { simulationFaults } from './simulation-faults.ts'
import { resolverFor } from './site-kinds-imports.ts'

export interface LoadedFile {
  readonly file: string
  readonly exported: readonly FacilityKind[]
}

interface LoadedFiles {
  readonly files: readonly LoadedFile[]
  readonly faults: readonly [file: string, faults: Words[]][]
  /** Those that another file of the folder imports. */
  readonly imported: ReadonlySet<string>
}

/** Loading a file, and trying its simulator. */
const longestMs = 5_000

/** What a file of somebody's own exports, with what is wrong where it cannot be loaded. Never throws. */
export function loadKindFile(path: string): { readonly kinds: readonly FacilityKind[]; readonly fault?: Words } {
  try {
    const real = realpathSync(path) // Node names modules by it
    const { files, faults } = loadKindFiles(dirname(real), [basename(real)])
    const [[, [fault] = []] = []] = faults
    return { kinds: files.flatMap(({ exported }) => exported), ...(fault && { fault }) }
  } catch (error) {
    return { kinds: [], fault: explain(error, '') }
  }
}

/** `folder`: its real path. A file that `refuse` has a sentence about is not loaded. */
export function loadKindFiles(folder: string, names: readonly string[], refuse?: (file: string) => Words | undefined): LoadedFiles {
  const files: LoadedFile[] = []
  const faults: [string, Words[]][] = []
  const imported = new Set<string>()
  if (names.length === 0) return { files, faults, imported }
  const hooks = registerHooks({ resolve: resolverFor(pathToFileURL(`${folder}/`).href, (url) => imported.add(url)) })
  try {
    for (const file of names) {
      const path = join(folder, file)
      try {
        const refused = refuse?.(file)
        if (refused) faults.push([file, [refused]])
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

/** What is wrong with a definition or, where that is right, with its simulator, which may run without end. */
export function kindFaults(definition: FacilityKind): readonly Words[] {
  try {
    const faults = limited(() => definitionFaultWords(definition))
    return faults.length > 0 ? faults : limited(() => simulationFaults(definition))
  } catch (error) {
    return [explain(error, '')]
  }
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
