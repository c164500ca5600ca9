import { z } from 'zod'
import { addCircle, type Circle, circleFaults, newCircleFaults, updateCircle } from '../../../register/circles.ts'
import { withFaultsOf } from '../all-faults.ts'
import { iso, time, words } from '../answers.ts'
import { dayOrInstant } from '../day-or-instant.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { yesOrNo } from '../query-values.ts'
import type { Moment } from '../register-terms.ts'

const centre = z.object({
  latitude: z.number(),
  longitude: z.number(),
  estimated: z.boolean().describe('No published source: our own estimate, good to a few kilometres'),
})
const code = z.object({ source: z.string(), date: z.string(), code: z.string() })

const town = z.object({ id: z.string(), name: words, centre: centre.describe('WGS-84'), codes: z.array(code) })
const zone = town.extend({ overlaps: z.array(z.string()).describe('Towns it is known to overlap') })

const circle = z.object({
  id: z.string(),
  name: words,
  town: z.string(),
  recognised: z.boolean(),
  recognisedAsOf: z.string().optional().describe('The month of the source that says so'),
  since: time.optional().describe('From when on it is recognised; absent: ever'),
  until: time.optional().describe('Until when; absent: still'),
  demo: z.boolean().describe('Invented for the demonstration'),
})

const circleQuery = z.strictObject({ town: z.string().max(48).optional(), recognised: yesOrNo.optional(), demo: yesOrNo.optional() })

export function placeRoutes(api: Api, parts: ApiParts): void {
  const { register } = parts
  const refuseUnknown = knownValues(parts)
  const tags = ['places']

  api.get(
    '/towns',
    {
      schema: {
        summary: 'Towns and streets, and the development zones that lie across them',
        tags,
        response: { 200: z.object({ items: z.array(town), zones: z.array(zone) }) },
      },
    },
    () => ({
      items: register.towns().map((each) => ({ ...each, codes: [...each.codes] })),
      zones: register.zones().map((each) => ({ ...each, codes: [...each.codes], overlaps: [...each.overlaps] })),
    }),
  )

  api.get(
    '/circles',
    {
      schema: {
        summary: '15-minute living circles',
        tags,
        querystring: circleQuery,
        response: { 200: z.object({ items: z.array(circle) }) },
      },
    },
    ({ query }) => {
      refuseUnknown(query)
      return { items: register.circles(defined(query)).map(answerOf) }
    },
  )

  const moment = dayOrInstant(parts.settings.timezone)

  api.post(
    '/circles',
    {
      config: { access: 'bureau', problems: ['exists'] },
      schema: {
        summary: 'Enter a circle, such as one that was recognised later',
        tags,
        body: withFaultsOf(newCircleOf(moment), (sent) => newCircleFaults(register, withoutTimes(sent))),
        response: { 201: circle },
      },
    },
    ({ body: { town, ...rest } }, reply) => {
      reply.code(201)
      return answerOf(addCircle(register, { ...defined(rest), town: town as Circle['town'] }))
    },
  )

  api.patch(
    '/circles/:id',
    {
      config: { access: 'bureau', problems: ['not-found'] },
      schema: {
        summary: 'Change a circle; null takes a field away',
        tags,
        params: z.object({ id: z.string() }),
        body: withFaultsOf(changesOf(moment), (sent) => circleFaults(register, withoutTimes(sent), { isPartial: true })),
        response: { 200: circle },
      },
    },
    ({ params: { id }, body: { town, ...rest } }) =>
      answerOf(updateCircle(register, id, { ...defined(rest), ...(town !== undefined && { town: town as Circle['town'] }) })),
  )
}

const newCircleOf = (moment: Moment) =>
  z.strictObject({
    id: z.string().meta({ examples: ['xinhua'] }),
    name: words,
    town: z.string(),
    recognised: z.boolean(),
    recognisedAsOf: z
      .string()
      .optional()
      .meta({ examples: ['2026-01'] })
      .describe('The month of the source that says so'),
    since: moment.optional().describe('From when on it is recognised; ever when not given'),
    until: moment.optional(),
  })

const changesOf = (moment: Moment) =>
  z.strictObject({
    name: words.optional(),
    town: z.string().optional(),
    recognised: z.boolean().optional(),
    recognisedAsOf: z.string().nullable().optional(),
    since: moment.nullable().optional(),
    until: moment.nullable().optional(),
  })

/** What the register looks at of a body that is wrong already. */
function withoutTimes(sent: object): object {
  const { since, until, ...rest } = sent as Record<string, unknown>
  return rest
}

const answerOf = ({ since, until, ...rest }: Circle): z.output<typeof circle> => ({
  ...rest,
  ...(since !== undefined && { since: iso(since) }),
  ...(until !== undefined && { until: iso(until) }),
})
