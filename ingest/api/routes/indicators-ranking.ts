import { z } from 'zod'
import { words } from '../answers.ts'
import { cursorOf } from '../cursor.ts'
import { afterOf } from '../indicators/after.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { period, scope } from '../indicators/periods-and-scopes.ts'
import { rankInfo, rankOf } from '../indicators/rank-answer.ts'
import { valueAnswer, valueShape } from '../indicators/value-answer.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, limitUpTo } from '../query-values.ts'

const rankedTown = rankInfo.extend({ town: z.object({ id: z.string(), name: words }), value: valueShape }).meta({ id: 'RankedTown' })

const problems = ['indicator-not-found', 'no-value', 'not-for-you', 'invalid-cursor'] as const

/** Values side by side: the towns of the city, the parts of a scope. */
export function rankingRoutes(api: Api, parts: ApiParts): void {
  const { indicators, register } = parts
  const asking = askedIndicators(parts)
  const params = z.object({ id: z.string() })
  const tags = ['indicators']

  api.get(
    '/indicators/:id/ranking',
    {
      config: { problems },
      schema: {
        summary: 'The towns in the order of their values, with what changed; those that are not ranked come last',
        tags,
        params,
        querystring: z.strictObject({ period: period.optional(), kind: z.string().max(48).optional().describe('Only of this kind') }),
        response: { 200: z.object({ indicator: z.string(), period: z.string(), items: z.array(rankedTown) }) },
      },
    },
    async ({ params: { id }, query, caller }) => {
      asking.indicator(id, caller)
      const { period, scope } = asking.values({ period: query.period, ...(query.kind && { scope: `kind:${query.kind}` }) }, caller)
      const ranking = await indicators.ranking(id, { period: period.id, ...(scope.kind && { kind: scope.kind }) })
      const of = ranking.filter(({ rank }) => rank !== null).length
      const names = new Map<string, z.output<typeof words>>(register.towns().map(({ id: town, name }) => [town, name]))
      const items = ranking.map((each) => ({
        town: { id: each.town, name: names.get(each.town) ?? { zh: each.town, en: each.town } },
        ...rankOf(each, of),
        value: valueAnswer(each.value),
      }))
      return { indicator: id, period: period.id, items }
    },
  )

  api.get(
    '/indicators/:id/parts',
    {
      config: { problems },
      schema: {
        summary: 'The values of the towns, circles, kinds or facilities of a scope',
        tags,
        params,
        querystring: z.strictObject({
          period: period.optional(),
          scope: scope.optional(),
          by: z.enum(['town', 'circle', 'kind', 'facility']),
          cursor,
          limit: limitUpTo(1_000, 100),
        }),
        response: {
          200: z.object({
            indicator: z.string(),
            period: z.string(),
            scope: z.string(),
            items: z.array(valueShape),
            next: z.string().optional(),
          }),
        },
      },
    },
    async ({ params: { id }, query: { by, cursor: given, limit, ...query }, caller }) => {
      asking.indicator(id, caller)
      const isOpenToAll = by === 'town' || by === 'kind'
      const { period, scopeId } = isOpenToAll ? asking.values(query, caller) : asking.details(query, caller)
      const page = await indicators.parts(id, { period: period.id, scope: scopeId, by, limit, ...afterOf(given) })
      return {
        ...{ indicator: id, period: period.id, scope: scopeId },
        items: page.items.map((value) => valueAnswer(value)),
        ...(page.next !== undefined && { next: cursorOf(page.next) }),
      }
    },
  )
}
