// What is derived from a definition to check messages with. Every function builds anew; a catalogue keeps what it has built.
import { z } from 'zod'
import type { EventKind, FacilityKind, Field } from './define.ts'

/** Twelve digits before the point are more than any meter has; beyond is a decoding fault. */
const largestTotal = 1e12

/** Checks the values of a reading: any of the kind's fields, each within what its sensor can say; unknown fields are dropped. */
export function valuesSchema(kind: FacilityKind): z.ZodObject {
  return z.object(mapValues(kind.telemetry, (field) => fieldSchema(field).describe(describe(field)).optional()))
}

/** Checks the fields of an event; undefined when the kind has no such event. */
export function eventSchema(kind: FacilityKind, event: string): z.ZodObject | undefined {
  return Object.hasOwn(kind.events, event) ? payloadSchema(kind.events[event] as EventKind) : undefined
}

/** Checks the arguments of a command, in which nothing unknown may hide; undefined when the kind has no such command. */
export function commandSchema(kind: FacilityKind, command: string): z.ZodObject | undefined {
  return Object.hasOwn(kind.commands, command) ? z.strictObject(kind.commands[command]?.arguments ?? {}) : undefined
}

export interface KindSchemas {
  readonly values: z.ZodObject
  readonly events: ReadonlyMap<string, z.ZodObject>
  readonly commands: ReadonlyMap<string, z.ZodObject>
}

/** All of a kind's schemas, built once. */
export function schemasOf(kind: FacilityKind): KindSchemas {
  const all = (names: object, schema: (kind: FacilityKind, name: string) => z.ZodObject | undefined) =>
    new Map(Object.keys(names).map((name) => [name, schema(kind, name) as z.ZodObject]))
  return { values: valuesSchema(kind), events: all(kind.events, eventSchema), commands: all(kind.commands, commandSchema) }
}

type JsonSchema = z.core.JSONSchema.BaseSchema

export interface KindJsonSchemas {
  /** Of the bare values, which are also what stands under `values` of a full reading. */
  readonly reading: JsonSchema
  readonly events: Readonly<Record<string, JsonSchema>>
  readonly commands: Readonly<Record<string, JsonSchema>>
}

/** JSON Schema 2020-12 of what a device may send and what a command may carry. */
export function jsonSchemas(kind: FacilityKind): KindJsonSchemas {
  const { values, events, commands } = schemasOf(kind)
  return {
    reading: { ...jsonSchema(values), minProperties: 1 },
    events: Object.fromEntries([...events].map(([name, schema]) => [name, { ...jsonSchema(schema), ...requireOne(kind.events[name]) }])),
    commands: Object.fromEntries([...commands].map(([name, schema]) => [name, jsonSchema(schema)])),
  }
}

/** Of what goes in: the reader drops unknown fields, so a sender may have some. */
const jsonSchema = (schema: z.ZodObject): JsonSchema => z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })

const requireOne = (event: EventKind | undefined) => event?.anyOf && { anyOf: event.anyOf.map((name) => ({ required: [name] })) }

function payloadSchema({ payload, anyOf }: EventKind): z.ZodObject {
  const schema = z.object(payload)
  const [first] = anyOf ?? []
  if (!anyOf || !first) return schema
  return schema.check(({ value, issues }) => {
    if (anyOf.some((name) => value[name] !== undefined)) return
    // Said of the first of them, as if it were the one that is missing.
    issues.push({ code: 'invalid_type', expected: 'nonoptional', input: undefined, path: [first], message: `one of ${anyOf.join(', ')}` })
  })
}

function fieldSchema(field: Field): z.ZodType {
  switch (field.type) {
    case 'gauge':
      return z.number().min(field.limits[0]).max(field.limits[1])
    case 'count':
      return z.int().min(field.limits[0]).max(field.limits[1])
    case 'total':
      return z.number().min(0).max(largestTotal)
    case 'state':
      return z.enum(Object.keys(field.values))
  }
}

function describe(field: Field): string {
  const unit = 'unit' in field && field.unit ? ` (${field.unit})` : ''
  return `${field.label.zh} / ${field.label.en}${unit}`
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
