import { z } from 'zod'
import { placeOf } from '../cursor.ts'

const place = z.string().max(500)

/** Where a page of the facade begins; nothing for the first. */
export function afterOf(cursor: string | undefined): { readonly after?: string } {
  const after = placeOf(cursor, place)
  return after === undefined ? {} : { after }
}
