import type { Words } from '../facilities/define.ts'
import { inPath } from './http/api.ts'
import { type Kz, show } from './kz.ts'
import { KzError } from './kz-error.ts'

export interface Rectification {
  readonly id: string
  readonly indicator?: string
  readonly scope: string
  readonly issue: string
  readonly unit: { readonly name: Words }
  readonly deadline: string
  readonly isOverdue: boolean
  readonly state: string
  readonly stateText: Words
  readonly version: number
}

/** The entry as it is now; what is then sent goes with its version. */
async function entryNow(kz: Kz, id: string): Promise<Rectification> {
  let cursor: string | undefined
  do {
    const page: { items: Rectification[]; next?: string } = await kz.api.get('/rectifications', { limit: 1_000, cursor })
    const found = page.items.find((each) => each.id === id)
    if (found) return found
    cursor = page.next
  } while (cursor !== undefined)
  throw new KzError(
    { zh: `整改台账中没有 ${id}。`, en: `The rectification ledger has no entry ${id}.` },
    { hint: { zh: 'rectification list 列出各条', en: 'rectification list shows them' } },
  )
}

export async function changed(kz: Kz, id: string, step: 'reply' | 'close', body: object): Promise<void> {
  const { version } = await entryNow(kz, id)
  const entry = await kz.api.post<Rectification>(`/rectifications/${inPath(id)}/${step}`, { ...body, version })
  show(kz, entry, ({ stateText }) => kz.out.line(`${id}: ${kz.say(stateText)}`))
}
