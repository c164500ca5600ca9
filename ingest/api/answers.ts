// Parts of answers that several resources share.
import { z } from 'zod'

export const iso = (ms: number): string => new Date(ms).toISOString()

export const time = z.string().meta({ format: 'date-time', description: 'ISO 8601 UTC' })
export const words = z.object({ zh: z.string(), en: z.string() })
export const quality = z.enum(['good', 'uncertain', 'bad'])

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().optional().describe('Cursor of the next page; absent on the last one') })

/** What a value may be; lists and objects occur in events only. */
export const values = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
