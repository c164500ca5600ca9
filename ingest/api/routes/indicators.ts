import { z } from 'zod'
import type { Indicator } from '../../indicators/indicator.ts'
import type { RankedTown, ValueWithPast } from '../../indicators/indicators.ts'
import { words } from '../answers.ts'
import { defined } from '../defined.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { definition, definitionOf } from '../indicators/definition-answer.ts'
import { exclusion, exclusionOf, formula, formulaOf, suggestion, variant, variantOf } from '../indicators/details-answer.ts'
import { period, scope } from '../indicators/periods-and-scopes.ts'
import { rankIn, rankInfo } from '../indicators/rank-answer.ts'
import { valueAnswer, valueShape, valueWithPast, valueWithPastOf } from '../indicators/value-answer.ts'
import type { Api, ApiParts } from '../parts.ts'

const summary = definition.extend(valueWithPast.shape).extend({ rank: rankInfo.optional() }).meta({ id: 'IndicatorValue' })

const details = summary
  .extend({
    formula,
    feed: words.describe('What it is counted from'),
    variants: z.array(variant).describe('Other readings of the same: strict, by amount, P90'),
    exclusions: z.array(exclusion),
    suggestion: suggestion.nullable().describe('null: none'),
    history: z.array(valueShape).describe('The twelve months up to the end of the period, oldest first; open ones too'),
  })
  .meta({ id: 'IndicatorDetails' })

const query = z.strictObject({
  period: period.optional().describe('The running month when not given'),
  scope: scope.optional().describe('The whole city when not given'),
})

const historyMonths = 12

export function indicatorRoutes(api: Api, parts: ApiParts): void {
  const { indicators } = parts
  const asked = askedIndicators(parts)
  const tags = ['indicators']

  api.get(
    '/indicators',
    {
      config: { problems: ['not-for-you'] },
      schema: {
        summary: 'Every indicator with its value, how it stands, and what was before',
        description:
          'Values are ratios of sums. A value with coverage below 90 % is no-data, one with nothing to count is not applicable and never 0. `targetText` says 待核定 until the bureau has entered a target.',
        tags,
        querystring: query.extend({ task: z.coerce.number().int().min(1).max(99).optional().describe('Only those of this task') }),
        response: {
          200: z.object({
            period: z.string(),
            scope: z.string(),
            periods: z.object({ now: z.string(), lastClosed: z.string().optional(), first: z.string().optional() }),
            items: z.array(summary),
          }),
        },
      },
    },
    async ({ query: { task, ...given }, caller }) => {
      const { period, scope, scopeId } = asked.values(given, caller)
      const found = await indicators.values({ period: period.id, scope: scopeId, ...(task !== undefined && { task }) })
      const byId = new Map(found.map((value) => [value.indicator, value]))
      const visible = asked.visible(caller).flatMap((each) => byId.get(each.id) ?? [])
      const { now, lastClosed, first } = indicators.periods()
      const periods = { now, ...defined({ lastClosed, first }) }
      const items = visible.map(async (value) => summaryOf(parts, value, await rankOf(parts, value.indicator, period.id, scope.town)))
      return { period: period.id, scope: scopeId, periods, items: await Promise.all(items) }
    },
  )

  api.get(
    '/indicators/:id',
    {
      config: { problems: ['indicator-not-found', 'no-value', 'not-for-you'] },
      schema: {
        summary: 'One indicator with its formula, sources, variants, exclusions and twelve months',
        tags,
        params: z.object({ id: z.string() }),
        querystring: query,
        response: { 200: details },
      },
    },
    async ({ params: { id }, query: given, caller }) => {
      const indicator = asked.indicator(id, caller)
      const { period, scope, scopeId } = asked.values(given, caller)
      const [value, history, rank] = await Promise.all([
        indicators.value(id, { period: period.id, scope: scopeId }),
        indicators.history(id, { scope: scopeId, until: asked.lastMonthOf(period), months: historyMonths }),
        rankOf(parts, id, period.id, scope.town),
      ])
      return {
        ...summaryOf(parts, value, rank),
        formula: formulaOf(indicator, indicators.parameters(id), asked.lastMonthOf(period)),
        feed: { ...indicator.feed.label },
        variants: value.variants.map(variantOf),
        exclusions: value.exclusions.map(exclusionOf),
        suggestion: indicator.suggestion ? { text: { ...indicator.suggestion }, official: false as const } : null,
        history: history.map((each) => valueAnswer(each)),
      }
    },
  )
}

function summaryOf({ indicators }: ApiParts, value: ValueWithPast, rank: z.output<typeof rankInfo> | undefined): z.output<typeof summary> {
  const indicator = indicators.all.find(({ id }) => id === value.indicator) as Indicator
  return { ...definitionOf(indicator, indicators.all), ...valueWithPastOf(indicator, value), ...(rank && { rank }) }
}

/** Towns are ranked, nothing else is. */
async function rankOf({ indicators }: ApiParts, id: string, period: string, town: string | undefined) {
  if (town === undefined) return undefined
  const ranking: readonly RankedTown[] = await indicators.ranking(id, { period })
  return rankIn(ranking, town)
}
