import { z } from 'zod'
import { words } from '../answers.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { yesOrNo } from '../query-values.ts'

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
      return { items: register.circles(defined(query)) }
    },
  )
}
