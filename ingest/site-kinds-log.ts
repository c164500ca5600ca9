import type { Logger } from 'pino'
import type { SiteKinds } from '../facilities/site-kinds.ts'

/** Said once, at the start; /health goes on saying what is left out. */
export function logSiteKinds(log: Logger, { loaded, leftOut, warnings }: SiteKinds): void {
  for (const { file, kind } of loaded) log.info({ file, kind: kind.kind }, "a kind of this site's own")
  for (const { file, faults } of leftOut) log.error({ file, faults: faults.map(({ en }) => en) }, 'a kind file is left out')
  for (const { file, warning } of warnings) log.warn({ file, warning: warning.en }, 'a kind file may be changed by others')
}
