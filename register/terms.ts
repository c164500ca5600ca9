/**
 * Terms of facilities and devices: statements "from then on, this", each term with a history of its own. A statement holds until the next
 * one of its term, the first one also before. One entered for a time that has a statement already supersedes it; nothing is deleted.
 */
import { isDeepStrictEqual } from 'node:util'
import type { RegisterDatabase } from './database.ts'
import { validAt } from './places.ts'

export interface Stated<Terms> {
  readonly since: number
  readonly terms: Terms
}

/** One statement as it was entered. */
export interface TermStatement {
  readonly term: string
  /** Undefined: the term was taken away. */
  readonly value?: unknown
  /** Undefined for what holds whenever, as the date of commissioning. */
  readonly since?: number
  readonly recorded: number
  readonly author?: string
  /** When another one took its place. */
  readonly superseded?: number
}

export interface Entered {
  readonly since: number
  readonly now: number
  readonly author?: string | undefined
}

type Thing = 'facility' | 'device'

interface TermRow {
  readonly term: string
  readonly since: number
  readonly value: string | null
  readonly recorded: number
  readonly author: string | null
  readonly superseded: number | null
}

/** Since when the statements hold that hold whenever. */
const whenever = 0
const commissioned = 'commissioned'

/** Null takes a term away, undefined leaves it; what holds already is not stated again. */
export function state(database: RegisterDatabase, thing: Thing, id: string, changes: object, { since, now, author }: Entered): void {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  if (given.length === 0) return
  const before = timelines(inForce(database, thing, id))
  for (const [term, value] of given) {
    const holding = before.get(term)?.findLast((entry) => entry.since <= since)
    if (isDeepStrictEqual(holding?.value ?? null, value)) continue
    insert(database, thing, id, { term, value, since, now, author })
  }
  const current = statementsOf(inForce(database, thing, id)).at(-1)?.terms ?? {}
  database.run(`UPDATE ${thing} SET terms = ? WHERE id = ?`, JSON.stringify(current), id)
}

/** Null takes the date away, undefined leaves it. */
export function stateCommissioning(
  database: RegisterDatabase,
  thing: Thing,
  id: string,
  value: number | null | undefined,
  entered: Omit<Entered, 'since'>,
): void {
  const sql = `UPDATE ${thing} SET commissioned_at = ?1 WHERE id = ?2 AND commissioned_at IS NOT ?1`
  if (value === undefined || database.run(sql, value, id) === 0) return
  insert(database, thing, id, { term: commissioned, value, ...entered, since: whenever })
}

/** Ascending; one entry for each time from which any term is another. */
export function termsOf<Terms extends object>(database: RegisterDatabase, thing: Thing, id: string): readonly Stated<Terms>[] {
  return statementsOf<Terms>(inForce(database, thing, id))
}

/** Everything that was ever stated, in the order of entry. */
export function termHistory(database: RegisterDatabase, thing: Thing, id: string): TermStatement[] {
  const rows = database.all<TermRow>(`SELECT * FROM ${thing}_term WHERE ${thing} = ? ORDER BY id`, id)
  return rows.map(({ term, since, value, recorded, author, superseded }) => ({
    term,
    ...(value !== null && { value: JSON.parse(value) as unknown }),
    ...(term !== commissioned && { since }),
    recorded,
    ...(author !== null && { author }),
    ...(superseded !== null && { superseded }),
  }))
}

function insert(
  database: RegisterDatabase,
  thing: Thing,
  id: string,
  statement: Entered & { readonly term: string; readonly value: unknown },
) {
  const { term, value, since, now, author } = statement
  const supersede = `UPDATE ${thing}_term SET superseded = ? WHERE ${thing} = ? AND term = ? AND since = ? AND superseded IS NULL`
  database.run(supersede, now, id, term, since)
  const add = `INSERT INTO ${thing}_term (${thing}, term, since, value, recorded, author) VALUES (?, ?, ?, ?, ?, ?)`
  database.run(add, id, term, since, value === null ? null : JSON.stringify(value), now, author ?? null)
}

const inForce = (database: RegisterDatabase, thing: Thing, id: string): TermRow[] =>
  database.all<TermRow>(
    `SELECT * FROM ${thing}_term WHERE ${thing} = ? AND superseded IS NULL AND term <> '${commissioned}' ORDER BY since, id`,
    id,
  )

type Timeline = { readonly since: number; readonly value: unknown }[]

function timelines(rows: readonly TermRow[]): Map<string, Timeline> {
  const found = new Map<string, Timeline>()
  for (const { term, since, value } of rows) {
    found.set(term, [...(found.get(term) ?? []), { since, value: value === null ? null : JSON.parse(value) }])
  }
  return found
}

function statementsOf<Terms extends object>(rows: readonly TermRow[]): Stated<Terms>[] {
  const histories = [...timelines(rows)]
  const times = [...new Set(rows.map(({ since }) => since))]
  return times.map((since) => {
    const holding = histories.map(([term, timeline]) => [term, validAt(timeline, since)?.value ?? null])
    return { since, terms: Object.fromEntries(holding.filter(([, value]) => value !== null)) as Terms }
  })
}
