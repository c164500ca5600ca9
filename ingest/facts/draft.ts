import type { Facts } from './columns.ts'
import { factColumns } from './columns.ts'
import { factNames } from './database.ts'
import type { FactRow } from './fold.ts'

/** Facts in the making. */
export type Draft = { -readonly [Name in keyof Facts]: Facts[Name] }

const nothing = Object.fromEntries(factNames.map((name) => [name, factColumns[name].fold === 'sum' ? 0 : null])) as unknown as Facts

export const newDraft = (): Draft => ({ ...nothing })

export const rowOf = (facts: Facts): FactRow => factNames.map((name) => facts[name])
