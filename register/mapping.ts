// A mapping: how the messages of a device that speaks its vendor's words become readings and events of its kind.
import { z } from 'zod'
import { completeFormats } from '../facilities/written-time.ts'

/** As the device names it; a field within an object is reached with points: `data.temp`. */
const incoming = z.string().min(1).max(200)

const rule = z.strictObject({
  to: z.string().min(1).max(64).describe('A field of the kind, or of one of its events'),
  scale: z.number().optional().describe('The number is multiplied with it'),
  offset: z.number().optional().describe('Then this is added'),
  values: z
    .record(z.string(), z.union([z.string().max(200), z.boolean()], { error: 'must be a word of the kind' }))
    .optional()
    .describe("The device's words and codes, each with the word of the kind"),
})

const time = z.strictObject({
  field: incoming,
  format: z
    .string()
    .min(1)
    .max(64)
    .describe(`${completeFormats.join(', ')}, or a pattern such as yyyy-MM-dd HH:mm:ss`),
  zone: z.string().min(1).max(64).optional().describe('IANA time zone of a pattern'),
})

/** As it is saved: for one device, or for all devices of a kind and model. */
export const mappingSchema = z.strictObject({
  device: z.string().min(1).max(48).optional(),
  kind: z.string().min(1).max(48).optional(),
  model: z.string().min(1).max(100).optional(),
  fields: z
    .record(z.string(), rule)
    .refine((fields) => Object.keys(fields).length <= 200, { error: 'must have at most 200 entries', params: { zh: '最多 200 项' } })
    .default({}),
  time: time.optional(),
})

/** What a mapping says, apart from whom it is for. */
export type MappingRules = Pick<z.output<typeof mappingSchema>, 'fields' | 'time'>
export type MappingRule = z.output<typeof rule>
export type NewMapping = z.input<typeof mappingSchema>
