// The language of mappings with what only a record needs: a file of rows has a format, slips to mend and no numbers of its own. A file of
// nothing but `fields` and `time` is a mapping as the platform takes it. device-sim/replay/mappings/README.md explains it with examples.
import { z } from 'zod'
import { incomingField, mappingSchema, mostFields, ruleShape, scopeShape, timeFormat, timeZoneName } from './mapping.ts'

const column = incomingField
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'must be a text, a number, true or false' })
const formats = oneOrMore(timeFormat, 'must be a format, or a list of formats')
const duration = z.string().regex(/^\d+(\.\d+)?\s*(ms|s|min|h|d)$/, 'must be a duration such as 30 s, 1 min or 1 h')
const round = z.int().min(0).max(12)

const { to, ...conversion } = ruleShape

const ofRecords = {
  /** Digits after the point; twelve significant ones when not given. */
  round: round.optional(),
  /** What the kind cannot say: a field that holds a time, or one of several types. */
  as: z.enum(['number', 'text', 'boolean', 'time']).optional(),
  /** For what `values` does not have; without it such a row is left out. */
  otherwise: scalar.optional(),
  /** Of `as: time`; those of the row's own time when not given. */
  format: formats.optional(),
  zone: timeZoneName.optional(),
}

const rule = z.strictObject({ to, ...conversion, ...ofRecords })

const runningTotal = z.strictObject({
  total: column,
  scale: conversion.scale,
  round: round.default(6),
  /** A reading ahead of the first one with what the meter showed then, so that the first interval counts too. */
  opening: z.strictObject({ value: conversion.offset.default(0), before: duration }).optional(),
})

/** A field that comes from no column of its own. */
const made = byKey({
  from: z.strictObject({ from: column, ...conversion, ...ofRecords }),
  template: z.strictObject({ template: z.string().min(1), as: z.enum(['number', 'text']).optional() }),
  constant: z.strictObject({ constant: scalar }),
  total: runningTotal,
})

const skip = z
  .strictObject({
    column,
    is: z.array(scalar).min(1).optional(),
    empty: z.literal(true).optional(),
    below: z.number().optional(),
    above: z.number().optional(),
    because: z.string().optional(),
  })
  .refine(
    ({ is, empty, below, above }) => [is, empty, below, above].some((one) => one !== undefined),
    'must have is, empty, below or above',
  )

const repair = byKey({
  skip: z.strictObject({ skip }),
  default: z.strictObject({ default: z.strictObject({ column, value: scalar }) }),
  swapBytes: z.strictObject({ swapBytes: z.strictObject({ column }) }),
  sort: z.strictObject({ sort: z.literal('time') }),
})

const source = z.strictObject({
  /** Seen from the file when not given, as the delimiter is. */
  format: z.enum(['csv', 'json', 'jsonl']).optional(),
  delimiter: z.string().length(1).optional(),
  /** A byte order mark is taken off in any case. */
  encoding: z.string().refine(isEncoding, 'must be an encoding such as utf-8, gbk or windows-1252').default('utf-8'),
  /** Texts that mean "no value", besides the empty one. */
  missing: z.array(z.string()).default([]),
})

export const recordMappingSchema = z.strictObject({
  ...scopeShape,
  // What the platform writes beside a saved mapping says nothing to a record.
  version: z.unknown().optional(),
  created: z.unknown().optional(),
  author: z.unknown().optional(),
  source: source.prefault({}),
  /** Seen from the fields when not given. */
  target: z
    .string()
    .regex(/^(telemetry|event\/[A-Za-z][A-Za-z0-9]*)$/, 'must be telemetry, or event/ and the name of an event')
    .optional(),
  /** Whose a row is, for replays without --device: always the same device's, or said by the row. */
  device: z
    .union(
      [
        scopeShape.device.unwrap(),
        z.strictObject({ template: z.string().min(1) }),
        z.strictObject({ from: column, values: z.record(z.string(), z.string()) }),
      ],
      { error: 'must be the id of a device, {template: …} or {from: …, values: {…}}' },
    )
    .optional(),
  /** The message's own id. */
  id: z.strictObject({ template: z.string().min(1) }).optional(),
  /** The device's own numbering, where it was recorded; else the messages are numbered from 1. */
  seq: z.strictObject({ from: column, wraps: z.int().min(2).optional() }).optional(),
  fields: z
    .record(z.string(), rule)
    .refine((fields) => Object.keys(fields).length <= mostFields, `must have at most ${mostFields} entries`)
    .default({}),
  made: z.record(z.string(), made).default({}),
  /** Several columns are joined with a space; several formats are tried one after the other. */
  time: z
    .strictObject({
      field: oneOrMore(column, 'must be a column, or a list of columns'),
      format: formats,
      zone: timeZoneName.optional(),
    })
    // As the platform reads the `ts` of any device.
    .default({ field: ['ts'], format: ['ms', 'iso'] }),
  repairs: z.array(repair).default([]),
})

export type RecordMapping = z.output<typeof recordMappingSchema>
export type RecordRule = RecordMapping['fields'][string]
export type MadeField = RecordMapping['made'][string]
export type FromColumn = Extract<MadeField, { from: string }>
export type RunningTotal = Extract<MadeField, { total: string }>
export type Repair = RecordMapping['repairs'][number]

/** What a mapping of the platform does not have: sections, and options of a rule. */
export const recordSections: readonly string[] = Object.keys(recordMappingSchema.shape).filter((name) => !(name in mappingSchema.shape))
export const recordOptions: readonly string[] = Object.keys(ofRecords)

function oneOrMore(one: z.ZodString, error: string) {
  return z.union([one, z.array(one).min(1).max(20)], { error }).transform((given) => [given].flat())
}

/** The schema of an object chosen by the key that only this one has: its faults are named instead of those of all the others. */
function byKey<Schemas extends Record<string, z.ZodType>>(schemas: Schemas) {
  const names = Object.keys(schemas).join(', ')
  return z.custom<Readonly<Record<string, unknown>>>(isObject, `must be an object with one of ${names}`).transform((given, context) => {
    const keys = Object.keys(schemas).filter((key) => key in given)
    const read = keys.length === 1 ? schemas[keys[0] as string]?.safeParse(given) : undefined
    if (read?.success) return read.data as z.output<Schemas[keyof Schemas]>
    if (!read) context.addIssue({ code: 'custom', message: `must have exactly one of ${names}` })
    for (const issue of read?.error.issues ?? []) context.issues.push({ ...issue, input: given } as z.core.$ZodRawIssue)
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
