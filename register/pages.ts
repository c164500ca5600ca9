import type { SQLInputValue } from 'node:sqlite'
import { idPattern } from '../facilities/id.ts'
import { RegisterFault } from './fault.ts'
import { invalid } from './faults.ts'

/** A part of a list in the order of ids; with `next` as the cursor the list goes on. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

export interface PageRequest {
  readonly cursor?: string
  /** 1 to 1000, 100 when not given. */
  readonly limit?: number
}

/** What a query needs: ids greater than `after`, and one row more than shown, to know whether the list goes on. */
export function pageBounds({ cursor, limit = 100 }: PageRequest): { after: string; rows: number } {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    throw new RegisterFault(
      invalid('limit', { zh: '每页条数必须是 1 至 1000 的整数。', en: 'The limit must be a whole number from 1 to 1000.' }),
    )
  }
  return { after: cursor === undefined ? '' : idOf(cursor), rows: limit + 1 }
}

export function pageOf<Item extends { readonly id: string }>(found: readonly Item[], rows: number): Page<Item> {
  const items = found.slice(0, rows - 1)
  const last = items.at(-1)
  return found.length < rows || !last ? { items } : { items, next: Buffer.from(last.id).toString('base64url') }
}

function idOf(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString()
  if (idPattern.test(id)) return id
  throw new RegisterFault(
    invalid('cursor', { zh: '游标无效。请从第一页重新开始。', en: 'The cursor is not one of ours. Start again with the first page.' }),
  )
}

/** For LIKE … ESCAPE '\': a text anywhere within. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** The conditions whose values were asked for, joined. */
export function where(...conditions: [sql: string, ...values: (SQLInputValue | undefined)[]][]): { sql: string; values: SQLInputValue[] } {
  const asked = conditions.filter(([sql, ...values]) => sql !== '' && values.every((value) => value !== undefined))
  return {
    sql: `WHERE ${asked.map(([sql]) => sql).join(' AND ')}`,
    values: asked.flatMap(([, ...values]) => values as SQLInputValue[]),
  }
}

/** Not asked: those in service. */
export function inService(retired: boolean | 'all' = false): string {
  if (retired === 'all') return ''
  return retired ? 'retired_at IS NOT NULL' : 'retired_at IS NULL'
}
