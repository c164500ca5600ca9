import { type Credential, hashSecrets, keepHash, newSecret, secretFaults } from './credentials.ts'
import { type Columns, readTable } from './csv.ts'
import { type Device, deviceFaults, insertDevice, type NewDevice, siteFaults, updateDevice } from './devices.ts'
import type { Fault } from './fault.ts'
import { kindStays } from './faults.ts'
import {
  differences,
  type Entry,
  entriesOf,
  faultsOfRows,
  type Imported,
  type ImportOptions,
  knownFaults,
  type Refused,
  writeUnlessFaulty,
} from './import-rows.ts'
import { assign } from './places.ts'
import type { Register } from './register.ts'

const columns = {
  needed: ['id', 'kind', 'facility'],
  optional: ['model', 'vendor', 'adapter', 'password'],
} as const satisfies Columns<string>

interface DeviceRecord extends NewDevice {
  readonly password?: string
}

/** Passwords of added devices, made or given, and those that were given for registered ones. Shown once. */
export interface ImportedDevices extends Imported {
  readonly credentials: readonly Credential[]
}

/**
 * Columns id, kind, facility and, where wanted, model, vendor, adapter, password, in any order. The hashing of 100,000 passwords takes some
 * minutes in the thread pool; the event loop stops only for reading the table and for the one transaction, seconds for so many.
 */
export async function importDevices(
  register: Register,
  source: string | Uint8Array,
  { overwrite = false, onProgress = () => {} }: ImportOptions = {},
): Promise<ImportedDevices | Refused> {
  const table = entriesOf(readTable(source, columns), ({ id = '', kind = '', facility = '', ...rest }) => ({ id, kind, facility, ...rest }))
  if ('faults' in table) return table
  const { entries } = table
  const faults = () => importFaults(register, entries, overwrite)
  const before = faults()
  if (before.length > 0) return { faults: before }
  const secrets = await makeSecrets(register, entries, onProgress)
  const done = writeUnlessFaulty(register.database, faults, () => write(register, entries, secrets))
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

function write(register: Register, entries: readonly Entry<DeviceRecord>[], secrets: ReadonlyMap<string, Secret>): ImportedDevices {
  const { database } = register
  const now = register.now()
  const outcome = { added: 0, changed: 0, credentials: [] as Credential[] }
  for (const { record } of entries) {
    const { password, ...device } = record
    const known = register.device(device.id)
    const isChanged = known !== undefined && change(register, known, device, now)
    if (!known) insertDevice(database, device, now)
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

function change({ database, catalogue }: Register, known: Device, { model, vendor, adapter, facility }: NewDevice, now: number): boolean {
  const changes = differences(known, { ...(model && { model }), ...(vendor && { vendor }), ...(adapter && { adapter }) })
  const isMoved = facility !== known.facility
  if (Object.keys(changes).length > 0) updateDevice(database, catalogue, known.id, changes, { since: now, now })
  if (isMoved) assign(database, known.id, facility, now)
  return isMoved || Object.keys(changes).length > 0
}
