import type { Words } from '../facilities/define.ts'
import { type Kz, show } from './kz.ts'
import { type Column, Table } from './terminal/table.ts'

/** A list that comes whole. */
export function showList<Item>(
  kz: Kz,
  answer: { readonly items: readonly Item[] },
  columns: readonly Column<Item>[],
  nothing: Words,
): void {
  show(kz, answer, ({ items }) => {
    if (items.length === 0) kz.out.line(kz.say(nothing))
    else new Table(kz.out, columns, kz.say).rows(items)
  })
}
