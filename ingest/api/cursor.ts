import type { z } from 'zod'
import { Problem } from './problem.ts'

/** Cursors are opaque to others: base64url of JSON. */
export const cursorOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url')

export function placeOf<Place extends z.ZodType>(cursor: string | undefined, schema: Place): z.output<Place> | undefined {
  if (cursor === undefined) return undefined
  const read = schema.safeParse(parsed(cursor))
  if (!read.success) throw new Problem('invalid-cursor')
  return read.data
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
