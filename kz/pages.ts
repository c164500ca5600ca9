// Lists of any length: pages are asked for one after the other, and only as long as somebody reads.
import type { Words } from '../facilities/define.ts'
import type { Query } from './http/api.ts'
import type { Kz } from './kz.ts'
import { flag, text, whole } from './line/command.ts'
import { type Column, Table } from './terminal/table.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** Options of every command that lists. */
export const paging = {
  all: flag('一页接一页，直到列完', 'page after page until the end'),
  limit: whole('N', [1, 1_000], '每页条数（默认 100）', 'how many on a page (100)'),
  cursor: text('CURSOR', '从上一页末尾给出的游标继续', 'go on where the page before ended'),
} as const

export interface PagingGiven {
  readonly all: boolean
  readonly limit: number | undefined
  readonly cursor: string | undefined
}

interface Listed<Item> {
  readonly path: string
  readonly query: Query
  readonly columns: readonly Column<Item>[]
  /** Said when there is none. */
  readonly nothing: Words
}

export async function showPages<Item>(
  kz: Kz,
  { path, query, columns, nothing }: Listed<Item>,
  { all, limit, cursor }: PagingGiven,
): Promise<void> {
  const ask = (at: string | undefined) => kz.api.get<Page<Item>>(path, { ...query, limit, cursor: at })
  if (kz.isJson) return all ? allAsJson(kz, ask, cursor) : kz.out.json(await ask(cursor))
  const table = new Table(kz.out, columns, kz.say)
  let page = await ask(cursor)
  if (page.items.length === 0) return kz.out.line(kz.say(nothing))
  table.rows(page.items)
  while (all && page.next !== undefined) {
    await kz.out.drained()
    page = await ask(page.next)
    table.rows(page.items)
  }
  if (page.next !== undefined) kz.out.note(kz.say(moreAt(page.next)))
}

/** One document like that of a page, written as it comes. */
async function allAsJson<Item>({ out }: Kz, ask: (at: string | undefined) => Promise<Page<Item>>, from: string | undefined): Promise<void> {
  let page = await ask(from)
  let separator = ''
  out.raw('{"items":[')
  for (;;) {
    for (const item of page.items) {
      out.raw(`${separator}\n${JSON.stringify(item)}`)
      separator = ','
    }
    if (page.next === undefined) break
    await out.drained()
    page = await ask(page.next)
  }
  out.raw('\n]}\n')
}

export const moreAt = (next: string): Words => ({
  zh: `还有更多：加 --all 列出全部，或用 --cursor ${next} 看下一页`,
  en: `There are more: --all lists them, --cursor ${next} shows the next page`,
})
