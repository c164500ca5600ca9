import { type Offset, offsetOf } from '../facilities/zone.ts'
import { type Columns, readTable } from './csv.ts'
import { addFacility, commissioningFaults, type FacilityChanges, facilityFaults, type NewFacility, updateFacility } from './facilities.ts'
import {
  dayOf,
  differences,
  type Entry,
  entriesOf,
  faultsOfRows,
  type Imported,
  type ImportOptions,
  knownFaults,
  type Refused,
  usualZone,
  writeUnlessFaulty,
} from './import-rows.ts'
import type { Register } from './register.ts'

const columns = {
  needed: ['id', 'name', 'town'],
  optional: [
    'circles',
    'community',
    'operator',
    'latitude',
    'longitude',
    'functions',
    'households',
    'retentionHours',
    'public',
    'commissioned',
  ],
} as const satisfies Columns<string>

type Column = (typeof columns.needed)[number] | (typeof columns.optional)[number]

/** Columns id, name, town and, where wanted, the others of a facility, in any order; several circles or functions are separated by ";". `commissioned` is a local day. */
export function importFacilities(
  register: Register,
  source: string | Uint8Array,
  { overwrite = false, timezone, author }: Omit<ImportOptions, 'onProgress'> = {},
): Promise<Imported | Refused> {
  const offset = offsetOf(timezone ?? usualZone)
  const table = entriesOf(readTable<Column>(source, columns), (cells) => recordOf(cells, offset))
  if ('faults' in table) return Promise.resolve(table)
  const { entries } = table
  const faults = () =>
    faultsOfRows(entries, (facility) => [
      ...facilityFaults(register.database, facility),
      ...commissioningFaults(facility, register.now()),
      ...knownFaults('facility', register.facility(facility.id), overwrite),
    ])
  const done = writeUnlessFaulty(register.database, faults, () => write(register, entries, author))
  register.version() // places may have changed
  return Promise.resolve(done)
}

function write(register: Register, entries: readonly Entry<NewFacility>[], author?: string): Imported {
  const { database } = register
  const now = register.now()
  const outcome = { added: 0, changed: 0 }
  for (const { record } of entries) {
    const { id, ...wanted } = record
    const known = register.facility(id)
    if (!known) addFacility(database, record, now, author)
    const changes: FacilityChanges = known ? differences(known, wanted) : {}
    if (Object.keys(changes).length > 0) updateFacility(database, id, changes, { since: now, now, author })
    if (!known) outcome.added += 1
    else if (Object.keys(changes).length > 0) outcome.changed += 1
  }
  return outcome
}

function recordOf(cells: { readonly [Name in Column]?: string }, offset: Offset): NewFacility {
  const { id = '', name = '', town = '', circles, community, operator, latitude, longitude, functions, households } = cells
  const { retentionHours, public: isPublic, commissioned } = cells
  return {
    id,
    name,
    town,
    ...(circles && { circles: list(circles).sort() }),
    ...(community && { community }),
    ...(operator && { operator }),
    ...(latitude && { latitude: number(latitude) }),
    ...(longitude && { longitude: number(longitude) }),
    ...(functions && { functions: list(functions) }),
    ...(households && { households: number(households) }),
    ...(retentionHours && { retentionHours: number(retentionHours) }),
    ...(isPublic && { isPublic: (words.get(isPublic.toLowerCase()) ?? isPublic) as boolean }),
    ...(commissioned && { commissionedAt: dayOf(commissioned, offset) }),
  }
}

const words = new Map([
  ...['true', 'yes', '是'].map((word) => [word, true] as const),
  ...['false', 'no', '否'].map((word) => [word, false] as const),
])

/** A Chinese keyboard types the wide one. */
const list = (cell: string): string[] => [...new Set(cell.split(/[;；]/).map((part) => part.trim()))].filter((part) => part !== '')

/** Digits with a point only: what else Number takes ("1e3", "0x10", "Infinity") is a slip of the pen here. */
const number = (cell: string): number => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : Number.NaN)
