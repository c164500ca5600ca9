import { z } from 'zod'
import type { Job } from '../../indicators/indicators.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { foundJob, job, jobOf, jobParams } from '../indicators/job-answer.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { instantInBody } from '../query-values.ts'
import { checkedOrder } from '../time-range.ts'
import { answerJob } from '../when-settled.ts'

const recompute = job
  .extend({ changed: z.int().optional().describe('Facts that came out otherwise than they were; absent until it is done') })
  .meta({ id: 'Recompute' })

const body = z.strictObject({
  from: instantInBody.optional().describe('The begin of the running month when not given'),
  to: instantInBody.optional().describe('Now when not given'),
  device: z.string().max(48).optional().describe('Only this one'),
})

export function recomputeRoutes(api: Api, parts: ApiParts): void {
  const { indicators, now = Date.now } = parts
  const asking = askedIndicators(parts)
  const refuseUnknown = knownValues(parts)
  const tags = ['indicators']

  api.post(
    '/indicators/recompute',
    {
      config: { access: 'engineer', problems: ['too-many-jobs'] },
      schema: {
        summary: 'Count a range anew from what is stored, then make the values again',
        description:
          'Facts follow from readings, events and the register, so this changes nothing where they were right. Closed months get a further revision where their numbers come out otherwise. The answer is the result when it is there within seconds (200), else (202) how far it is.',
        tags,
        body,
        response: { 200: recompute, 202: recompute },
      },
    },
    ({ body: { from = asking.periodOf().from, to = now(), device }, caller }, reply) => {
      checkedOrder({ from, to })
      if (from === to) throw new Problem('invalid-body', { faults: [{ path: 'from', message: nothing }] })
      refuseUnknown({ device })
      const begun = indicators.beginRecompute({ from, to, ...(device !== undefined && { device }) }, caller?.name ?? '')
      return answerJob(reply, `/api/v1/indicators/recompute/${begun.id}`, () =>
        answerOf(foundJob(begun.id, indicators.recompute(begun.id))),
      )
    },
  )

  api.get(
    '/indicators/recompute/:job',
    {
      config: { problems: ['job-not-found'] },
      schema: { summary: 'How far a recomputation is', tags, params: jobParams, response: { 200: recompute } },
    },
    ({ params: { job: id } }) => answerOf(foundJob(id, indicators.recompute(id))),
  )
}

const nothing = { zh: 'from 与 to 相同，没有可重算的时段', en: 'from and to are the same: there is nothing to recompute' }

const answerOf = (found: Job<{ readonly changed: number }>): z.output<typeof recompute> => ({
  ...jobOf(found, ({ changed }) => ({ zh: `重算完成，${changed} 条事实有变化。`, en: `Recomputed: ${changed} facts came out otherwise.` })),
  ...(found.result && { changed: found.result.changed }),
})
