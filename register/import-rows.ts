// What the imports of facilities and of devices have in common: all or nothing, every bad row named, nothing overwritten unasked.
import { isoTime } from '../facilities/iso-time.ts'
import { startOfLocalDay } from '../facilities/local-day.ts'
import type { Offset } from '../facilities/zone.ts'
import type { Row, RowFault, readTable } from './csv.ts'
import type { RegisterDatabase } from './database.ts'
import type { Fault } from './fault.ts'
import { exists, repeated, retired } from './faults.ts'

export interface ImportOptions {
  /** Rows whose id is registered already change what is different; an empty cell leaves what is there. */
  readonly overwrite?: boolean
  /** For days without a time; that of the city when not given. */
  readonly timezone?: string
  readonly author?: string | undefined
  /** Called while passwords are hashed, which is what takes long: 100,000 of them some minutes. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface Imported {
  readonly added: number
  /** Registered before, and something was different. */
  readonly changed: number
}

export interface Refused {
  readonly faults: readonly RowFault[]
}

/** A row as it would be written. */
export interface Entry<Record> {
  readonly row: number
  readonly record: Record
}

export interface Known {
  readonly id: string
  readonly retiredAt?: number
}

/** The entries of a table, or what is wrong with it before anybody looks at the register. */
export function entriesOf<Column extends string, Record extends { readonly id: string }>(
  table: ReturnType<typeof readTable<Column>>,
  recordOf: (cells: Row<Column>['cells']) => Record,
): { entries: Entry<Record>[] } | Refused {
  if ('faults' in table) return table
  return { entries: table.rows.map(({ row, cells }) => ({ row, record: recordOf(cells) })) }
}

/** Every fault of every row, in the order of the rows. */
export function faultsOfRows<Record extends { readonly id: string }>(
  entries: readonly Entry<Record>[],
  faultsOf: (record: Record) => readonly Fault[],
): RowFault[] {
  const firstRows = new Map<string, number>()
  return entries.flatMap(({ row, record }) => {
    const first = firstRows.get(record.id)
    if (first === undefined) firstRows.set(record.id, row)
    const faults = first === undefined || record.id === '' ? faultsOf(record) : [repeated(record.id, first)]
    return faults.map(({ path, message }) => ({ row, ...(path !== undefined && { column: path }), message }))
  })
}

/** What is wrong with an id that is registered already. */
export function knownFaults(thing: 'device' | 'facility', known: Known | undefined, overwrite: boolean): Fault[] {
  if (!known) return []
  if (!overwrite) return [exists(thing, known.id, known.retiredAt !== undefined)]
  return known.retiredAt === undefined ? [] : [retired(thing, known.id, 'id')]
}

/** Only those of `wanted` that are different from what is there. */
export function differences<Values extends object>(known: Partial<Values>, wanted: Values): Partial<Values> {
  const same = (name: string) => JSON.stringify(known[name as keyof Values]) === JSON.stringify(wanted[name as keyof Values])
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value !== undefined && !same(name))) as Partial<Values>
}

/** Checks and writes in one transaction: what was right before may be wrong by now. */
export function writeUnlessFaulty<Result>(database: RegisterDatabase, faults: () => RowFault[], write: () => Result): Result | Refused {
  return database.transaction(() => {
    const found = faults()
    return found.length > 0 ? { faults: found } : database.change(write)
  })
}

export const usualZone = 'Asia/Shanghai'

/** The beginning of a local day, or an instant; NaN for what is neither. */
export const dayOf = (cell: string, offset: Offset): number => startOfLocalDay(cell, offset) ?? isoTime(cell)
