import { z } from 'zod'
import { guessDevice } from '../../../register/guesses.ts'
import { iso, listOf, time, words } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, limitUpTo } from '../query-values.ts'

const knock = z
  .object({
    name: z.string().describe('The user name it gave, or its client id where it gave none'),
    address: z.string(),
    at: time.describe('The last time'),
    first: time,
    count: z.int().describe('How often since then'),
    code: z.string().describe('Why it was not let in'),
    message: words,
    suggestion: words.optional().describe('The device that was probably meant'),
  })
  .meta({ id: 'Knock' })

const query = z.strictObject({
  device: z.string().max(64).optional().describe('The name under which it came, whether there is such a device or not'),
  cursor,
  limit: limitUpTo(1_000, 50),
})

const place = z.tuple([z.number(), z.string(), z.string(), z.string()])

interface KnockRow {
  name: string
  address: string
  code: string
  message: string
  first: number
  last: number
  count: number
}

export function knockRoutes(api: Api, { ingestDatabase, register }: ApiParts): void {
  const select = ingestDatabase.prepare(`
    SELECT * FROM knock WHERE (?1 IS NULL OR name = ?1) AND (last, name, address, code) < (?2, ?3, ?4, ?5)
    ORDER BY last DESC, name DESC, address DESC, code DESC LIMIT ?6`)

  api.get(
    '/knocks',
    {
      schema: {
        summary: 'Who was not let in at the gateway and why, the latest first',
        tags: ['knocks'],
        querystring: query,
        response: { 200: listOf(knock) },
      },
    },
    ({ query: { device, cursor: given, limit } }) => {
      const after = placeOf(given, place) ?? [Number.MAX_SAFE_INTEGER, '', '', '']
      const rows = select.all(device ?? null, ...after, limit + 1) as unknown as KnockRow[]
      const last = rows.length > limit ? rows[limit - 1] : undefined
      const suggest = suggestions(register)
      const items = rows.slice(0, limit).map((row) => itemOf(row, suggest))
      return { items, ...(last && { next: cursorOf([last.last, last.name, last.address, last.code]) }) }
    },
  )
}

type Suggest = (name: string) => z.output<typeof words> | undefined

/** Worked out when somebody reads, for by then the device may be registered; each name once, as a guess costs milliseconds. */
function suggestions({ database }: ApiParts['register']): Suggest {
  const known = new Map<string, string | undefined>()
  return (name) => {
    if (!known.has(name)) known.set(name, guessDevice(database, name))
    const meant = known.get(name)
    if (meant === undefined) return undefined
    if (meant === name) return { zh: `设备 ${name} 现在已登记。`, en: `The device ${name} is registered by now.` }
    return { zh: `您是不是要填 ${meant}？`, en: `Did you mean ${meant}?` }
  }
}

function itemOf({ name, address, code, message, first, last, count }: KnockRow, suggest: Suggest): z.output<typeof knock> {
  const suggestion = code === 'unknown-device' || code === 'claim-unknown' || code === 'certificate-unknown' ? suggest(name) : undefined
  return {
    name,
    address,
    at: iso(last),
    first: iso(first),
    count,
    code,
    message: JSON.parse(message) as z.output<typeof words>,
    ...(suggestion && { suggestion }),
  }
}
