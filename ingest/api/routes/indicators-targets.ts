import { z } from 'zod'
import { toBeSet } from '../../indicators/status-words.ts'
import { lineInForce } from '../../indicators/target-in-force.ts'
import { words } from '../answers.ts'
import { defined } from '../defined.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { suggestion } from '../indicators/details-answer.ts'
import { faultsOfLines } from '../indicators/lines.ts'
import { day, documentNumber, month, note, scope } from '../indicators/periods-and-scopes.ts'
import { line, target, targetOf } from '../indicators/target-answer.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'

const answer = z.object({
  indicator: z.string(),
  inForce: target.nullable().describe('For the city, in the running month'),
  text: words.nullable().describe('待核定 while none is in force'),
  suggestion: suggestion.nullable(),
  items: z.array(target).describe('All that were entered, oldest first; superseded ones stay readable'),
})

const body = z.strictObject({
  scope: scope.default('city').describe('The nearest one holds: a town’s own before the city’s'),
  since: month.optional().describe('First month it holds for; the running one when not given'),
  target: line.describe('达标线; of a band [low, high]'),
  warning: line.describe('警戒线; of a band [low, high]'),
  document: documentNumber,
  date: day.describe('Of the document'),
  note,
})

export function targetRoutes(api: Api, parts: ApiParts): void {
  const { indicators } = parts
  const asking = askedIndicators(parts)
  const params = z.object({ id: z.string() })
  const tags = ['indicators']

  function answerFor(id: string): z.output<typeof answer> {
    const given = indicators.all.find((each) => each.id === id)?.suggestion
    const items = indicators.targets(id)
    const holding = lineInForce(items, 'city', indicators.periods().now)
    return {
      indicator: id,
      inForce: holding ? targetOf(holding) : null,
      text: holding ? null : { ...toBeSet },
      suggestion: given ? { text: { ...given }, official: false as const } : null,
      items: items.map(targetOf),
    }
  }

  api.get(
    '/indicators/:id/targets',
    {
      config: { problems: ['indicator-not-found', 'not-for-you'] },
      schema: { summary: 'The targets of an indicator with their documents, and what was before', tags, params, response: { 200: answer } },
    },
    ({ params: { id }, caller }) => answerFor(asking.indicator(id, caller).id),
  )

  api.put(
    '/indicators/:id/targets',
    {
      config: { access: 'reviewer', problems: ['indicator-not-found', 'not-for-you'] },
      schema: {
        summary: 'Set 达标线 and 警戒线 by a document; a further version, audited',
        tags,
        params,
        body,
        response: { 200: answer },
      },
    },
    ({ params: { id }, body: { since, scope: scopeId, ...given }, caller }) => {
      const indicator = asking.indicator(id, caller)
      asking.scopeOf(scopeId, 'invalid-body')
      asking.refuseFuture(given.date)
      const faults = faultsOfLines(indicator, given)
      if (faults.length > 0) throw new Problem('invalid-body', { faults })
      indicators.setTarget({
        ...defined(given),
        indicator: id,
        scope: scopeId,
        since: since ?? indicators.periods().now,
        author: caller?.name ?? '',
      })
      return answerFor(id)
    },
  )
}
