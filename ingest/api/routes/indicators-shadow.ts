import { z } from 'zod'
import type { Indicator } from '../../indicators/indicator.ts'
import type { Job, ShadowOrder, ShadowResult } from '../../indicators/indicators.ts'
import { valueText } from '../../indicators/number-texts.ts'
import { parseScope } from '../../indicators/scope.ts'
import { statusWords } from '../../indicators/status-words.ts'
import { words } from '../answers.ts'
import { defined } from '../defined.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { foundJob, job, jobOf, jobParams } from '../indicators/job-answer.ts'
import { faultsOfLines } from '../indicators/lines.ts'
import { parameterFault, ruleFaults } from '../indicators/parameter-faults.ts'
import { month, scope } from '../indicators/periods-and-scopes.ts'
import { type Bound, mayReadIndicator, mayReadValue } from '../indicators/reader.ts'
import { line } from '../indicators/target-answer.ts'
import { keys } from '../indicators/words.ts'
import type { Api, ApiParts } from '../parts.ts'
import { type Fault, Problem } from '../problem.ts'
import { isBound, notForYou } from '../reading-rights.ts'
import { answerJob } from '../when-settled.ts'

const side = z.object({
  value: z.number().nullable(),
  shown: z.string(),
  numerator: z.number().nullable(),
  denominator: z.number(),
  status: z.enum(keys(statusWords)),
  statusText: words,
})

const shadow = job
  .extend({
    indicator: z.string().optional(),
    items: z.array(z.object({ period: z.string(), was: side, wouldBe: side })).describe('Month by month; empty until it is done'),
  })
  .meta({ id: 'ShadowRun' })

const body = z.strictObject({
  from: month,
  to: month.describe('The last month, included'),
  scope: scope.default('city'),
  parameters: z.record(z.string().max(48), z.number()).optional().describe('Of the formula, by name'),
  target: line.optional(),
  warning: line.optional(),
  rules: z
    .record(z.string().max(48), z.number())
    .optional()
    .describe('Rules of counting, as freshnessFactor; takes longest: readings are counted anew'),
})

type Body = z.output<typeof body>

/** The facade forgets old runs too. */
const mostNoted = 1_000

export function shadowRoutes(api: Api, parts: ApiParts): void {
  const { indicators } = parts
  const asking = askedIndicators(parts)
  const tags = ['indicators']
  /** Of which indicator and scope each is: a job does not say it itself. */
  const begun = new Map<string, { readonly indicator: Indicator; readonly scope: string }>()
  const note = (run: string, indicator: Indicator, scope: string) => {
    begun.set(run, { indicator, scope })
    const [oldest = ''] = begun.keys()
    if (begun.size > mostNoted) begun.delete(oldest)
  }

  const answerOf = (id: string): z.output<typeof shadow> => {
    const found: Job<readonly ShadowResult[]> = foundJob(id, indicators.shadow(id))
    const indicator = begun.get(id)?.indicator
    return {
      ...jobOf(found, told),
      ...(indicator && { indicator: indicator.id }),
      items: (found.result ?? []).map(({ period, was, wouldBe }) => ({
        period,
        was: sideOf(was),
        wouldBe: sideOf(wouldBe),
      })),
    }
  }

  api.post(
    '/indicators/:id/shadow',
    {
      config: { access: 'reviewer', problems: ['indicator-not-found', 'too-many-jobs', 'not-for-you'] },
      schema: {
        summary: 'Shadow run: what past months would have been with other parameters, lines or rules; nothing is changed',
        tags,
        params: z.object({ id: z.string() }),
        body,
        response: { 200: shadow, 202: shadow },
      },
    },
    ({ params: { id }, body: given, caller }, reply) => {
      const indicator = asking.indicator(id, caller)
      asking.scopeOf(given.scope, 'invalid-body')
      asking.periodOf(given.to, 'to', 'invalid-body')
      const faults = faultsOfOrder(indicator, given)
      if (faults.length > 0) throw new Problem('invalid-body', { faults })
      const order: ShadowOrder = { ...defined(given), indicator: id, from: given.from, to: given.to, scope: given.scope }
      const run = indicators.beginShadow(order, caller?.name ?? '')
      note(run.id, indicator, given.scope)
      return answerJob(reply, `/api/v1/indicators/shadow/${run.id}`, () => answerOf(run.id))
    },
  )

  api.get(
    '/indicators/shadow/:job',
    {
      config: { problems: ['job-not-found', 'not-for-you'] },
      schema: { summary: 'How far a shadow run is, and what it found', tags, params: jobParams, response: { 200: shadow } },
    },
    ({ params: { job: id }, caller }) => {
      const answer = answerOf(id)
      if (!mayRead(id, caller)) throw notForYou(caller ?? {})
      return answer
    },
  )

  /** Who may read the values themselves; of a run that is not known any more only those who read all. */
  function mayRead(id: string, reader: Bound | undefined): boolean {
    const run = begun.get(id)
    if (!run) return !isBound(reader ?? {})
    return mayReadIndicator(parts, run.indicator, reader) && mayReadValue(parts, parseScope(run.scope) ?? {}, reader)
  }
}

function faultsOfOrder(indicator: Indicator, { from, to, parameters = {}, rules = {}, target, warning }: Body): Fault[] {
  const known = Object.keys(indicator.formula.parameters)
  const unknown = Object.keys(parameters).filter((name) => !known.includes(name))
  const isNothing = target === undefined && warning === undefined && Object.keys({ ...parameters, ...rules }).length === 0
  return [
    ...(from > to ? [{ path: 'from', message: { zh: 'from 晚于 to', en: 'from is later than to' }, found: from }] : []),
    ...unknown.map((name) => ({ path: `parameters.${name}`, message: noParameter(indicator.id, name, known), expected: known.join(', ') })),
    ...Object.entries(parameters).flatMap(([name, value]) =>
      known.includes(name) ? parameterFault(indicator, name, value, `parameters.${name}`) : [],
    ),
    ...ruleFaults(rules),
    ...faultsOfLines(indicator, { target, warning }),
    ...(isNothing ? [{ path: 'parameters', message: nothingToTry }] : []),
  ]
}

const noParameter = (id: string, name: string, known: readonly string[]) => ({
  zh: `${id} 没有参数 ${name}${known.length > 0 ? `，可用：${known.join('、')}` : ''}`,
  en: `${id} has no parameter ${name}${known.length > 0 ? `; it has ${known.join(', ')}` : ''}`,
})
const nothingToTry = {
  zh: '请至少给出一项要试的内容：parameters、target、warning 或 rules',
  en: 'say what is to be tried: parameters, target, warning or rules',
}

const sideOf = ({ value, numerator, denominator, status }: ShadowResult['was']): z.output<typeof side> => ({
  ...{ value, shown: valueText(value), numerator, denominator, status },
  statusText: { ...statusWords[status] },
})

function told(results: readonly ShadowResult[]) {
  const values = results.filter(({ was, wouldBe }) => was.value !== wouldBe.value).length
  const statuses = results.filter(({ was, wouldBe }) => was.status !== wouldBe.status).length
  return {
    zh: `试算 ${results.length} 个月：${values} 个月数值不同，${statuses} 个月状态不同。没有改动任何数据。`,
    en: `${results.length} months were tried: in ${values} the value would differ, in ${statuses} the status. Nothing was changed.`,
  }
}
