import { z } from 'zod'
import { addExemption, type Exemption, exemptionFaults, exemptionPage, withdrawExemption } from '../../../register/exemptions.ts'
import { withFaultsOf } from '../all-faults.ts'
import { iso, listOf, time } from '../answers.ts'
import { dayOrInstant } from '../day-or-instant.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, limitUpTo, yesOrNo } from '../query-values.ts'

const sort = z
  .enum(['suspension', 'excluded-outage'])
  .describe('suspension: out of what is counted for that time; excluded-outage: counted, but an outage is not held against it')

const exemption = z
  .object({
    id: z.string(),
    facility: z.string(),
    device: z.string().optional().describe('Absent: all devices that are there'),
    sort,
    from: time,
    to: time.optional().describe('Absent: until further notice'),
    document: z.string().describe('Number of the document that approves it'),
    date: z.string().describe('Of the document'),
    reason: z.string(),
    author: z.string(),
    recorded: time,
    withdrawn: time.optional(),
    withdrawnBy: z.string().optional(),
    withdrawnReason: z.string().optional(),
  })
  .meta({ id: 'Exemption' })

const query = z.strictObject({
  facility: z.string().max(48).optional(),
  device: z.string().max(48).optional().describe('Those of the device, and those of all devices of a facility where it ever was'),
  sort: sort.optional(),
  withdrawn: yesOrNo.optional().describe('true: only those withdrawn; otherwise only those that hold'),
  cursor,
  limit: limitUpTo(1_000, 100),
})

export function exemptionRoutes(api: Api, parts: ApiParts): void {
  const { register, settings } = parts
  const refuseUnknown = knownValues(parts)
  const tags = ['exemptions']
  const moment = dayOrInstant(settings.timezone)
  const newExemption = z.strictObject({
    facility: z.string(),
    device: z.string().optional(),
    sort,
    from: moment,
    to: moment.optional().describe('Half-open: a day is the first one that counts again. Not given: until further notice'),
    document: z.string().meta({ examples: ['太商停〔2026〕7号'] }),
    date: z.string().meta({ examples: ['2026-11-20'] }),
    reason: z.string(),
  })

  api.get(
    '/exemptions',
    {
      schema: {
        summary: 'Approved suspensions and excluded outages, in the order of entry',
        tags,
        querystring: query,
        response: { 200: listOf(exemption) },
      },
    },
    (request) => {
      refuseUnknown(request.query)
      const { items, next } = exemptionPage(register, defined(request.query))
      return { items: items.map(answerOf), ...(next !== undefined && { next }) }
    },
  )

  api.post(
    '/exemptions',
    {
      config: { access: 'reviewer', problems: ['invalid'] },
      schema: {
        summary: 'Enter an approved suspension or excluded outage',
        tags,
        body: withFaultsOf(newExemption, (sent) => exemptionFaults(register, { ...sent, from: 0, to: 1 })),
        response: { 201: exemption },
      },
    },
    ({ body, caller }, reply) => {
      reply.code(201)
      return answerOf(addExemption(register, defined(body), caller?.name ?? ''))
    },
  )

  api.post(
    '/exemptions/:id/withdraw',
    {
      config: { access: 'reviewer', problems: ['exemption-not-found', 'invalid'] },
      schema: {
        summary: 'Withdraw one; it stays readable and counts no more',
        tags,
        params: z.object({ id: z.string() }),
        body: z.strictObject({ reason: z.string() }),
        response: { 200: exemption },
      },
    },
    ({ params: { id }, body: { reason }, caller }) => {
      const withdrawn = withdrawExemption(register, id, reason, caller?.name ?? '')
      if (!withdrawn) throw new Problem('exemption-not-found', { words: { id } })
      return answerOf(withdrawn)
    },
  )
}

const answerOf = ({ from, to, recorded, withdrawn, ...rest }: Exemption): z.output<typeof exemption> => ({
  ...rest,
  from: iso(from),
  ...(to !== undefined && { to: iso(to) }),
  recorded: iso(recorded),
  ...(withdrawn !== undefined && { withdrawn: iso(withdrawn) }),
})
