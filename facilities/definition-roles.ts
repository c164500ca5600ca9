// What may be wrong in what a definition says it gives to the indicators: that its names are there, and of the sort that is counted.
import { z } from 'zod'
import type { EventKind, FacilityKind, Field, Roles, Words } from './define.ts'
import { didYouMean } from './did-you-mean.ts'

type Faults = Iterable<Words>
type Sort = 'number' | 'integer' | 'boolean' | 'string' | 'array'

export function* roles(kind: FacilityKind): Faults {
  const { roles } = kind
  if (!roles) return
  if (roles.availability && !kind.service?.length)
    yield {
      zh: 'roles.availability 需要 service 说明哪些词表示可用',
      en: 'roles.availability needs service, which says which words mean that it serves',
    }
  yield* fieldRoles(kind, roles)
  yield* cold(kind, roles)
  yield* energy(kind, roles)
  yield* parcels(kind, roles)
  yield* sales(kind, roles)
  yield* payloadRole(kind, 'starts', roles.starts, { authorised: 'boolean', delivered: 'boolean', cancelled: 'boolean' })
  yield* payloadRole(kind, 'stockCounts', roles.stockCounts, { book: 'number', counted: 'number' })
  yield* payloadRole(kind, 'sessions', roles.sessions, { energyKwh: 'number' })
}

function* fieldRoles(kind: FacilityKind, { lanes, compartments }: Roles): Faults {
  for (const [path, pair] of Object.entries({ lanes, compartments })) {
    for (const [part, name] of Object.entries(pair ?? {})) yield* field(kind, `roles.${path}.${part}`, name, 'count')
    if (pair && new Set(Object.values(pair)).size === 1)
      yield { zh: `roles.${path} 的两项是同一个字段`, en: `roles.${path} names one field twice` }
  }
}

function* cold(kind: FacilityKind, { cold }: Roles): Faults {
  if (!cold) return
  yield* field(kind, 'roles.cold.temperature', cold.temperature, 'gauge')
  const { door } = cold
  if (!door) return
  yield* field(kind, 'roles.cold.door', door.field, 'state')
  const known = wordsOf(kind.telemetry[door.field])
  if (door.open.length === 0) yield { zh: 'roles.cold.door.open 没有写任何词', en: 'roles.cold.door.open names no word' }
  for (const word of known.length > 0 ? door.open : [])
    if (!known.includes(word))
      yield {
        zh: `roles.cold.door.open 写了“${word}”，而可用的词是 ${known.join('、')}`,
        en: `roles.cold.door.open names "${word}", which is none of ${known.join(', ')}`,
      }
}

function* energy(kind: FacilityKind, { energy }: Roles): Faults {
  if (!energy) return
  yield* field(kind, 'roles.energy.field', energy.field, 'total')
  const named = kind.telemetry[energy.field]
  if (named?.type === 'total' && named.unit !== 'kWh')
    yield {
      zh: `roles.energy.field 的 ${energy.field} 以 ${named.unit} 计，应为 kWh`,
      en: `roles.energy.field names ${energy.field}, which is in ${named.unit}, not in kWh`,
    }
}

function* parcels(kind: FacilityKind, { parcels }: Roles): Faults {
  if (!parcels) return
  for (const part of ['deposit', 'pickup'] as const)
    yield* payloadRole(kind, 'parcels', { event: parcels[part], parcel: parcels.parcel }, { parcel: 'string' }, part)
  if (parcels.deposit === parcels.pickup)
    yield { zh: 'roles.parcels 的存件与取件是同一个事件', en: 'roles.parcels names one event for deposit and pickup' }
}

/** Amount, trace and quantity are the sale's own, or of each of its lines, or both. */
function* sales(kind: FacilityKind, { sales }: Roles): Faults {
  if (!sales) return
  const event = kind.events[sales.event]
  const { lines, ...own } = sales
  if (lines === undefined || !event) return yield* payloadRole(kind, 'sales', own, saleSorts)
  yield* payloadRole(kind, 'sales', { event: sales.event, lines }, { lines: 'array' })
  const [payload, line] = [propertiesOf(event.payload), lineOf(propertiesOf(event.payload)[lines])]
  for (const [part, sort] of Object.entries(saleSorts) as [keyof typeof saleSorts, Sort][]) {
    const given = { ...payload, ...line }
    yield* payloadField(`roles.sales.${part}`, sales.event, sales[part], sort, given)
  }
}

const saleSorts = { amount: 'integer', trace: 'string', quantity: 'integer' } as const

/** A role on one event: that it is there, and its fields with it. */
function* payloadRole<Part extends string>(
  { events }: FacilityKind,
  role: string,
  given: ({ readonly event: string } & { readonly [Name in NoInfer<Part>]: string }) | undefined,
  sorts: Readonly<Record<Part, Sort>>,
  eventPart = 'event',
): Faults {
  if (!given) return
  const event = Object.hasOwn(events, given.event) ? events[given.event] : undefined
  if (!event) {
    yield missing(`roles.${role}.${eventPart}`, given.event, Object.keys(events), { zh: '事件', en: 'event' })
    return
  }
  const properties = propertiesOf(event.payload)
  for (const [part, sort] of Object.entries(sorts) as [Part, Sort][])
    yield* payloadField(`roles.${role}.${part}`, given.event, given[part], sort, properties)
}

function* payloadField(path: string, event: string, name: string, sort: Sort, properties: Properties): Faults {
  if (!Object.hasOwn(properties, name)) {
    yield missing(path, name, Object.keys(properties), { zh: `事件 ${event} 的字段`, en: `field of the event ${event}` })
    return
  }
  const found = properties[name]?.type
  if (found === undefined || found === sort || (sort === 'number' && found === 'integer')) return
  yield {
    zh: `${path} 所指的 ${event}.${name} 应为${sorts[sort].zh}`,
    en: `${path} names ${event}.${name}, which is not ${sorts[sort].en}`,
  }
}

function* field({ telemetry }: FacilityKind, path: string, name: string, type: Field['type']): Faults {
  const found = Object.hasOwn(telemetry, name) ? telemetry[name] : undefined
  if (!found) yield missing(path, name, Object.keys(telemetry), { zh: '字段', en: 'field' })
  else if (found.type !== type)
    yield {
      zh: `${path} 所指的 ${name} 是 ${found.type}，应为 ${type}`,
      en: `${path} names ${name}, which is a ${found.type}, not a ${type}`,
    }
}

function missing(path: string, name: string, known: readonly string[], what: Words): Words {
  const guess = didYouMean(
    name,
    known.map((id) => ({ id })),
  )
  return {
    zh: `${path} 所指的 ${name} 不是${what.zh}${guess ? `，是不是 ${guess}？` : ''}`,
    en: `${path} names ${name}, which is no ${what.en}${guess ? `; did you mean ${guess}?` : ''}`,
  }
}

const sorts: Readonly<Record<Sort, Words>> = {
  number: { zh: '数字', en: 'a number' },
  integer: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或 false', en: 'true or false' },
  string: { zh: '文字', en: 'text' },
  array: { zh: '列表', en: 'a list' },
}

const wordsOf = (field: Field | undefined): string[] => (field?.type === 'state' ? Object.keys(field.values) : [])

interface Property {
  readonly type?: unknown
  readonly items?: { readonly properties?: Properties }
}
type Properties = Readonly<Record<string, Property>>

const propertiesOf = (payload: EventKind['payload']): Properties =>
  (z.toJSONSchema(z.object(payload), { io: 'input', unrepresentable: 'any' }).properties ?? {}) as Properties

const lineOf = (lines: Property | undefined): Properties => lines?.items?.properties ?? {}
