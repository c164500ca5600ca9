// A mapping: how the messages of a device that speaks its vendor's words become readings and events of its kind. The files of
// `npm run replay` say it in the same words and add what only a record needs (record-mapping.ts).
import { z } from 'zod'
import { completeFormats } from '../written-time.ts'
import { isFactor, notAFactor } from './factor.ts'

/** As the device names it; a field within an object is reached with points: `data.temp`. */
export const incomingField = z.string().min(1).max(200)

/** YAML has no fractions: `1/60` is a text there, and so it is in JSON. */
const factor = z.union([z.number(), z.string().refine(isFactor, notAFactor.en)], { error: notAFactor.en })

export const ruleShape = {
  to: z.string().min(1).max(64).describe('A field of the kind, or of one of its events'),
  scale: factor.optional().describe('The number is multiplied with it; a fraction such as "5/9" may be given as text'),
  offset: factor.optional().describe('Then this is added'),
  values: z
    .record(z.string(), z.union([z.string().max(200), z.boolean()], { error: 'must be a word of the kind' }))
    .optional()
    .describe("The device's words and codes, each with the word of the kind"),
}

const rule = z.strictObject(ruleShape)

export const timeFormat = z
  .string()
  .min(1)
  .max(64)
  .describe(`${completeFormats.join(', ')}, or a pattern such as yyyy-MM-dd HH:mm:ss`)

export const timeZoneName = z.string().min(1).max(64)

const time = z.strictObject({
  field: incomingField,
  format: timeFormat,
  zone: timeZoneName.optional().describe('IANA time zone of a pattern'),
})

export const mostFields = 200

/** Whom a mapping is for: one device, or all devices of a kind and model. */
export const scopeShape = {
  device: z.string().min(1).max(48).optional(),
  kind: z.string().min(1).max(48).optional(),
  model: z.string().min(1).max(100).optional(),
}

/** As it is saved. */
export const mappingSchema = z.strictObject({
  ...scopeShape,
  fields: z
    .record(z.string(), rule)
    .refine((fields) => Object.keys(fields).length <= mostFields, {
      error: `must have at most ${mostFields} entries`,
      params: { zh: `最多 ${mostFields} 项` },
    })
    .default({}),
  time: time.optional(),
})

/** What a mapping says, apart from whom it is for. */
export type MappingRules = Pick<z.output<typeof mappingSchema>, 'fields' | 'time'>
export type MappingRule = z.output<typeof rule>
export type NewMapping = z.input<typeof mappingSchema>
