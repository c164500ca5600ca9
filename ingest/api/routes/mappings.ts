import { z } from 'zod'
import { mappingSchema, scopeShape } from '../../../facilities/mapping/mapping.ts'
import { platformMapping } from '../../../facilities/mapping/platform-mapping.ts'
import { RegisterFault } from '../../../register/fault.ts'
import { invalid } from '../../../register/faults.ts'
import { mappings, type SavedMapping, saveMapping } from '../../../register/mappings.ts'
import { iso, listOf, time } from '../answers.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, limitUpTo } from '../query-values.ts'

const mapping = mappingSchema.extend({
  version: z.int().describe('1, 2, 3 … of this device, or of this kind and model'),
  created: time,
  author: z.string().optional().describe('The account or token that saved it'),
})

const query = z.strictObject({
  device: z.string().max(48).optional(),
  kind: z.string().max(48).optional(),
  model: z.string().max(100).optional(),
  versions: z.enum(['latest', 'all']).default('latest').describe('all: those that were in force before, too'),
  cursor,
  limit: limitUpTo(1_000, 100),
})

const example = {
  kind: 'freezer',
  model: 'ICE-9',
  fields: { 'data.temp': { to: 'temperature', scale: 0.1 }, door: { to: 'door', values: { 0: 'closed', 1: 'open' } } },
  time: { field: 'data.time', format: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai' },
}

export function mappingRoutes(api: Api, parts: ApiParts): void {
  const { register } = parts
  const refuseUnknown = knownValues(parts)
  const tags = ['mappings']

  api.get(
    '/mappings',
    { schema: { summary: 'Mappings, the last saved first', tags, querystring: query, response: { 200: listOf(mapping) } } },
    (request) => {
      refuseUnknown(request.query)
      const { items, next } = mappings(register, defined(request.query))
      return { items: items.map(answerOf), ...(next !== undefined && { next }) }
    },
  )

  api.put(
    '/mappings',
    {
      config: { access: 'engineer', problems: ['invalid'] },
      schema: {
        summary: "Save a mapping for a device, or for a kind and model; it holds from the next message on, and a device's own comes first",
        description:
          'The same mapping once more is no new version. Without fields and time it takes the mapping out of force. Whom it is for is said ' +
          'in it, or in the query where it is a file of fields and time only.',
        tags,
        querystring: z.strictObject(scopeShape),
        body: platformMapping.meta({ examples: [example] }),
        response: { 200: mapping },
      },
    },
    ({ query, body, caller }) => answerOf(saveMapping(register, addressed(body, query), caller && { author: caller.name })),
  )
}

type Scope = z.output<z.ZodObject<typeof scopeShape>>

function addressed(body: z.output<typeof platformMapping>, query: Scope): z.output<typeof platformMapping> {
  for (const name of ['device', 'kind', 'model'] as const) {
    const [inBody, inQuery] = [body[name], query[name]]
    if (inBody !== undefined && inQuery !== undefined && inBody !== inQuery) throw new RegisterFault(invalid(name, twoScopes(name)))
  }
  return { ...body, ...query }
}

const twoScopes = (name: string) => ({
  zh: `映射中的 ${name} 与查询参数中的不同。请只保留其中一处。`,
  en: `The mapping names another ${name} than the query does. Say it in one of them only.`,
})

function answerOf({ scope, version, createdAt, author, fields, time: stamp }: SavedMapping): z.output<typeof mapping> {
  return { ...scope, version, created: iso(createdAt), ...(author !== undefined && { author }), fields, ...(stamp && { time: stamp }) }
}
