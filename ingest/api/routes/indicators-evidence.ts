import { z } from 'zod'
import type { Indicator } from '../../indicators/indicator.ts'
import { time, words } from '../answers.ts'
import { cursorOf } from '../cursor.ts'
import { afterOf } from '../indicators/after.ts'
import { type Asked, askedIndicators } from '../indicators/asked.ts'
import { contribution, contributionOf } from '../indicators/contribution-answer.ts'
import { formula, formulaOf } from '../indicators/details-answer.ts'
import { verdictCodes, verdictOn } from '../indicators/device-verdict.ts'
import { columnsOfFacts, factColumn, factLine, factLineOf } from '../indicators/fact-answer.ts'
import { period, scope } from '../indicators/periods-and-scopes.ts'
import type { Bound } from '../indicators/reader.ts'
import { valueAnswer, valueShape } from '../indicators/value-answer.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, limitUpTo } from '../query-values.ts'
import { notForYou } from '../reading-rights.ts'

const answer = z
  .object({
    indicator: z.string(),
    value: valueShape.describe('What is proved: value, versions of formula and register, digest of the inputs'),
    formula,
    items: z.array(contribution),
    device: z
      .object({
        id: z.string(),
        counted: z.boolean(),
        verdict: z.object({ code: z.enum(verdictCodes), text: words }).describe('Why it is counted, or why not'),
        columns: z.array(factColumn),
        hours: z.array(factLine).describe('What was counted hour by hour'),
        from: time,
        to: time,
      })
      .optional()
      .describe('With ?device='),
    next: z.string().optional().describe('Cursor of the next page: of contributions, with ?device= of hours'),
  })
  .meta({ id: 'Evidence' })

const query = z.strictObject({
  period: period.optional(),
  scope: scope.optional(),
  only: z.enum(['counted', 'excluded']).optional().describe('Only what counts, or only what is left out'),
  device: z.string().max(48).optional().describe('One device hour by hour, and whether it is counted'),
  cursor,
  limit: limitUpTo(1_000, 100),
})

type Query = z.output<typeof query>

/** Parts of one device: it has more than one only where it moved, or where each outage is counted. */
const mostOfDevice = 500

export function evidenceRoutes(api: Api, parts: ApiParts): void {
  const { indicators, register, now = Date.now } = parts
  const asking = askedIndicators(parts)

  /** It stands in another town than the reader's own. */
  function isForeign(device: string, reader: Bound | undefined): boolean {
    const facility = reader?.town === undefined ? undefined : register.device(device)?.facility
    return facility !== undefined && register.facility(facility)?.town !== reader?.town
  }

  async function deviceEvidence(
    indicator: Indicator,
    asked: Asked,
    device: string,
    { cursor: at, limit }: Query,
    reader: Bound | undefined,
  ) {
    const { period, scopeId } = asked
    // It may have stood elsewhere before.
    const isOwn = ({ town }: { readonly town: string }) => reader?.town === undefined || town === reader.town
    const { items } = await indicators.evidence(indicator.id, { period: period.id, scope: scopeId, device, limit: mostOfDevice })
    const [verdict, hours] = await Promise.all([
      verdictOn(parts, { indicator, asked, device, contributions: items }),
      indicators.facts({ device, from: period.from, to: period.to, limit, ...afterOf(at, 'number') }),
    ])
    return {
      items: items.map((each) => contributionOf(each, { indicator: indicator.id, period: period.id })),
      device: {
        id: device,
        counted: verdict.code === 'counted',
        verdict: { code: verdict.code, text: { ...verdict.text } },
        columns: columnsOfFacts(),
        hours: hours.items.filter(isOwn).map((line) => factLineOf(device, line)),
        from: new Date(period.from).toISOString(),
        to: new Date(Math.min(period.to, Math.max(now(), period.from))).toISOString(),
      },
      ...(hours.next !== undefined && { next: cursorOf(hours.next) }),
    }
  }

  async function allEvidence(indicator: Indicator, { period, scopeId }: Asked, { only, cursor: at, limit }: Query) {
    const query = { period: period.id, scope: scopeId, limit, ...(only && { only }), ...afterOf(at) }
    const { items, next } = await indicators.evidence(indicator.id, query)
    return {
      items: items.map((each) => contributionOf(each, { indicator: indicator.id, period: period.id })),
      ...(next !== undefined && { next: cursorOf(next) }),
    }
  }

  api.get(
    '/indicators/:id/evidence',
    {
      config: { problems: ['indicator-not-found', 'no-value', 'not-for-you', 'invalid-cursor'] },
      schema: {
        summary: 'What was counted, what was left out and why; with ?device= hour by hour',
        description:
          'The contributions add up to the value. With `device` the answer says in a sentence whether and why that device is counted, whatever the reason is, and pages through its hours; each has links to the readings and events it was counted from.',
        tags: ['indicators'],
        params: z.object({ id: z.string() }),
        querystring: query,
        response: { 200: answer },
      },
    },
    async ({ params: { id }, query: given, caller }) => {
      const indicator = asking.indicator(id, caller)
      const asked = asking.details(given, caller)
      const { device } = given
      if (device !== undefined && isForeign(device, caller)) throw notForYou(caller ?? {})
      const [value, found] = await Promise.all([
        indicators.value(id, { period: asked.period.id, scope: asked.scopeId }),
        device === undefined ? allEvidence(indicator, asked, given) : deviceEvidence(indicator, asked, device, given, caller),
      ])
      return {
        indicator: id,
        value: valueAnswer(value),
        formula: formulaOf(indicator, indicators.parameters(id), asking.lastMonthOf(asked.period)),
        ...found,
      }
    },
  )
}
