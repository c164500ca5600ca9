import { z } from 'zod'
import { parseScope } from '../../indicators/scope.ts'
import { listOf, words } from '../answers.ts'
import { cursorOf } from '../cursor.ts'
import { defined } from '../defined.ts'
import { afterOf } from '../indicators/after.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { period } from '../indicators/periods-and-scopes.ts'
import { mayReadValue } from '../indicators/reader.ts'
import { keys, suspectWords } from '../indicators/words.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, limitUpTo } from '../query-values.ts'
import { notForYou } from '../reading-rights.ts'

const sorts = keys(suspectWords)

const adoption = z
  .object({
    scope: z.string(),
    installed: z.int().describe('In service'),
    online: z.int().describe('Heard in the period'),
    used: z.int().describe('With at least one use; kinds without uses: with a valid reading'),
    suspects: z.record(z.enum(sorts), z.int()).describe('Devices that only look alive, by sort'),
  })
  .meta({ id: 'Adoption' })

const suspect = z
  .object({
    sort: z.enum(sorts),
    sortText: words,
    device: z.string(),
    kind: z.string(),
    facility: z.string(),
    town: z.string(),
    others: z.array(z.string()).describe('Which others tell the same, or stand in the same place'),
    reason: words,
  })
  .meta({ id: 'Suspect' })

/** Installed, online, used: three different things. */
export function adoptionRoutes(api: Api, parts: ApiParts): void {
  const { indicators } = parts
  const asking = askedIndicators(parts)
  const refuseUnknown = knownValues(parts)
  const tags = ['adoption']

  api.get(
    '/adoption',
    {
      schema: {
        summary: 'How many devices are installed, online and used, and how many only look alive',
        tags,
        querystring: z.strictObject({ period: period.optional(), by: z.enum(['city', 'town', 'circle', 'kind']).default('city') }),
        response: { 200: z.object({ period: z.string(), by: z.string(), items: z.array(adoption) }) },
      },
    },
    async ({ query: { period: given, by }, caller }) => {
      const { id } = asking.periodOf(given)
      const all = await indicators.adoption({ period: id, by })
      const items = all.filter((each) => mayReadValue(parts, parseScope(each.scope) ?? {}, caller))
      return { period: id, by, items: items.map((each) => ({ ...each, suspects: { ...each.suspects } })) }
    },
  )

  api.get(
    '/adoption/suspects',
    {
      config: { problems: ['not-for-you', 'invalid-cursor'] },
      schema: {
        summary: 'Devices that only look alive: heartbeats only, frozen, identical, counted twice; each with the reason',
        tags,
        querystring: z.strictObject({
          period: period.optional(),
          sort: z.enum(sorts).optional(),
          town: z.string().max(48).optional(),
          cursor,
          limit: limitUpTo(1_000, 100),
        }),
        response: { 200: listOf(suspect) },
      },
    },
    async ({ query: { period: given, sort, town, cursor: at, limit }, caller }) => {
      refuseUnknown({ town })
      if (caller?.town !== undefined && town !== undefined && town !== caller.town) throw notForYou(caller)
      const query = defined({ sort, town: town ?? caller?.town })
      const { items, next } = await indicators.suspects({ period: asking.periodOf(given).id, ...query, limit, ...afterOf(at, 'number') })
      return {
        items: items.map((each) => ({
          ...each,
          sortText: { ...suspectWords[each.sort] },
          others: [...each.others],
          reason: { ...each.reason },
        })),
        ...(next !== undefined && { next: cursorOf(next) }),
      }
    },
  )
}
