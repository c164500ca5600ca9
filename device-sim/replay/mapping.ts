// The language of mapping files: how a recorded row becomes a message. README.md beside the mappings explains it with examples.
import { z } from 'zod'
import { timeZone } from '../../settings/values.ts'
import { exact } from './decimal.ts'

const column = z.string().min(1)
const scalar = z.union([z.string(), z.number(), z.boolean()])
const fraction = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => exact(text) !== undefined, 'be a number or a fraction such as 1/60')

const duration = z.string().regex(/^\d+(\.\d+)?\s*(ms|s|min|h|d)$/, 'be a duration such as 30 s, 1 min or 1 h')

const zone = timeZone()
const formats = z.union([z.string(), z.array(z.string()).min(1)]).transform((given) => (typeof given === 'string' ? [given] : given))

const conversion = {
  /** What the number is multiplied with, and what is added afterwards. */
  scale: fraction.optional(),
  offset: fraction.optional(),
  /** Digits after the point. */
  round: z.int().min(0).max(12).optional(),
  as: z.enum(['number', 'text', 'boolean', 'time']).optional(),
}

const fromColumn = z.strictObject({
  from: column,
  ...conversion,
  words: z.record(z.string(), scalar).optional(),
  /** For what `words` does not have; without it such a row is left out. */
  otherwise: scalar.optional(),
  /** Of `as: time`; those of the row's own time when not given. */
  format: formats.optional(),
  zone: zone.optional(),
})

const fromTemplate = z.strictObject({ template: z.string().min(1), as: z.enum(['number', 'text']).optional() })
const fixed = z.strictObject({ constant: scalar })
const runningTotal = z.strictObject({
  total: column,
  scale: fraction.optional(),
  round: z.int().min(0).max(12).default(6),
  /** A reading ahead of the first one with what the meter showed then, so that the first interval counts too. */
  opening: z.strictObject({ value: fraction.default('0'), before: duration }).optional(),
})

const field = byKey({ from: fromColumn, template: fromTemplate, constant: fixed, total: runningTotal })

const skip = z
  .strictObject({
    column,
    is: z.array(scalar).min(1).optional(),
    empty: z.literal(true).optional(),
    below: z.number().optional(),
    above: z.number().optional(),
    because: z.string().optional(),
  })
  .refine(({ is, empty, below, above }) => [is, empty, below, above].some((one) => one !== undefined), 'have is, empty, below or above')

const repair = byKey({
  skip: z.strictObject({ skip }),
  default: z.strictObject({ default: z.strictObject({ column, value: scalar }) }),
  swapBytes: z.strictObject({ swapBytes: z.strictObject({ column }) }),
  sort: z.strictObject({ sort: z.literal('time') }),
})

export const mappingSchema = z.strictObject({
  source: z.strictObject({
    format: z.enum(['csv', 'json', 'jsonl']),
    delimiter: z.string().length(1).default(','),
    /** A byte order mark is taken off in any case. */
    encoding: z.string().refine(isEncoding, 'be an encoding such as utf-8, gbk or windows-1252').default('utf-8'),
    /** Texts that mean "no value", besides the empty one. */
    missing: z.array(z.string()).default([]),
  }),
  time: z.strictObject({ columns: z.array(column).min(1), format: formats, zone: zone.optional() }),
  target: z.string().regex(/^(telemetry|event\/[A-Za-z][A-Za-z0-9]*)$/, 'be telemetry, or event/ and the name of an event'),
  /** The device of a row; used when the command does not name one. */
  device: z
    .union([z.strictObject({ template: z.string() }), z.strictObject({ from: column, words: z.record(z.string(), z.string()) })])
    .optional(),
  /** The message's own id. */
  id: z.strictObject({ template: z.string() }).optional(),
  /** The device's own numbering, where it was recorded; else the messages are numbered from 1. */
  seq: z.strictObject({ from: column, wraps: z.int().min(2).optional() }).optional(),
  fields: z.record(z.string(), field).refine((fields) => Object.keys(fields).length > 0, 'name at least one field'),
  repairs: z.array(repair).default([]),
})

export type Mapping = z.output<typeof mappingSchema>
export type FieldRule = Mapping['fields'][string]
export type Repair = Mapping['repairs'][number]

/** The schema of an object chosen by the key that only this one has: its faults are named instead of those of all the others. */
function byKey<Schemas extends Record<string, z.ZodType>>(schemas: Schemas) {
  return z
    .custom<Readonly<Record<string, unknown>>>(isObject, `be an object with one of ${Object.keys(schemas).join(', ')}`)
    .transform((given, context) => {
      const keys = Object.keys(schemas).filter((key) => key in given)
      const read = keys.length === 1 ? schemas[keys[0] as string]?.safeParse(given) : undefined
      if (read?.success) return read.data as z.output<Schemas[keyof Schemas]>
      const issues = read?.error.issues ?? [{ path: [], message: `have exactly one of ${Object.keys(schemas).join(', ')}` }]
      for (const { path, message } of issues) context.addIssue({ code: 'custom', path: [...path], message })
      return z.NEVER
    })
}

function isObject(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

function isEncoding(name: string): boolean {
  try {
    new TextDecoder(name)
    return true
  } catch {
    return false
  }
}
