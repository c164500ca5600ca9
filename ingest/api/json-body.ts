import type { FastifyInstance } from 'fastify'
import { Problem } from './problem.ts'

/** JSON bodies, without the names by which one could reach into the prototypes of our objects. */
export function parseJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // POST …/retire needs no body, but with the cookie it has to say that it would be JSON.
    if (body === '') return done(null, undefined)
    return void parse(request, body as string, (error, parsed) => done(error && (reservedName(body as string) ?? error), parsed))
  })
}

/** What was refused although it is JSON carries such a name. */
function reservedName(body: string): Problem | undefined {
  try {
    JSON.parse(body)
  } catch {
    return undefined
  }
  return new Problem('reserved-name', { words: { name: body.includes('__proto__') ? '__proto__' : 'constructor.prototype' } })
}
