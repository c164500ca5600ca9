import { z } from 'zod'
import { placeOf } from '../cursor.ts'

const place = z.string().max(500)

/** What the places of a list look like, so that a forged one is refused here and not tripped over there. */
const forms = {
  text: place,
  number: place.regex(/^\d{1,15}$/),
  names: place.regex(/^\["[^"\\]*","[^"\\]*","[^"\\]*"\]$/),
}

/** Where a page of the facade begins; nothing for the first. */
export function afterOf(cursor: string | undefined, form: keyof typeof forms = 'text'): { readonly after?: string } {
  const after = placeOf(cursor, forms[form])
  return after === undefined ? {} : { after }
}
