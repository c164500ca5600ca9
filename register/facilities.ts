import type { SQLInputValue } from 'node:sqlite'
import { facilityChangeChecks, facilityChecks, fieldFaults } from './checks.ts'
import type { RegisterDatabase } from './database.ts'
import { type Fault, isWrong, RegisterFault, refuse } from './fault.ts'
import { exists, future, inUse, notFound } from './faults.ts'
import { guessFacility, guessPlace } from './guesses.ts'
import { containing, inService, type Page, type PageRequest, pageBounds, pageOf, where } from './pages.ts'
import { placesOf, settle, validAt } from './places.ts'
import { isKnown } from './reference.ts'
import type { ServiceHours } from './term-checks.ts'
import { type Entered, state, stateCommissioning } from './terms.ts'

/** What holds from a time on (terms.ts). */
export interface FacilityTerms {
  readonly households?: number
  readonly functions?: readonly string[]
  /** When it serves; none: always. */
  readonly hours?: readonly ServiceHours[]
  /** How long a parcel may stay. */
  readonly retentionHours?: number
  readonly isPublic?: boolean
}

/** With the terms that hold now. */
export interface Facility extends FacilityTerms {
  readonly id: string
  readonly name: string
  /** Where it is now; `town` and `circles` were others before when it moved. */
  readonly town: string
  /** In the order of their ids. */
  readonly circles: readonly string[]
  readonly community?: string
  readonly operator?: string
  readonly latitude?: number
  readonly longitude?: number
  readonly commissionedAt?: number
  readonly demo: boolean
  readonly createdAt: number
  readonly retiredAt?: number
}

export type NewFacility = Pick<Facility, 'id' | 'name' | 'town'> & Partial<Omit<Facility, 'createdAt' | 'retiredAt'>>

type Optional = 'community' | 'operator' | 'latitude' | 'longitude' | 'commissionedAt' | keyof FacilityTerms

/** Null takes a field away. */
export type FacilityChanges = Partial<Pick<Facility, 'name' | 'town' | 'circles'>> & { readonly [Name in Optional]?: Facility[Name] | null }

export interface FacilityFilter extends PageRequest {
  readonly town?: string
  readonly circle?: string
  /** Those with a device of this kind in service. */
  readonly kind?: string
  /** Part of the id or name. */
  readonly q?: string
  /** Not given or false: those in service; true: the retired ones. */
  readonly retired?: boolean | 'all'
}

interface FacilityRow extends Record<string, SQLInputValue> {
  id: string
  name: string
  town: string
  circles: string
  community: string | null
  operator: string | null
  latitude: number | null
  longitude: number | null
  terms: string
  commissioned_at: number | null
  demo: number
  created_at: number
  retired_at: number | null
}

export function findFacility(database: RegisterDatabase, id: string): Facility | undefined {
  const row = database.get<FacilityRow>('SELECT * FROM facility WHERE id = ?', id)
  return row && facilityOf(row)
}

function neededFacility(database: RegisterDatabase, id: string): Facility {
  const facility = findFacility(database, id)
  if (!facility) throw new RegisterFault(notFound('facility', id, 'id', guessFacility(database, id)))
  return facility
}

export function listFacilities(database: RegisterDatabase, filter: FacilityFilter): Page<Facility> {
  const { after, rows } = pageBounds(filter)
  const text = filter.q && containing(filter.q)
  const { sql, values } = where(
    ['id > ?', after],
    ['town = ?', filter.town],
    ['id IN (SELECT facility FROM facility_circle WHERE circle = ?)', filter.circle],
    ['id IN (SELECT facility FROM device WHERE kind = ? AND retired_at IS NULL)', filter.kind],
    [`(id LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\')`, text, text],
    [inService(filter.retired)],
  )
  const found = database.all<FacilityRow>(`SELECT * FROM facility ${sql} ORDER BY id LIMIT ?`, ...values, rows)
  return pageOf(found.map(facilityOf), rows)
}

/** What is wrong with a new facility, or with changes of one. */
export function facilityFaults(database: RegisterDatabase, input: object, { isPartial = false } = {}): Fault[] {
  const faults = fieldFaults(input, isPartial ? facilityChangeChecks : facilityChecks, { isPartial })
  const { town, circles } = input as Partial<NewFacility>
  const unknown = (table: 'town' | 'circle', id: string, path: string) =>
    isKnown(database, table, id) ? [] : [notFound(table, id, path, guessPlace(database, table, id))]
  return [
    ...faults,
    ...(town === undefined || isWrong(faults, 'town') ? [] : unknown('town', town, 'town')),
    ...(circles === undefined || isWrong(faults, 'circles') ? [] : circles.flatMap((circle) => unknown('circle', circle, 'circles'))),
  ]
}

/** The same of a new one, and whether its id is taken. */
export function newFacilityFaults(database: RegisterDatabase, facility: NewFacility): Fault[] {
  const faults = facilityFaults(database, facility)
  const known = isWrong(faults, 'id') ? undefined : findFacility(database, facility.id)
  return known ? [...faults, exists('facility', known.id, known.retiredAt !== undefined)] : faults
}

export function addFacility(database: RegisterDatabase, facility: NewFacility, now: number, author?: string): Facility {
  return database.change(() => {
    refuse([...newFacilityFaults(database, facility), ...commissioningFaults(facility, now)])
    const { id, name, town, circles = [], demo = false } = facility
    database.run(
      `INSERT INTO facility (id, name, town, circles, demo, created_at) VALUES (?, ?, ?, '', ?, ?)`,
      id,
      name,
      town,
      Number(demo),
      now,
    )
    writeOptional(database, id, facility, { since: now, now, author })
    settle(database, id, now, town, ordered(circles))
    return neededFacility(database, id)
  })
}

/**
 * A change of town, circles or terms holds from `since` on, until what was stated for a later time; give the time of what was entered wrong
 * to correct it.
 */
export function updateFacility(
  database: RegisterDatabase,
  id: string,
  changes: FacilityChanges,
  { since, now, author }: Entered,
): Facility {
  const { name, town, circles } = changes
  const faults = facilityFaults(database, changes, { isPartial: true })
  refuse([...faults, ...(since > now ? [future('since')] : []), ...commissioningFaults(changes, now)])
  return database.change(() => {
    const before = neededFacility(database, id)
    if (name !== undefined) database.run('UPDATE facility SET name = ? WHERE id = ?', name, id)
    writeOptional(database, id, changes, { since, now, author })
    if (town !== undefined || circles !== undefined) {
      const then = validAt(placesOf(database, id), since)
      const circlesThen = then ? split(then.circles) : before.circles
      settle(database, id, since, town ?? then?.town ?? before.town, circles ? ordered(circles) : circlesThen)
    }
    return neededFacility(database, id)
  })
}

/** Once retired it stays so, with the first date. */
export function retireFacility(database: RegisterDatabase, id: string, now: number): Facility {
  return database.change(() => {
    const facility = neededFacility(database, id)
    if (facility.retiredAt !== undefined) return facility
    const inService = 'SELECT count(*) AS devices FROM device WHERE facility = ? AND retired_at IS NULL'
    const devices = database.get<{ devices: number }>(inService, id)?.devices ?? 0
    if (devices > 0) throw new RegisterFault(inUse(id, devices))
    database.run('UPDATE facility SET retired_at = ? WHERE id = ?', now, id)
    return neededFacility(database, id)
  })
}

type OptionalValues = { readonly [Name in Optional]?: Facility[Name] | null }

function writeOptional(database: RegisterDatabase, id: string, values: OptionalValues, entered: Entered): void {
  for (const name of ['community', 'operator', 'latitude', 'longitude'] as const) {
    const value = values[name]
    if (value !== undefined) database.run(`UPDATE facility SET ${name} = ? WHERE id = ?`, value, id)
  }
  const { households, functions, hours, retentionHours, isPublic } = values
  state(database, 'facility', id, { households, functions, hours, retentionHours, isPublic }, entered)
  stateCommissioning(database, 'facility', id, values.commissionedAt, entered)
}

/** A facility or device is commissioned when that has happened. */
export const commissioningFaults = ({ commissionedAt }: { readonly commissionedAt?: number | null }, now: number): Fault[] =>
  typeof commissionedAt === 'number' && commissionedAt > now ? [future('commissioned')] : []

const ordered = (circles: readonly string[]): string[] => [...new Set(circles)].sort()
const split = (circles: string): string[] => (circles === '' ? [] : circles.split(','))

function facilityOf(row: FacilityRow): Facility {
  const { id, name, town, community, operator, latitude, longitude } = row
  return {
    id,
    name,
    town,
    circles: split(row.circles),
    ...(community !== null && { community }),
    ...(operator !== null && { operator }),
    ...(latitude !== null && { latitude }),
    ...(longitude !== null && { longitude }),
    ...(JSON.parse(row.terms) as FacilityTerms),
    ...(row.commissioned_at !== null && { commissionedAt: row.commissioned_at }),
    demo: row.demo === 1,
    createdAt: row.created_at,
    ...(row.retired_at !== null && { retiredAt: row.retired_at }),
  }
}
