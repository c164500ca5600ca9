// "Did you mean": the id somebody probably meant, from names, labels and slips of the pen.
import type { Catalogue } from '../facilities/catalogue.ts'
import { didYouMean } from '../facilities/did-you-mean.ts'
import type { RegisterDatabase } from './database.ts'
import { candidatesOf } from './reference.ts'

/** Comparing with every device of a city takes too long: those with the same beginning come first. */
const mostCompared = 2_000

export const guessPlace = (database: RegisterDatabase, table: 'town' | 'circle', given: string): string | undefined =>
  didYouMean(given, candidatesOf(database, table))

export const guessKind = (catalogue: Catalogue, given: string): string | undefined =>
  didYouMean(
    given,
    catalogue.all.map(({ kind, label }) => ({ id: kind, names: [label.zh, label.en] })),
  )

export function guessFacility(database: RegisterDatabase, given: string): string | undefined {
  const named = database.get<{ id: string }>('SELECT id FROM facility WHERE name = ?', given)
  return named?.id ?? didYouMean(given, nearIds(database, 'facility', given))
}

export const guessDevice = (database: RegisterDatabase, given: string): string | undefined =>
  didYouMean(given, nearIds(database, 'device', given))

const nearIds = (database: RegisterDatabase, table: 'facility' | 'device', given: string): { id: string }[] =>
  database.all(`SELECT id FROM ${table} ORDER BY substr(id, 1, 2) <> ?, id LIMIT ?`, given.slice(0, 2).toLowerCase(), mostCompared)
