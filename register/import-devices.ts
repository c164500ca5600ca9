import { type Offset, offsetOf } from '../facilities/zone.ts'
import { type Credential, hashSecrets, keepHash, newSecret, secretFaults } from './credentials.ts'
import { type Columns, readTable } from './csv.ts'
import { type Device, type DeviceChanges, deviceFaults, insertDevice, type NewDevice, siteFaults, updateDevice } from './devices.ts'
import { commissioningFaults } from './facilities.ts'
import type { Fault } from './fault.ts'
import { kindStays } from './faults.ts'
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
import { assign } from './places.ts'
import type { Register } from './register.ts'
import type { Entered } from './terms.ts'

const columns = {
  needed: ['id', 'kind', 'facility'],
  optional: ['model', 'vendor', 'adapter', 'password', 'commissioned', 'every', 'limits'],
} as const satisfies Columns<string>

type Cells = { readonly [Name in (typeof columns.needed)[number] | (typeof columns.optional)[number]]?: string }

interface DeviceRecord extends NewDevice {
  readonly password?: string
}

/** Passwords of added devices, made or given, and those that were given for registered ones. Shown once. */
export interface ImportedDevices extends Imported {
  readonly credentials: readonly Credential[]
}

/**
 * Columns id, kind, facility and, where wanted, model, vendor, adapter, password, commissioned (a local day), every
 * (seconds), limits (frozen or chilled), in any order. The hashing of 100,000 passwords takes some
 * minutes in the thread pool; the event loop stops only for reading the table and for the one transaction, seconds for so many.
 */
export async function importDevices(
  register: Register,
  source: string | Uint8Array,
  { overwrite = false, onProgress = () => {}, timezone = usualZone, author }: ImportOptions = {},
): Promise<ImportedDevices | Refused> {
  const offset = offsetOf(timezone)
  const table = entriesOf(readTable(source, columns), (cells) => recordOf(cells, offset))
  if ('faults' in table) return table
  const { entries } = table
  const faults = () => importFaults(register, entries, overwrite)
  const before = faults()
  if (before.length > 0) return { faults: before }
  const secrets = await makeSecrets(register, entries, onProgress)
  const done = writeUnlessFaulty(register.database, faults, () => write(register, entries, secrets, author))
  register.version() // places may have changed
  return done
}

/** Guesses at what was meant cost milliseconds each, so a table full of wrong facilities gets them for the first ones only. */
const mostGuesses = 100

function importFaults(register: Register, entries: readonly Entry<DeviceRecord>[], overwrite: boolean) {
  const { database, catalogue } = register
  const sites = new Map<string, Fault[]>()
  const faultsOfSite = (facility: string): Fault[] => {
    const known = sites.get(facility) ?? siteFaults(database, facility, { guesses: sites.size < mostGuesses })
    sites.set(facility, known)
    return known
  }
  return faultsOfRows(entries, ({ password, ...device }) => {
    const known = register.device(device.id)
    return [
      ...deviceFaults(database, catalogue, device, faultsOfSite),
      ...commissioningFaults(device, register.now()),
      ...knownFaults('device', known, overwrite),
      ...(known && overwrite && known.kind !== device.kind ? [kindStays(known.kind)] : []),
      ...(password === undefined ? [] : secretFaults(password)),
    ]
  })
}

interface Secret extends Credential {
  readonly hash: string
}

async function makeSecrets(
  register: Register,
  entries: readonly Entry<DeviceRecord>[],
  onProgress: (done: number, total: number) => void,
): Promise<Map<string, Secret>> {
  const needed = entries.filter(({ record }) => record.password !== undefined || !register.device(record.id))
  const credentials = needed.map(({ record }) => ({ username: record.id, password: record.password ?? newSecret() }))
  const hashes = await hashSecrets(
    credentials.map(({ password }) => password),
    (done) => onProgress(done, credentials.length),
  )
  return new Map(credentials.map((credential, index) => [credential.username, { ...credential, hash: hashes[index] ?? '' }]))
}

function write(
  register: Register,
  entries: readonly Entry<DeviceRecord>[],
  secrets: ReadonlyMap<string, Secret>,
  author?: string,
): ImportedDevices {
  const { database } = register
  const now = register.now()
  const outcome = { added: 0, changed: 0, credentials: [] as Credential[] }
  for (const { record } of entries) {
    const { password, ...device } = record
    const known = register.device(device.id)
    const isChanged = known !== undefined && change(register, known, device, { since: now, now, author })
    if (!known) insertDevice(database, device, now, author)
    // A device that another process added while the passwords were hashed keeps the one it got there.
    const secret = known && password === undefined ? undefined : secrets.get(device.id)
    if (secret) {
      keepHash(database, device.id, secret.hash, now)
      outcome.credentials.push({ username: secret.username, password: secret.password })
    }
    if (!known) outcome.added += 1
    else if (isChanged || secret) outcome.changed += 1
  }
  return outcome
}

function change({ database, catalogue }: Register, known: Device, wanted: NewDevice, entered: Entered): boolean {
  const { id: _, kind: __, facility, ...rest } = wanted
  const changes = differences<DeviceChanges>(known, rest)
  const isMoved = facility !== known.facility
  if (Object.keys(changes).length > 0) updateDevice(database, catalogue, known.id, changes, entered)
  if (isMoved) assign(database, known.id, facility, entered.now)
  return isMoved || Object.keys(changes).length > 0
}

function recordOf({ id = '', kind = '', facility = '', commissioned, every, limits, ...rest }: Cells, offset: Offset): DeviceRecord {
  return {
    ...{ id, kind, facility, ...rest },
    ...(commissioned && { commissionedAt: dayOf(commissioned, offset) }),
    ...(every && { every: /^\d+$/.test(every) ? Number(every) : Number.NaN }),
    ...(limits && { limits: limits as 'frozen' }),
  }
}
