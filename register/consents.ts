// Which units may read an indicator for which the work plan does not name them: with the bureau's consent, by a document.

import { didYouMean } from '../facilities/did-you-mean.ts'
import { units } from '../seeds/units.ts'
import { consentChecks, fieldFaults } from './checks.ts'
import { type Fault, refuse } from './fault.ts'
import { notFound } from './faults.ts'
import type { Register } from './register.ts'

export interface Consent {
  readonly indicator: string
  /** Of seeds/units.ts. */
  readonly unit: string
  readonly document: string
  /** Of the document, as 2026-11-24. */
  readonly date: string
  readonly author: string
  readonly recorded: number
}

/** In force; of all indicators when none is named. */
export function consents({ database }: Register, indicator?: string): Consent[] {
  const columns = 'indicator, unit, document, date, author, recorded'
  const sql = `SELECT ${columns} FROM consent WHERE withdrawn IS NULL AND (?1 IS NULL OR indicator = ?1) ORDER BY indicator, unit`
  return database.all<Consent>(sql, indicator ?? null).map((row) => ({ ...row }))
}

/** Puts one in the place of that before, or with null withdraws it; earlier ones are kept. Throws a RegisterFault. */
export function setConsent(
  register: Register,
  { indicator, unit }: Pick<Consent, 'indicator' | 'unit'>,
  document: Pick<Consent, 'document' | 'date'> | null,
  author: string,
): void {
  refuse([...unitFaults(unit), ...(document ? fieldFaults(document, consentChecks) : [])])
  const { database } = register
  const now = register.now()
  const withdraw = 'UPDATE consent SET withdrawn = ?, withdrawn_by = ? WHERE indicator = ? AND unit = ? AND withdrawn IS NULL'
  const insert = 'INSERT INTO consent (indicator, unit, document, date, author, recorded) VALUES (?, ?, ?, ?, ?, ?)'
  database.change(() => {
    database.run(withdraw, now, author, indicator, unit)
    if (document) database.run(insert, indicator, unit, document.document, document.date, author, now)
  })
  register.version()
}

/** What is wrong with the id of a unit. */
export function unitFaults(unit: string, path = 'unit'): Fault[] {
  if (units.some(({ id }) => id === unit)) return []
  const guess = didYouMean(
    unit,
    units.map(({ id, name, alsoPrinted = [] }) => ({ id, names: [name.zh, name.en, ...alsoPrinted] })),
  )
  return [notFound('unit', unit, path, guess)]
}
