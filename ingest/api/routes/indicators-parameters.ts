import { z } from 'zod'
import type { ParameterSetting } from '../../indicators/indicators.ts'
import { iso, time } from '../answers.ts'
import { defined } from '../defined.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { formula, formulaOf } from '../indicators/details-answer.ts'
import { parameterFault } from '../indicators/parameter-faults.ts'
import { day, documentNumber, month } from '../indicators/periods-and-scopes.ts'
import type { Bound } from '../indicators/reader.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'

const setting = z.object({
  name: z.string(),
  value: z.number(),
  since: z.string(),
  version: z.int(),
  document: z.string().optional(),
  date: z.string().optional(),
  author: z.string().optional().describe('Absent: the default of the formula'),
  recorded: time.optional(),
})

const answer = z.object({
  indicator: z.string(),
  inForce: formula.shape.parameters.describe('In the running month'),
  items: z.array(setting).describe('All that were set, oldest first'),
})

const body = z.strictObject({
  name: z.string().max(48),
  value: z.number(),
  since: month.optional().describe('First month it holds for; the running one when not given'),
  document: documentNumber.optional(),
  date: day.optional(),
})

export function parameterRoutes(api: Api, parts: ApiParts): void {
  const { indicators } = parts
  const asking = askedIndicators(parts)
  const params = z.object({ id: z.string() })
  const tags = ['indicators']

  function answerFor(id: string, reader: Bound | undefined): z.output<typeof answer> {
    const settings = indicators.parameters(id)
    const { parameters } = formulaOf(asking.indicator(id, reader), settings, indicators.periods().now)
    return { indicator: id, inForce: parameters, items: settings.map(settingOf) }
  }

  api.get(
    '/indicators/:id/parameters',
    {
      config: { problems: ['indicator-not-found', 'not-for-you'] },
      schema: { summary: 'The numbers of a formula that the bureau may set', tags, params, response: { 200: answer } },
    },
    ({ params: { id }, caller }) => answerFor(id, caller),
  )

  api.put(
    '/indicators/:id/parameters',
    {
      config: { access: 'reviewer', problems: ['indicator-not-found', 'no-such-parameter', 'not-for-you'] },
      schema: { summary: 'Set a number of a formula; a further version, audited', tags, params, body, response: { 200: answer } },
    },
    ({ params: { id }, body: { name, value, since = indicators.periods().now, ...rest }, caller }) => {
      const indicator = asking.indicator(id, caller)
      const known = Object.keys(indicator.formula.parameters)
      if (!known.includes(name)) throw new Problem('no-such-parameter', { words: { id, name, known: known.join(', ') || '–' } })
      const faults = parameterFault(indicator, name, value, 'value')
      if (faults.length > 0) throw new Problem('invalid-body', { faults })
      asking.refuseFuture(rest.date)
      indicators.setParameter({ indicator: id, name, value, since, ...defined(rest), author: caller?.name ?? '' })
      return answerFor(id, caller)
    },
  )
}

const settingOf = ({ indicator: _, recorded, ...rest }: ParameterSetting): z.output<typeof setting> => ({
  ...rest,
  ...(recorded !== undefined && { recorded: iso(recorded) }),
})
