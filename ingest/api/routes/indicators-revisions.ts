import { z } from 'zod'
import { valueText } from '../../indicators/number-texts.ts'
import { statusWords } from '../../indicators/status-words.ts'
import { iso, time, words } from '../answers.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { period, scope } from '../indicators/periods-and-scopes.ts'
import { causeWords, keys } from '../indicators/words.ts'
import type { Api, ApiParts } from '../parts.ts'

const revision = z
  .object({
    revision: z.int(),
    value: z.number().nullable(),
    shown: z.string(),
    numerator: z.number().nullable(),
    denominator: z.number(),
    status: z.enum(keys(statusWords)),
    computed: time,
    registerVersion: z.int(),
    formulaVersion: z.int(),
    inputs: z.object({ count: z.int(), digest: z.string() }),
    difference: z
      .object({ value: z.number().nullable(), numerator: z.number().nullable(), denominator: z.number() })
      .optional()
      .describe('Against the revision before'),
    cause: z.enum(keys(causeWords)),
    causeText: words,
  })
  .meta({ id: 'Revision' })

export function revisionRoutes(api: Api, parts: ApiParts): void {
  const asking = askedIndicators(parts)

  api.get(
    '/indicators/:id/revisions',
    {
      config: { problems: ['indicator-not-found', 'no-value', 'not-for-you'] },
      schema: {
        summary: 'How a closed value came about: each revision, its difference and its cause',
        description:
          'A month is closed 48 hours after its end. What changes it afterwards makes a further revision; nothing is changed silently.',
        tags: ['indicators'],
        params: z.object({ id: z.string() }),
        querystring: z.strictObject({
          period: period.optional().describe('The last closed month when not given'),
          scope: scope.optional(),
        }),
        response: { 200: z.object({ indicator: z.string(), period: z.string(), scope: z.string(), items: z.array(revision) }) },
      },
    },
    async ({ params: { id }, query: { period: given = parts.indicators.periods().lastClosed, scope }, caller }) => {
      asking.indicator(id, caller)
      const { period, scopeId } = asking.values({ period: given, scope }, caller)
      const found = await parts.indicators.revisions(id, { period: period.id, scope: scopeId })
      const items = found.map(({ difference, inputs, computed, ...rest }) => ({
        ...rest,
        shown: valueText(rest.value),
        computed: iso(computed),
        inputs: { ...inputs },
        ...(difference && { difference: { ...difference } }),
        causeText: { ...causeWords[rest.cause] },
      }))
      return { indicator: id, period: period.id, scope: scopeId, items }
    },
  )
}
