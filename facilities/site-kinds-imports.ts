// What the files of a site's folder get when they import.
import { existsSync } from 'node:fs'
import type { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>

/**
 * For importers inside the folder: `./x.ts` is the folder's own or else ours, `zod` is the one the platform works with, and
 * `kezhong/facilities/x.ts` is ours in any case. All other imports are Node's business.
 */
export function resolverFor(folderUrl: string, sawImport: (url: string) => void): Resolve {
  return (specifier, context, next) => {
    if (!context.parentURL?.startsWith(folderUrl)) return asModule(next(specifier, context), folderUrl)
    if (/^zod(\/|$)/.test(specifier)) return next(specifier, { ...context, parentURL: import.meta.url })
    const ours = oursFor(specifier, context.parentURL)
    if (ours) return next(ours, context)
    const resolved = asModule(next(specifier, context), folderUrl)
    sawImport(resolved.url)
    return resolved
  }
}

/** No package.json lies beside the files to say that they are modules. */
function asModule<Resolved extends { url: string; format?: string | null | undefined }>(resolved: Resolved, folderUrl: string): Resolved {
  if (!resolved.url.startsWith(folderUrl)) return resolved
  return { ...resolved, format: resolved.url.endsWith('.ts') ? 'module-typescript' : 'module' }
}

function oursFor(specifier: string, importer: string): string | undefined {
  const [, named] = /^kezhong\/facilities\/([\w-]+\.ts)$/.exec(specifier) ?? []
  const [, beside] = /^\.\/([\w-]+\.ts)$/.exec(specifier) ?? []
  const name = named ?? (beside !== undefined && !existsSync(fileURLToPath(new URL(specifier, importer))) ? beside : undefined)
  const url = name === undefined ? undefined : new URL(name, import.meta.url)
  return url && existsSync(fileURLToPath(url)) ? url.href : undefined
}
