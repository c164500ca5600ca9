import { KzError } from '../kz-error.ts'
import type { Grafana } from './grafana.ts'
import type { Pushed } from './pushed.ts'

/** A folder of ours is made where it is missing; one of theirs, which comes without a title, has to be there. */
export async function pushFolder(
  grafana: Grafana,
  { uid, title }: { uid: string; title: string | undefined },
  dryRun: boolean,
): Promise<Pushed | undefined> {
  const found = await grafana.find<{ title: string }>(`/api/folders/${encodeURIComponent(uid)}`)
  if (title === undefined && found === undefined) {
    throw new KzError(
      { zh: `Grafana 中没有 uid 为 ${uid} 的文件夹。`, en: `Grafana has no folder with the uid ${uid}.` },
      {
        hint: {
          zh: '文件夹的 uid 是其网址 /dashboards/f/ 之后的部分',
          en: 'the uid of a folder is what follows /dashboards/f/ in its address',
        },
      },
    )
  }
  if (title === undefined) return undefined
  // Somebody may call it otherwise.
  if (found !== undefined) return { sort: 'folder', uid, title: found.title, outcome: 'unchanged', changes: [] }
  if (!dryRun) await grafana.write('POST', '/api/folders', { uid, title })
  return { sort: 'folder', uid, title, outcome: 'new', changes: [] }
}
