import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FacilityKind } from '../../facilities/define.ts'
import { loadSiteKinds } from '../../facilities/site-kinds.ts'
import type { Draft, NothingToDraft } from '../../ingest/draft/draft.ts'
import { tempFolder } from '../support/temp-folder.ts'

export function drafted(draft: Draft | NothingToDraft): Draft {
  if ('nothing' in draft) throw new Error(draft.nothing.en)
  return draft
}

/** The drafts as files of a site's folder, loaded from there. Throws with every fault. */
export async function loaded(...drafts: readonly Draft[]): Promise<FacilityKind[]> {
  const folder = join(await tempFolder(), 'kinds')
  await mkdir(folder, { mode: 0o700 })
  for (const { file, source } of drafts) {
    await writeFile(join(folder, file), source)
    await chmod(join(folder, file), 0o600)
  }
  const { loaded: found, leftOut } = loadSiteKinds(folder)
  if (leftOut.length > 0) {
    const told = leftOut.map(({ file, faults }) => {
      const source = drafts.find((draft) => draft.file === file)?.source ?? ''
      return `${file}: ${faults.map(({ en }) => en).join('; ')}\n${source}`
    })
    throw new Error(told.join('\n'))
  }
  return found.map(({ kind }) => kind)
}
