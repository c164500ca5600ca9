import { z } from 'zod'
import { communityFaults, communityHistory, setCommunities } from '../../../register/communities.ts'
import type { Community } from '../../../register/register.ts'
import { withFaultsOf } from '../all-faults.ts'
import { iso, time } from '../answers.ts'
import { dayOrInstant } from '../day-or-instant.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'

const community = z
  .object({
    id: z.string(),
    name: z.string(),
    town: z.string(),
    since: time.optional().describe('Absent: ever'),
    until: time.optional().describe('Absent: still'),
    demo: z.boolean(),
  })
  .meta({ id: 'Community' })

const history = z.array(
  community.extend({
    recorded: time,
    author: z.string().optional(),
    superseded: time.optional().describe('When another statement took its place'),
  }),
)

export function communityRoutes(api: Api, parts: ApiParts): void {
  const { register, settings } = parts
  const refuseUnknown = knownValues(parts)
  const tags = ['places']
  const moment = dayOrInstant(settings.timezone)
  const list = z.strictObject({
    town: z.string().optional().describe('With it the list is that of this town alone, and may be empty'),
    communities: z
      .array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          town: z.string().optional().describe('That of the list when not given'),
          since: moment.optional().describe('Not given: as known, else ever'),
          until: moment.optional(),
        }),
      )
      .max(2_000),
    at: moment.optional().describe('When those ended that are not in the list any more; now when not given'),
  })

  api.get(
    '/communities',
    {
      schema: {
        summary: 'Communities and villages by town and id, ended ones too',
        tags,
        querystring: z.strictObject({ town: z.string().max(48).optional() }),
        response: { 200: z.object({ items: z.array(community) }) },
      },
    },
    ({ query }) => {
      refuseUnknown(query)
      const all = register.communities()
      return { items: all.filter(({ town }) => query.town === undefined || town === query.town).map(answerOf) }
    },
  )

  api.get(
    '/communities/:id/history',
    {
      schema: {
        summary: 'Everything that was ever entered of a community, in the order of entry',
        tags,
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ items: history }) },
      },
    },
    ({ params: { id } }) => ({
      items: communityHistory(register, id).map(({ recorded, superseded, ...each }) => ({
        ...answerOf(each),
        recorded: iso(recorded),
        ...(superseded !== undefined && { superseded: iso(superseded) }),
      })),
    }),
  )

  api.put(
    '/communities',
    {
      config: { access: 'bureau', problems: ['invalid'] },
      schema: {
        summary: 'Set the whole list of a town, or of each town in it: adds, renames and ends; nothing is deleted',
        tags,
        body: withFaultsOf(list, (sent) => communityFaults(register, checkable(sent))),
        response: { 200: z.object({ added: z.int(), changed: z.int(), ended: z.int() }) },
      },
    },
    ({ body, caller }) => ({ ...setCommunities(register, wholeList(body), caller?.name) }),
  )

  type List = z.output<typeof list>
  const wholeList = ({ town, communities, at }: List) =>
    defined({ town, at, communities: communities.map((each) => ({ ...defined(each), town: each.town ?? town ?? '' })) })
}

/** Of a list that is wrong already: what can be looked at. */
function checkable(sent: object) {
  const { town, communities } = sent as { town?: unknown; communities?: unknown }
  const given = Array.isArray(communities) ? communities.filter((each) => typeof each === 'object' && each !== null) : []
  const plain = given.map(({ id, name, town: own }) => ({ id, name, town: own ?? town }))
  return { ...(typeof town === 'string' && { town }), communities: plain }
}

const answerOf = ({ since, until, ...rest }: Community & { author?: string }) => ({
  ...rest,
  ...(since !== undefined && { since: iso(since) }),
  ...(until !== undefined && { until: iso(until) }),
})
