// A kind as plain data, so that a definition can be tried by another process without its code being run there.
import { z } from 'zod'
import { type Catalogue, catalogueOf, WrongDefinition } from './catalogue.ts'
import type { EventKind, FacilityKind, Shape } from './define.ts'
import { codeIn } from './schema-code.ts'

const words = z.object({ zh: z.string().max(200), en: z.string().max(200) })
const limits = z.tuple([z.number(), z.number()])
const name = z.string().max(48)
const names = z.array(name).max(200)
const duration = z.string().regex(/^\d+(\.\d+)? (s|min|h)$/)

const field = z.discriminatedUnion('type', [
  z.object({ type: z.literal('gauge'), unit: z.string().max(20), limits, label: words }),
  z.object({ type: z.literal('count'), limits, label: words }),
  z.object({ type: z.literal('total'), unit: z.string().max(20), label: words }),
  z.object({ type: z.literal('state'), values: z.record(name, words), label: words }),
])

/** JSON Schema 2020-12 of an object. */
const shape = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
})

export const portableKindSchema = z.object({
  kind: z.string().max(48),
  label: words,
  every: duration,
  telemetry: z.record(z.string().max(48), field),
  events: z.record(z.string().max(48), z.object({ label: words, payload: shape, anyOf: names.optional() })),
})

/**
 * What decides about messages: fields and events. Commands, alarms and the simulator stay behind, and so do service, use and roles: they
 * say what the indicators make of messages that are stored, and refuse none.
 */
export type PortableKind = z.output<typeof portableKindSchema>

/** Throws WrongDefinition when an event has a check that is code and cannot be told as data. */
export function portableKind(kind: FacilityKind): PortableKind {
  const faults = Object.entries(kind.events).flatMap(([event, { payload }]) => codeFaults(event, payload))
  if (faults.length > 0) throw new WrongDefinition(faults)
  const events = Object.entries(kind.events).map(([event, { label, payload, anyOf }]) => {
    const { properties = {}, required = [] } = z.toJSONSchema(z.object(payload), { target: 'draft-2020-12', io: 'input' })
    return [event, { label, payload: { properties, required }, ...(anyOf && { anyOf: [...anyOf] }) }]
  })
  const { label, every, telemetry } = kind
  return portableKindSchema.parse({ kind: kind.kind, label, every, telemetry, events: Object.fromEntries(events) })
}

/** The kind again, and the catalogue in which it stands instead of the one of its name. Throws WrongDefinition with every fault. */
export function catalogueWith(catalogue: Catalogue, portable: PortableKind): Catalogue {
  const others = catalogue.all.filter(({ kind }) => kind !== portable.kind)
  return catalogueOf([...others, kindOf(portable)])
}

function kindOf({ kind, label, every, telemetry, events }: PortableKind): FacilityKind {
  const values = Object.entries(telemetry).map(([name, each]): [string, number | string] => {
    if (each.type === 'state') return [name, Object.keys(each.values)[0] ?? '']
    return [name, 'limits' in each ? each.limits[0] : 0]
  })
  const start = Object.fromEntries(values)
  return {
    kind,
    label,
    every: every as FacilityKind['every'],
    telemetry: telemetry as FacilityKind['telemetry'],
    events: Object.fromEntries(Object.entries(events).map(([event, each]) => [event, eventOf(each)])),
    commands: {},
    alarms: {},
    simulate: { start, next: () => start },
  }
}

function eventOf({ label, payload, anyOf }: PortableKind['events'][string]): EventKind {
  return { label, payload: shapeOf(payload), ...(anyOf && { anyOf }) }
}

interface JsonSchema extends Readonly<Record<string, unknown>> {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
}

function shapeOf({ properties = {}, required = [] }: Pick<JsonSchema, 'properties' | 'required'>): Shape {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const value = schemaOf(schema)
    return [name, required.includes(name) ? value : value.optional()]
  })
  return Object.fromEntries(fields)
}

/** As our definitions mean it: of an object unknown fields are dropped, which JSON Schema cannot say. */
function schemaOf(schema: JsonSchema): z.ZodType {
  if (schema.type === 'object' && schema.properties) return z.object(shapeOf(schema))
  if (schema.type !== 'array' || !schema.items) return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  const list = z.array(schemaOf(schema.items)).min(schema.minItems ?? 0)
  return schema.maxItems === undefined ? list : list.max(schema.maxItems)
}

/** What is checked by code of its own has no place in a JSON Schema and would be left out in silence. */
function codeFaults(event: string, payload: Shape): string[] {
  return Object.entries(payload).flatMap(([name, schema]) =>
    codeIn(schema) ? [`events.${event}.${name} has a check that is code: say it with limits, lengths or a pattern`] : [],
  )
}
