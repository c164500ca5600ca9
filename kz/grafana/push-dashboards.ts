import { dashboardsOf } from '../../dashboards/grafana/dashboards.ts'
import { folders } from '../../dashboards/grafana/uids.ts'
import { type BoardLike, boardChanges } from './difference.ts'
import type { Grafana } from './grafana.ts'
import { pushFolder } from './push-folder.ts'
import type { Push, Pushed, Step } from './pushed.ts'

export function dashboardSteps({ grafana, kinds, languages, site, folder, dryRun }: Push): Step[] {
  return languages.flatMap((language) => {
    const target = folder === undefined ? folders[language] : { uid: folder, title: undefined }
    const boards = dashboardsOf(kinds, language, site) as unknown as (BoardLike & { uid: string; title: string })[]
    return [
      () => pushFolder(grafana, target, dryRun),
      ...boards.map((board) => () => pushBoard(grafana, plain(board), { folderUid: target.uid, isAsked: folder !== undefined }, dryRun)),
    ]
  })
}

/** As JSON has it: what the SDK adds for TypeScript is gone. */
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

interface FoundBoard {
  readonly dashboard: BoardLike & { readonly id?: number; readonly version?: number }
  readonly meta: { readonly folderUid?: string }
}

async function pushBoard(
  grafana: Grafana,
  board: BoardLike & { uid: string; title: string },
  { folderUid, isAsked }: { folderUid: string; isAsked: boolean },
  dryRun: boolean,
): Promise<Pushed> {
  const found = await grafana.find<FoundBoard>(`/api/dashboards/uid/${board.uid}`)
  const told = { sort: 'dashboard', uid: board.uid, title: board.title } as const
  const isElsewhere = isAsked && found !== undefined && found.meta.folderUid !== folderUid
  const changes = found
    ? [...boardChanges(board, found.dashboard), ...(isElsewhere ? [{ how: 'changed', what: 'folder' } as const] : [])]
    : []
  if (found && changes.length === 0) return { ...told, outcome: 'unchanged', changes }
  if (!dryRun) {
    // Where people moved it to, it stays. Their version: who saved it in between is not overwritten.
    const folder = found && !isAsked ? (found.meta.folderUid ?? '') : folderUid
    const { id = null, version = 0 } = found?.dashboard ?? {}
    const body = { dashboard: { ...board, id, version }, folderUid: folder, overwrite: false, message: 'kz dashboards push' }
    await grafana.write('POST', '/api/dashboards/db', body)
  }
  return { ...told, outcome: found ? 'changed' : 'new', changes }
}
