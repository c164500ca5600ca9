// Mappings as register data: each saving is a version, the latest one of a device or of a kind and model is in force, the others are kept.
import { mappingFaults } from '../facilities/mapping/faults.ts'
import { type MappingRules, mappingSchema, type NewMapping } from '../facilities/mapping/mapping.ts'
import type { RegisterDatabase } from './database.ts'
import { findDevice } from './devices.ts'
import { RegisterFault, refuse } from './fault.ts'
import { invalid, notFound } from './faults.ts'
import { guessDevice, guessKind } from './guesses.ts'
import { type Page, type PageRequest, pageBounds, pageOf, where } from './pages.ts'
import type { Register } from './register.ts'

/** For one device, or for all of a kind and model. */
export type MappingScope = { readonly device: string } | { readonly kind: string; readonly model: string }

export interface SavedMapping extends MappingRules {
  readonly id: string
  readonly scope: MappingScope
  /** 1, 2, 3 … of its scope. */
  readonly version: number
  /** Ms since 1970 UTC. */
  readonly createdAt: number
  readonly author?: string
}

interface MappingRow {
  id: number
  device: string | null
  kind: string | null
  model: string | null
  version: number
  created_at: number
  author: string | null
  rules: string
}

/**
 * Puts a mapping in force and gives it with its version; the same rules once more are no new version. Without fields and time it takes
 * the scope's mapping out of force, so that for a device the one of its model holds again. Throws RegisterFault with every fault.
 */
export function saveMapping(register: Register, mapping: NewMapping, { author }: { readonly author?: string } = {}): SavedMapping {
  const { fields, time, ...given } = mappingSchema.parse(mapping)
  const { database } = register
  const saved = database.transaction(() => {
    const { scope, kind } = scopeOf(register, given)
    refuse(mappingFaults({ fields, time }, kind).map(({ path, message }) => invalid(path.join('.'), message)))
    const rules = JSON.stringify({ fields, time })
    const last = latestOf(database, scope)
    if (last?.rules === rules) return last
    return database.change(() => insert(database, scope, rules, (last?.version ?? 0) + 1, register.now(), author))
  })
  register.version()
  return savedOf(saved)
}

interface MappingFilter extends PageRequest {
  readonly device?: string
  readonly kind?: string
  readonly model?: string
  /** Not given: those in force. */
  readonly versions?: 'latest' | 'all'
}

/** The last saved first. */
export function mappings(register: Register, filter: MappingFilter = {}): Page<SavedMapping> {
  const { after, rows } = pageBounds(filter)
  const { sql, values } = where(
    ['id < ?', after === '' ? Number.MAX_SAFE_INTEGER : Number(after)],
    ['device = ?', filter.device],
    ['kind = ?', filter.kind],
    ['model = ?', filter.model],
    [filter.versions === 'all' ? '' : 'replaced = 0'],
  )
  const found = register.database.all<MappingRow>(`SELECT * FROM mapping ${sql} ORDER BY id DESC LIMIT ?`, ...values, rows)
  return pageOf(found.map(savedOf), rows)
}

/** What is in force for a device: its own, else that of its kind and model. */
export function mappingFor(register: Register, device: string): SavedMapping | undefined {
  const { database } = register
  const own = inForce(latestOf(database, { device }))
  if (own) return own
  const { kind, model } = findDevice(database, device) ?? {}
  return kind === undefined || model === undefined ? undefined : inForce(latestOf(database, { kind, model }))
}

function inForce(row: MappingRow | undefined): SavedMapping | undefined {
  const saved = row && savedOf(row)
  return saved && (saved.time || Object.keys(saved.fields).length > 0) ? saved : undefined
}

function scopeOf(register: Register, { device, kind, model }: Pick<NewMapping, 'device' | 'kind' | 'model'>) {
  if (device !== undefined && kind === undefined && model === undefined) return { scope: { device }, kind: kindOf(register, device) }
  if (device !== undefined || kind === undefined || model === undefined) {
    throw new RegisterFault(
      invalid(device === undefined && kind !== undefined ? 'model' : 'device', {
        zh: '请填 device（单台设备），或同时填 kind 和 model（同型号的全部设备），二者取一。',
        en: 'Give either device, for a single one, or kind and model, for all devices of that model.',
      }),
    )
  }
  const known = register.catalogue.get(kind)
  if (!known) throw new RegisterFault(notFound('kind', kind, 'kind', guessKind(register.catalogue, kind)))
  return { scope: { kind, model }, kind: known }
}

function kindOf({ catalogue, database }: Register, id: string) {
  const device = findDevice(database, id)
  if (!device) throw new RegisterFault(notFound('device', id, 'device', guessDevice(database, id)))
  const kind = catalogue.get(device.kind)
  // Its kind was one of a site's own that is not loaded any more.
  if (!kind) throw new RegisterFault(notFound('kind', device.kind, 'device', guessKind(catalogue, device.kind)))
  return kind
}

function latestOf(database: RegisterDatabase, scope: MappingScope): MappingRow | undefined {
  return 'device' in scope
    ? database.get<MappingRow>('SELECT * FROM mapping WHERE device = ? AND replaced = 0', scope.device)
    : database.get<MappingRow>('SELECT * FROM mapping WHERE kind = ? AND model = ? AND replaced = 0', scope.kind, scope.model)
}

function insert(database: RegisterDatabase, scope: MappingScope, rules: string, version: number, now: number, author?: string): MappingRow {
  const { device = null, kind = null, model = null } = scope as { device?: string; kind?: string; model?: string }
  const replace = 'UPDATE mapping SET replaced = 1 WHERE device IS ? AND kind IS ? AND model IS ? AND replaced = 0'
  database.run(replace, device, kind, model)
  const columns = 'device, kind, model, version, replaced, created_at, author, rules'
  database.run(`INSERT INTO mapping (${columns}) VALUES (?, ?, ?, ?, 0, ?, ?, ?)`, device, kind, model, version, now, author ?? null, rules)
  return latestOf(database, scope) as MappingRow
}

function savedOf({ id, device, kind, model, version, created_at, author, rules }: MappingRow): SavedMapping {
  return {
    id: String(id),
    scope: device === null ? { kind: kind ?? '', model: model ?? '' } : { device },
    version,
    createdAt: created_at,
    ...(author !== null && { author }),
    ...(JSON.parse(rules) as MappingRules),
  }
}
