import { z } from 'zod'
import type { FacilityKind } from '../../facilities/define.ts'

/** A field as one asks for it in a series: `power`, or `sale.amountFen` for a field of an event. */
export interface AskedField {
  readonly event?: string
  readonly field: string
  /** A total is a number too; texts and states answer `last` and `count` only; json is a list or an object. */
  readonly type: 'total' | 'number' | 'text' | 'json'
}

const known = new WeakMap<FacilityKind, ReadonlyMap<string, AskedField>>()

/** Every field of a kind by the name under which one asks for it. */
export function fieldsOf(kind: FacilityKind): ReadonlyMap<string, AskedField> {
  const found = known.get(kind) ?? new Map([...telemetryFields(kind), ...eventFields(kind)])
  known.set(kind, found)
  return found
}

const telemetryFields = ({ telemetry }: FacilityKind): [string, AskedField][] =>
  Object.entries(telemetry).map(([field, { type }]) => [
    field,
    { field, type: type === 'total' ? 'total' : type === 'state' ? 'text' : 'number' },
  ])

const eventFields = ({ events }: FacilityKind): [string, AskedField][] =>
  Object.entries(events).flatMap(([event, { payload }]) =>
    Object.entries(payload).map(([field, schema]): [string, AskedField] => [`${event}.${field}`, { event, field, type: typeOf(schema) }]),
  )

function typeOf(schema: z.ZodType): AskedField['type'] {
  const { type } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })
  if (type === 'number' || type === 'integer') return 'number'
  return type === 'array' || type === 'object' ? 'json' : 'text'
}
