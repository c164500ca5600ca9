import { z } from 'zod'
import { consents, setConsent } from '../../../register/consents.ts'
import { iso, time, words } from '../answers.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { unitNamed } from '../indicators/definition-answer.ts'
import { day, documentNumber } from '../indicators/periods-and-scopes.ts'
import type { Api, ApiParts } from '../parts.ts'

const unit = z.object({ id: z.string(), name: words })

const answer = z.object({
  indicator: z.string(),
  readers: z.array(unit).describe('Named for the task: they need no consent'),
  askable: z.array(unit).describe('Not named for the task, and concerned by it: they read it with the consent of the bureau'),
  items: z.array(z.object({ unit, document: z.string(), date: z.string(), author: z.string(), recorded: time })).describe('In force'),
})

const body = z.strictObject({
  unit: z.string().max(48).describe('A unit of the work plan, as power'),
  agreed: z.boolean().default(true).describe('false: the consent is taken back'),
  document: documentNumber.optional().describe('Needed for a consent'),
  date: day.optional().describe('Of the document; needed for a consent'),
})
const bodyWithDocument = body.superRefine(({ agreed, ...given }, context) => {
  if (!agreed) return
  for (const path of ['document', 'date'] as const) {
    if (given[path] !== undefined) continue
    context.addIssue({ code: 'custom', path: [path], message: `${path} is missing`, params: { zh: `缺少 ${path}` } })
  }
})

export function consentRoutes(api: Api, parts: ApiParts): void {
  const { register } = parts
  const asking = askedIndicators(parts)
  const params = z.object({ id: z.string() })
  const tags = ['indicators']

  function answerFor(id: string): z.output<typeof answer> {
    const { readers = [], onConsent = [] } = parts.indicators.all.find((each) => each.id === id) ?? {}
    return {
      indicator: id,
      readers: readers.map(unitNamed),
      askable: onConsent.map(unitNamed),
      items: consents(register, id).map(({ unit: of, document, date, author, recorded }) => ({
        ...{ unit: unitNamed(of), document, date, author },
        recorded: iso(recorded),
      })),
    }
  }

  api.get(
    '/indicators/:id/consents',
    {
      config: { problems: ['indicator-not-found', 'not-for-you'] },
      schema: { summary: 'Which units read an indicator, and with whose consent', tags, params, response: { 200: answer } },
    },
    ({ params: { id }, caller }) => answerFor(asking.indicator(id, caller).id),
  )

  api.put(
    '/indicators/:id/consents',
    {
      config: { access: 'reviewer', problems: ['indicator-not-found', 'not-for-you'] },
      schema: {
        summary: 'Let a unit read an indicator that does not name it, by a document; or take that back',
        tags,
        params,
        body: bodyWithDocument,
        response: { 200: answer },
      },
    },
    ({ params: { id }, body: { unit: of, agreed, document = '', date = '' }, caller }) => {
      asking.indicator(id, caller)
      asking.refuseFuture(date || undefined)
      setConsent(register, { indicator: id, unit: of }, agreed ? { document, date } : null, caller?.name ?? '')
      return answerFor(id)
    },
  )
}
