import { z } from 'zod'
import type { Facility } from '../../../register/register.ts'
import { withFaultsOf } from '../all-faults.ts'
import { iso, listOf, time } from '../answers.ts'
import { dayOrInstant } from '../day-or-instant.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, limitUpTo, searched, yesOrNo } from '../query-values.ts'
import { fieldsOfTerms, type Moment, serviceHours, termHistory, termHistoryOf, withoutTimes } from '../register-terms.ts'

const facility = z
  .object({
    id: z.string(),
    name: z.string(),
    town: z.string(),
    circles: z.array(z.string()),
    community: z.string().optional(),
    operator: z.string().optional(),
    latitude: z.number().optional().describe('WGS-84'),
    longitude: z.number().optional(),
    commissioned: time.optional().describe('When it went into service'),
    functions: z.array(z.string()).optional(),
    households: z.int().optional(),
    hours: z.array(serviceHours).optional(),
    retentionHours: z.int().optional(),
    public: z.boolean().optional().describe('Absent: it is'),
    demo: z.boolean(),
    created: time,
    retired: time.optional(),
  })
  .meta({ id: 'Facility' })

const details = facility.extend({ terms: termHistory })

const { optional, clearable } = fieldsOfTerms({
  functions: z.array(z.string()),
  households: z.number(),
  hours: z.array(serviceHours).describe('When it serves; none: always'),
  retentionHours: z.number().describe('How many hours a parcel may stay'),
  public: z.boolean().describe('Open to everybody; not said: it is'),
})

// What the fields must look like and refer to is the register's to say, in both languages and all at once.
const newFacilityOf = (moment: Moment) =>
  z.strictObject({
    id: z.string().meta({ examples: ['loudong-f001'] }),
    name: z.string(),
    town: z.string(),
    circles: z.array(z.string()).optional(),
    community: z.string().optional(),
    operator: z.string().optional(),
    latitude: z.number().optional(),
    longitude: z.number().optional(),
    commissioned: moment.optional(),
    ...optional,
  })

const changesOf = (moment: Moment) =>
  z
    .strictObject({
      name: z.string().optional(),
      town: z.string().optional(),
      circles: z.array(z.string()).optional(),
      community: z.string().nullable().optional(),
      operator: z.string().nullable().optional(),
      latitude: z.number().nullable().optional(),
      longitude: z.number().nullable().optional(),
      commissioned: moment.nullable().optional(),
      ...clearable,
      since: moment
        .optional()
        .describe(
          'From when on another town, other circles or terms hold, until what was stated for later; now when not given, the time of a statement to correct it',
        ),
    })
    .describe('null takes a field away')

const query = z.strictObject({
  kind: z.string().max(48).optional().describe('Those with a device of this kind in service'),
  town: z.string().max(48).optional(),
  circle: z.string().max(48).optional(),
  q: searched.optional().describe('Part of the id or name'),
  retired: yesOrNo.optional().describe('true: only retired ones; otherwise only those in service'),
  cursor,
  limit: limitUpTo(1_000, 100),
})

const params = z.object({ id: z.string() })

export function facilityRoutes(api: Api, parts: ApiParts): void {
  const { register } = parts
  const refuseUnknown = knownValues(parts)
  const moment = dayOrInstant(parts.settings.timezone)
  const tags = ['facilities']
  const engineer = { access: 'engineer', problems: ['facility-not-found', 'retired', 'future'] } as const

  api.get(
    '/facilities',
    { schema: { summary: 'Facilities in the order of their ids', tags, querystring: query, response: { 200: listOf(facility) } } },
    (request) => {
      refuseUnknown(request.query)
      const { items, next } = register.facilities(defined(request.query))
      return { items: items.map(answerOf), ...(next !== undefined && { next }) }
    },
  )

  api.get(
    '/facilities/:id',
    {
      config: { problems: ['facility-not-found'] },
      schema: { summary: 'One facility, with the history of its terms', tags, params, response: { 200: details } },
    },
    (request) => {
      const { id } = request.params
      const found = register.facility(id)
      if (!found) throw new Problem('facility-not-found', { words: { id } })
      return { ...answerOf(found), terms: termHistoryOf(register, 'facility', id) }
    },
  )

  api.post(
    '/facilities',
    {
      config: { access: 'engineer', problems: ['exists', 'future'] },
      schema: {
        summary: 'Register a facility',
        tags,
        body: withFaultsOf(newFacilityOf(moment), (sent) => register.faultsOfNewFacility(withoutTimes(sent))),
        response: { 201: facility },
      },
    },
    (request, reply) => {
      const added = register.addFacility(enteredOf(request.body), request.caller?.name)
      reply.code(201).header('location', `/api/v1/facilities/${added.id}`)
      return answerOf(added)
    },
  )

  api.patch(
    '/facilities/:id',
    {
      config: engineer,
      schema: {
        summary: 'Change a facility',
        tags,
        params,
        body: withFaultsOf(changesOf(moment), (sent) => register.faultsOfFacilityChanges(withoutTimes(sent))),
        response: { 200: facility },
      },
    },
    (request) => {
      const { since, ...changed } = request.body
      return answerOf(register.updateFacility(request.params.id, enteredOf(changed), since, request.caller?.name))
    },
  )

  api.post(
    '/facilities/:id/retire',
    {
      config: { access: 'engineer', problems: ['facility-not-found', 'in-use'] },
      schema: { summary: 'Take a facility out of service, for good', tags, params, response: { 200: facility } },
    },
    (request) => answerOf(register.retireFacility(request.params.id)),
  )
}

/** As the register calls them. */
function enteredOf<Body extends { commissioned?: unknown; public?: unknown }>(body: Body) {
  const { commissioned, public: isPublic, ...rest } = body
  return defined({ ...rest, commissionedAt: commissioned as Body['commissioned'], isPublic: isPublic as Body['public'] })
}

function answerOf({
  createdAt,
  retiredAt,
  commissionedAt,
  isPublic,
  circles,
  functions,
  hours,
  ...rest
}: Facility): z.output<typeof facility> {
  return {
    ...rest,
    circles: [...circles],
    ...(functions && { functions: [...functions] }),
    ...(hours && { hours: hours.map((part) => ({ ...part, days: [...part.days] })) }),
    ...(isPublic !== undefined && { public: isPublic }),
    ...(commissionedAt !== undefined && { commissioned: iso(commissionedAt) }),
    created: iso(createdAt),
    ...(retiredAt !== undefined && { retired: iso(retiredAt) }),
  }
}
