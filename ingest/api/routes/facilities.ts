import { z } from 'zod'
import type { Facility } from '../../../register/register.ts'
import { withFaultsOf } from '../all-faults.ts'
import { iso, listOf, time } from '../answers.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, instantInBody, limitUpTo, searched, yesOrNo } from '../query-values.ts'

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
    functions: z.array(z.string()).optional(),
    households: z.int().optional(),
    demo: z.boolean(),
    created: time,
    retired: time.optional(),
  })
  .meta({ id: 'Facility' })

// What the fields must look like and refer to is the register's to say, in both languages and all at once.
const newFacility = z.strictObject({
  id: z.string().meta({ examples: ['loudong-f001'] }),
  name: z.string(),
  town: z.string(),
  circles: z.array(z.string()).optional(),
  community: z.string().optional(),
  operator: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  functions: z.array(z.string()).optional(),
  households: z.number().optional(),
})

const changes = z
  .strictObject({
    name: z.string().optional(),
    town: z.string().optional(),
    circles: z.array(z.string()).optional(),
    community: z.string().nullable().optional(),
    operator: z.string().nullable().optional(),
    latitude: z.number().nullable().optional(),
    longitude: z.number().nullable().optional(),
    functions: z.array(z.string()).nullable().optional(),
    households: z.number().nullable().optional(),
    since: instantInBody
      .optional()
      .describe('From when on another town or other circles hold; now when not given, earlier to correct what was entered wrong'),
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
  const tags = ['facilities']
  const engineer = { access: 'engineer', problems: ['facility-not-found', 'retired'] } as const

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
    { config: { problems: ['facility-not-found'] }, schema: { summary: 'One facility', tags, params, response: { 200: facility } } },
    (request) => {
      const { id } = request.params
      const found = register.facility(id)
      if (!found) throw new Problem('facility-not-found', { words: { id } })
      return answerOf(found)
    },
  )

  api.post(
    '/facilities',
    {
      config: { access: 'engineer', problems: ['exists'] },
      schema: {
        summary: 'Register a facility',
        tags,
        body: withFaultsOf(newFacility, (sent) => register.faultsOfNewFacility(sent)),
        response: { 201: facility },
      },
    },
    (request, reply) => {
      const added = register.addFacility(defined(request.body))
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
        body: withFaultsOf(changes, ({ since, ...sent }: { since?: unknown }) => register.faultsOfFacilityChanges(sent)),
        response: { 200: facility },
      },
    },
    (request) => {
      const { since, ...changed } = request.body
      return answerOf(register.updateFacility(request.params.id, defined(changed), since))
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

function answerOf({ createdAt, retiredAt, circles, functions, ...rest }: Facility): z.output<typeof facility> {
  return {
    ...rest,
    circles: [...circles],
    ...(functions && { functions: [...functions] }),
    created: iso(createdAt),
    ...(retiredAt !== undefined && { retired: iso(retiredAt) }),
  }
}
