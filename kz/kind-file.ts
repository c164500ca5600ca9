// A kind from a file of somebody's own, without starting anything.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FacilityKind, Words } from '../facilities/define.ts'
import { definitionFaultWords } from '../facilities/definition-faults.ts'
import { simulationFaults } from '../facilities/simulation-faults.ts'
import { KzError, usageError } from './kz-error.ts'

/** The one kind a file exports, with what is wrong with its definition or, where that is right, with its simulator. */
export async function readKindFile(path: string): Promise<{ readonly kind: FacilityKind; readonly faults: readonly Words[] }> {
  const kind = kindIn(await imported(path), path)
  const faults = definitionFaultWords(kind)
  return { kind, faults: faults.length > 0 ? faults : simulationFaults(kind) }
}

async function imported(path: string): Promise<object> {
  if (!existsSync(path)) throw usageError({ zh: `没有文件 ${path}。`, en: `There is no file ${path}.` })
  const folder = pathToFileURL(`${dirname(path)}/`).href
  const hooks = registerHooks({ resolve: resolverFor(folder) })
  try {
    return (await import(pathToFileURL(path).href)) as object
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new KzError(
      { zh: `无法载入 ${path}：${said}`, en: `${path} cannot be loaded: ${said}` },
      { hint: { zh: '写法见 docs/add-a-facility.md', en: 'docs/add-a-facility.md shows how one is written' }, cause: error },
    )
  } finally {
    hooks.deregister()
  }
}

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>

const ours = new URL('../facilities/', import.meta.url)

/** `./x.ts` that is not beside the file is ours, and so are `kezhong/facilities/x.ts` and zod: the file may lie anywhere. */
const resolverFor =
  (folder: string): Resolve =>
  (specifier, context, next) => {
    if (!context.parentURL?.startsWith(folder)) return asModule(next(specifier, context), folder)
    if (/^zod(\/|$)/.test(specifier)) return next(specifier, { ...context, parentURL: import.meta.url })
    const [, name] = /^(?:\.|kezhong\/facilities)\/([\w-]+\.ts)$/.exec(specifier) ?? []
    const isBeside = specifier.startsWith('.') && existsSync(fileURLToPath(new URL(specifier, context.parentURL)))
    const url = name === undefined || isBeside ? undefined : new URL(name, ours)
    return url && existsSync(fileURLToPath(url)) ? next(url.href, context) : asModule(next(specifier, context), folder)
  }

/** No package.json need lie beside the file to say that it is a module. */
const asModule = <Resolved extends { url: string; format?: string | null | undefined }>(resolved: Resolved, folder: string): Resolved =>
  resolved.url.startsWith(folder) && resolved.url.endsWith('.ts') ? { ...resolved, format: 'module-typescript' } : resolved

function kindIn(module: object, path: string): FacilityKind {
  const isKind = (exported: unknown): exported is FacilityKind =>
    typeof exported === 'object' && exported !== null && 'kind' in exported && 'telemetry' in exported
  const [found, ...more] = new Set(Object.values(module).filter(isKind))
  if (found && more.length === 0) return found
  throw new KzError(
    found
      ? { zh: `${path} 导出了不止一个设施类型，每个文件只放一个。`, en: `${path} exports several kinds: have one in a file.` }
      : { zh: `${path} 没有导出设施类型。`, en: `${path} exports no facility kind.` },
    { hint: { zh: '应写 export const … = defineFacility({ … })', en: 'write export const … = defineFacility({ … })' } },
  )
}
