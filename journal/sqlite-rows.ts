import { crc32 } from 'node:zlib'
import { encodeBatch } from './batch-codec.ts'
import type { Entry } from './journal.ts'

/** Several entries in one row of the table `batch`. */
export interface Row {
  readonly count: number
  /** When the youngest of them was received. */
  readonly at: number
  readonly body: Uint8Array
}

/** Larger commits are cut into rows of about this size, so that a reader never has to take more at once. */
const rowBytes = 1 << 20
const rowEntries = 4_096
/** The last moment a Date knows. SQLite's integers reach further, JavaScript's do not. */
const maxAt = 8.64e15

/** Throws a RangeError for an entry that does not fit. What is returned shares no memory with the entries. */
export function rowsOf(entries: readonly Entry[]): Row[] {
  const rows: Row[] = []
  let start = 0
  let bytes = 0
  for (const [index, { payload }] of entries.entries()) {
    bytes += payload.length
    const isLast = index === entries.length - 1
    if (!isLast && bytes < rowBytes && index - start < rowEntries - 1) continue
    rows.push(rowOf(start === 0 && isLast ? entries : entries.slice(start, index + 1)))
    start = index + 1
    bytes = 0
  }
  return rows
}

const rowOf = (entries: readonly Entry[]): Row => ({ count: entries.length, at: youngest(entries), body: encodeBatch(entries) })

function youngest(entries: readonly { readonly at: number }[]): number {
  const at = entries.reduce((most, entry) => Math.max(most, entry.at), -maxAt)
  return Math.floor(Math.min(at, maxAt))
}

/** As few rows as their size allows, in the same order. */
export function joinRows(rows: readonly Row[]): Row[] {
  const joined: Row[] = []
  let group: Row[] = []
  let bytes = 0
  let count = 0
  for (const row of rows) {
    if (group.length > 0 && (bytes + row.body.length > rowBytes || count + row.count > rowEntries)) {
      joined.push(joinAll(group))
      group = []
      bytes = 0
      count = 0
    }
    group.push(row)
    bytes += row.body.length
    count += row.count
  }
  if (group.length > 0) joined.push(joinAll(group))
  return joined
}

function joinAll(rows: readonly Row[]): Row {
  const [only] = rows
  if (rows.length === 1 && only) return only
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    at: youngest(rows),
    body: Buffer.concat(rows.map(({ body }) => body)),
  }
}

/** Over the place of a row as well as its bytes, so that no reader believes a number that rotted. */
export const checksum = (first: number, count: number, body: Uint8Array): number => crc32(body, crc32(`${first} ${count}`))
