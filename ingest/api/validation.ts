import { isDeepStrictEqual } from 'node:util'
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'
import type { z } from 'zod'
import { faultsOf } from './faults.ts'
import { Problem } from './problem.ts'

const codes = { querystring: 'invalid-query', body: 'invalid-body', params: 'invalid-path', headers: 'bad-request' } as const

export const validate: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const code = codes[(httpPart ?? 'body') as keyof typeof codes]
  return (sent) => {
    const read = schema.safeParse(sent)
    if (read.success) return { value: read.data }
    return { error: new Problem(code, { faults: read.error.issues.flatMap((issue) => faultsOf(issue, schema, sent)) }) }
  }
}

/** Answers are made by our own typed code, so in service they are only written out: checking 10,000 readings would cost more than reading them. */
export const writeOut: FastifySerializerCompiler<z.ZodType> = () => (answer) => JSON.stringify(answer)

/** For tests: an answer that is not as documented, or says more than is documented, is a fault. */
export const writeOutChecked: FastifySerializerCompiler<z.ZodType | { properties: z.ZodType }> = ({ schema, method, url }) => {
  const documented = 'properties' in schema ? schema.properties : schema
  return (answer) => {
    const text = JSON.stringify(answer)
    const sent: unknown = JSON.parse(text)
    const read = documented.safeParse(sent)
    if (!read.success) throw new Error(`${method} ${url} does not answer as documented: ${read.error.message}`)
    if (!isDeepStrictEqual(read.data, sent)) throw new Error(`${method} ${url} answers more than is documented: ${text.slice(0, 500)}`)
    return text
  }
}
