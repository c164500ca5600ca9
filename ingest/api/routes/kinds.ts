import { z } from 'zod'
import { sourceOf } from '../../../facilities/catalogue.ts'
import { type FacilityKind, type Field, milliseconds } from '../../../facilities/define.ts'
import { jsonSchemas } from '../../../facilities/schema.ts'
import { words } from '../answers.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'

const jsonSchema = z.record(z.string(), z.unknown()).describe('JSON Schema 2020-12')

const field = z.object({
  type: z.enum(['gauge', 'count', 'total', 'state']),
  label: words,
  unit: z.string().optional(),
  limits: z.tuple([z.number(), z.number()]).optional().describe('What the sensor can say; a value outside refuses the message'),
  values: z.record(z.string(), words).optional().describe('The words of a state'),
})

const kind = z
  .object({
    kind: z.string(),
    label: words,
    source: z.enum(['built-in', 'site']).describe("site: from a file of this site's own, in KZ_KINDS"),
    everyMs: z.int().describe('A reading is due this often'),
    fields: z.record(z.string(), field),
    events: z.record(z.string(), z.object({ label: words, schema: jsonSchema })),
    commands: z.record(z.string(), z.object({ label: words, withinMs: z.int(), schema: jsonSchema })),
    alarms: z.record(
      z.string(),
      z.object({ label: words, severity: z.enum(['info', 'warning', 'critical']), when: z.record(z.string(), z.unknown()) }),
    ),
    use: z.string().optional().describe('The event that counts as one use by a resident'),
    service: z
      .array(z.object({ field: z.string(), good: z.array(z.string()), bad: z.array(z.string()) }))
      .optional()
      .describe('It serves while all of these are good, and does not as soon as one is bad'),
    roles: z.record(z.string(), z.unknown()).optional().describe('What the indicators count of it: docs/add-a-facility.md'),
    schema: jsonSchema.describe('JSON Schema 2020-12 of the values of a reading'),
  })
  .meta({ id: 'Kind' })

export function kindRoutes(api: Api, { catalogue }: ApiParts): void {
  const all = catalogue.all.map(answerOf)
  const tags = ['kinds']

  api.get(
    '/kinds',
    {
      schema: {
        summary: 'Facility kinds: labels, fields, units, JSON Schemas, alarms, commands',
        tags,
        response: { 200: z.object({ items: z.array(kind) }) },
      },
    },
    () => ({ items: all }),
  )

  api.get(
    '/kinds/:kind',
    {
      config: { problems: ['kind-not-found'] },
      schema: { summary: 'One kind', tags, params: z.object({ kind: z.string() }), response: { 200: kind } },
    },
    ({ params }) => {
      const found = all.find((each) => each.kind === params.kind)
      if (!found) throw new Problem('kind-not-found', { words: { id: params.kind, known: all.map((each) => each.kind).join(', ') } })
      return found
    },
  )
}

function answerOf(definition: FacilityKind): z.output<typeof kind> {
  const schemas = jsonSchemas(definition)
  return {
    kind: definition.kind,
    label: definition.label,
    source: sourceOf(definition),
    everyMs: milliseconds(definition.every),
    fields: mapped(definition.telemetry, fieldOf),
    events: mapped(definition.events, ({ label }, name) => ({ label, schema: schemaOf(schemas.events[name]) })),
    commands: mapped(definition.commands, ({ label, within }, name) => ({
      label,
      withinMs: milliseconds(within),
      schema: schemaOf(schemas.commands[name]),
    })),
    alarms: mapped(definition.alarms, ({ label, severity, when }) => ({ label, severity, when: { ...when } })),
    ...(definition.use !== undefined && { use: definition.use }),
    ...(definition.service && {
      service: definition.service.map(({ field, good, bad }) => ({ field, good: [...good], bad: [...bad] })),
    }),
    ...(definition.roles && { roles: { ...definition.roles } }),
    schema: schemaOf(schemas.reading),
  }
}

const fieldOf = (given: Field): z.output<typeof field> => ({
  type: given.type,
  label: given.label,
  ...('unit' in given && { unit: given.unit }),
  ...('limits' in given && { limits: [...given.limits] }),
  ...('values' in given && { values: { ...given.values } }),
})

const schemaOf = (schema: object | undefined): Record<string, unknown> => ({ ...schema })

const mapped = <From, To>(record: Readonly<Record<string, From>>, change: (value: From, name: string) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]))
