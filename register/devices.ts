import type { Catalogue } from '../facilities/catalogue.ts'
import { deviceChangeChecks, deviceChecks, fieldFaults } from './checks.ts'
import type { RegisterDatabase } from './database.ts'
import { commissioningFaults, findFacility } from './facilities.ts'
import { type Fault, isWrong, RegisterFault, refuse } from './fault.ts'
import { exists, future, invalid, notFound, retired } from './faults.ts'
import { guessDevice, guessFacility, guessKind } from './guesses.ts'
import { containing, inService, type Page, type PageRequest, pageBounds, pageOf, where } from './pages.ts'
import { assign } from './places.ts'
import { type ColdLimits, channelsOfKind, limitsOfKind } from './term-checks.ts'
import { type Entered, state, stateCommissioning } from './terms.ts'

/** What holds from a time on (terms.ts). */
export interface DeviceTerms {
  /** The interval of its reports, seconds. */
  readonly every?: number
  readonly limits?: ColdLimits
  /** Fields of which each is expected at every interval. */
  readonly channels?: readonly string[]
}

/** With the terms that hold now. */
export interface Device extends DeviceTerms {
  readonly id: string
  readonly kind: string
  /** Where it is now; it was elsewhere before when it moved. */
  readonly facility: string
  readonly model?: string
  readonly vendor?: string
  /** The adapter that may speak for it (adapters.ts). */
  readonly adapter?: string
  /** Since when that is as it is; absent for a device never bound. */
  readonly boundAt?: number
  readonly commissionedAt?: number
  readonly demo: boolean
  readonly createdAt: number
  readonly retiredAt?: number
}

export type NewDevice = Pick<Device, 'id' | 'kind' | 'facility'> & Partial<Pick<Device, Optional | 'demo'>>

type Optional = 'model' | 'vendor' | 'adapter' | 'commissionedAt' | keyof DeviceTerms

/** Null takes a field away. */
export type DeviceChanges = { readonly [Name in Optional]?: Device[Name] | null }

export interface DeviceFilter extends PageRequest {
  readonly kind?: string
  readonly town?: string
  readonly circle?: string
  readonly facility?: string
  readonly adapter?: string
  /** Part of the id, or of the name of its facility. */
  readonly q?: string
  /** Not given or false: those in service; true: the retired ones. */
  readonly retired?: boolean | 'all'
}

interface DeviceRow {
  id: string
  kind: string
  facility: string
  model: string | null
  vendor: string | null
  adapter: string | null
  bound_at: number | null
  terms: string
  commissioned_at: number | null
  demo: number
  created_at: number
  retired_at: number | null
}

export function findDevice(database: RegisterDatabase, id: string): Device | undefined {
  const row = database.get<DeviceRow>('SELECT * FROM device WHERE id = ?', id)
  return row && deviceOf(row)
}

export function neededDevice(database: RegisterDatabase, id: string): Device {
  const device = findDevice(database, id)
  if (!device) throw new RegisterFault(notFound('device', id, 'id', guessDevice(database, id)))
  return device
}

export function listDevices(database: RegisterDatabase, filter: DeviceFilter): Page<Device> {
  const { after, rows } = pageBounds(filter)
  const text = filter.q && containing(filter.q)
  const { sql, values } = where(
    ['id > ?', after],
    ['kind = ?', filter.kind],
    ['facility = ?', filter.facility],
    ['adapter = ?', filter.adapter],
    ['facility IN (SELECT id FROM facility WHERE town = ?)', filter.town],
    ['facility IN (SELECT facility FROM facility_circle WHERE circle = ?)', filter.circle],
    [`(id LIKE ? ESCAPE '\\' OR facility IN (SELECT id FROM facility WHERE name LIKE ? ESCAPE '\\'))`, text, text],
    [inService(filter.retired)],
  )
  const found = database.all<DeviceRow>(`SELECT * FROM device ${sql} ORDER BY id LIMIT ?`, ...values, rows)
  return pageOf(found.map(deviceOf), rows)
}

/** What is wrong with a new device, apart from its id being taken. `faultsOfSite` is for those who ask for many devices. */
export function deviceFaults(
  database: RegisterDatabase,
  catalogue: Catalogue,
  device: NewDevice,
  faultsOfSite = (facility: string) => siteFaults(database, facility),
): Fault[] {
  const faults = fieldFaults(device, deviceChecks)
  const { kind, facility } = device
  const isKnownKind = isWrong(faults, 'kind') || catalogue.get(kind) !== undefined
  return [
    ...faults,
    ...(isKnownKind ? [] : [notFound('kind', kind, 'kind', guessKind(catalogue, kind))]),
    ...(isWrong(faults, 'facility') ? [] : faultsOfSite(facility)),
    ...(isWrong(faults, 'kind') ? [] : termFaults(catalogue, kind, device, faults)),
  ]
}

function termFaults(catalogue: Catalogue, kindName: string, { limits, channels }: DeviceChanges, faults: readonly Fault[]): Fault[] {
  const kind = catalogue.get(kindName)
  const wrong = { limits: limitsOfKind(kind, limits), channels: channelsOfKind(kind, channels) }
  return Object.entries(wrong).flatMap(([path, words]) => (words && !isWrong(faults, path) ? [invalid(path, words)] : []))
}

/** What is wrong with changes of a device. */
export function deviceChangeFaults(database: RegisterDatabase, catalogue: Catalogue, id: string, changes: DeviceChanges): Fault[] {
  const faults = fieldFaults(changes, deviceChangeChecks, { isPartial: true })
  const kind = findDevice(database, id)?.kind
  return kind === undefined ? faults : [...faults, ...termFaults(catalogue, kind, changes, faults)]
}

/** The same, and whether its id is taken. */
export function newDeviceFaults(database: RegisterDatabase, catalogue: Catalogue, device: NewDevice): Fault[] {
  const faults = deviceFaults(database, catalogue, device)
  const known = isWrong(faults, 'id') ? undefined : findDevice(database, device.id)
  return known ? [...faults, exists('device', known.id, known.retiredAt !== undefined)] : faults
}

/** What keeps a device from being at that facility. */
export function siteFaults(database: RegisterDatabase, facility: string, { guesses = true } = {}): Fault[] {
  const site = findFacility(database, facility)
  if (!site) return [notFound('facility', facility, 'facility', guesses ? guessFacility(database, facility) : undefined)]
  return site.retiredAt === undefined ? [] : [retired('facility', facility, 'facility')]
}

export function addDevice(database: RegisterDatabase, catalogue: Catalogue, device: NewDevice, now: number, author?: string): Device {
  return database.change(() => {
    refuse([...newDeviceFaults(database, catalogue, device), ...commissioningFaults(device, now)])
    insertDevice(database, device, now, author)
    return neededDevice(database, device.id)
  })
}

/** Without looking at anything: see deviceFaults. */
export function insertDevice(database: RegisterDatabase, device: NewDevice, now: number, author?: string): void {
  const { id, kind, facility, model, vendor, adapter, demo = false } = device
  const insert = 'INSERT INTO device (id, kind, facility, model, vendor, demo, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)'
  database.run(insert, id, kind, facility, model ?? null, vendor ?? null, Number(demo), now)
  if (adapter !== undefined) bind(database, id, adapter, now)
  assign(database, id, facility, now)
  writeTerms(database, id, device, { since: now, now, author })
}

/** Terms hold from `since` on, until what was stated for a later time. */
export function updateDevice(
  database: RegisterDatabase,
  catalogue: Catalogue,
  id: string,
  changes: DeviceChanges,
  { since, now, author }: Entered,
): Device {
  const faults = deviceChangeFaults(database, catalogue, id, changes)
  refuse([...faults, ...(since > now ? [future('since')] : []), ...commissioningFaults(changes, now)])
  return database.change(() => {
    neededDevice(database, id)
    const { model, vendor, adapter } = changes
    if (model !== undefined) database.run('UPDATE device SET model = ? WHERE id = ?', model, id)
    if (vendor !== undefined) database.run('UPDATE device SET vendor = ? WHERE id = ?', vendor, id)
    if (adapter !== undefined) bind(database, id, adapter, now)
    writeTerms(database, id, changes, { since, now, author })
    return neededDevice(database, id)
  })
}

function writeTerms(database: RegisterDatabase, id: string, values: DeviceChanges, entered: Entered): void {
  const { every, limits, channels, commissionedAt } = values
  state(database, 'device', id, { every, limits, channels }, entered)
  stateCommissioning(database, 'device', id, commissionedAt, entered)
}

/** Bound again to the same adapter it keeps its date. */
function bind(database: RegisterDatabase, id: string, adapter: string | null, now: number): void {
  database.run('UPDATE device SET adapter = ?1, bound_at = ?2 WHERE id = ?3 AND adapter IS NOT ?1', adapter, now, id)
}

/** From `since` on it is there, until the next move known. */
export function moveDevice(database: RegisterDatabase, id: string, facility: string, since: number, now: number): Device {
  return database.change(() => {
    const device = neededDevice(database, id)
    if (device.retiredAt !== undefined && since >= device.retiredAt) throw new RegisterFault(retired('device', id, 'id'))
    refuse([...siteFaults(database, facility), ...(since > now ? [future('at')] : [])])
    assign(database, id, facility, since)
    return neededDevice(database, id)
  })
}

/** Once retired it stays so, with the first date; its history and readings stay. */
export function retireDevice(database: RegisterDatabase, id: string, at: number, now: number): Device {
  return database.change(() => {
    const device = neededDevice(database, id)
    if (device.retiredAt !== undefined) return device
    if (at > now) throw new RegisterFault(future('at'))
    database.run('UPDATE device SET retired_at = ? WHERE id = ?', at, id)
    return neededDevice(database, id)
  })
}

/** A thousand at a time, so that a change in between disturbs nothing. */
export function* everyDevice(database: RegisterDatabase): Generator<Device> {
  let after = ''
  for (;;) {
    const rows = database.all<DeviceRow>('SELECT * FROM device WHERE id > ? ORDER BY id LIMIT 1000', after)
    yield* rows.map(deviceOf)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

function deviceOf(row: DeviceRow): Device {
  const { id, kind, facility, model, vendor, adapter } = row
  return {
    id,
    kind,
    facility,
    ...(model !== null && { model }),
    ...(vendor !== null && { vendor }),
    ...(adapter !== null && { adapter }),
    ...(row.bound_at !== null && { boundAt: row.bound_at }),
    ...(JSON.parse(row.terms) as DeviceTerms),
    ...(row.commissioned_at !== null && { commissionedAt: row.commissioned_at }),
    demo: row.demo === 1,
    createdAt: row.created_at,
    ...(row.retired_at !== null && { retiredAt: row.retired_at }),
  }
}
