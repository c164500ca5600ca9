import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { RegisterFault } from '../../register/fault.ts'
import { IndicatorFault } from '../indicators/indicators.ts'
import { StoreUnavailable } from '../store/store.ts'
import { isDiskTrouble } from './disk-full.ts'
import { type Language, languageOf } from './language.ts'
import { Problem, problemDocument } from './problem.ts'
import { type ProblemCode, problems } from './problems.ts'
import { pathOf } from './security-headers.ts'
import { sendSignInPage } from './sign-in-page.ts'

/** Turns whatever a route, a hook or Fastify itself throws into a problem document. */
export function answerProblem(otherwise: Language) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOf(error, request)
    // Not an operator's business while it is the sender's fault; the store's trouble is told by /health and counted, not logged per request.
    if (problem.code === 'internal') request.log.error({ err: error, method: request.method, path: pathOf(request) }, 'request failed')
    if (problem.code === 'not-signed-in' && asksForPage(request)) return sendSignInPage(reply, languageOf(request, otherwise))
    return sendProblem(problem, otherwise, request, reply)
  }
}

/** A person with a browser at the documents. */
const asksForPage = (request: FastifyRequest): boolean =>
  request.method === 'GET' && /^\/docs(\/|$)/.test(pathOf(request)) && (request.headers.accept ?? '').includes('text/html')

function sendProblem(problem: Problem, otherwise: Language, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request, otherwise)
  const document = problemDocument(problem, language)
  return reply
    .code(problem.status)
    .headers({ ...problem.case.headers, 'content-language': language, vary: 'accept-language' })
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(document)
}

function problemOf(error: FastifyError | Error, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (error instanceof RegisterFault) return ofRegister(error)
  if (error instanceof IndicatorFault && Object.hasOwn(problems, error.code))
    return new Problem(error.code as ProblemCode, { words: error.words, cause: error })
  if (error instanceof StoreUnavailable)
    return new Problem('store-unavailable', { hint: error.hint, headers: { 'retry-after': '5' }, cause: error })
  if (isDiskTrouble(error)) return new Problem('disk-full', { headers: { 'retry-after': '30' }, cause: error })
  const code = 'code' in error ? byFastifyCode[error.code] : undefined
  if (code) return new Problem(code, { words: { found: request.headers['content-type'] ?? '-' }, cause: error })
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500
  if (status >= 400 && status < 500) return new Problem('bad-request', { cause: error })
  return new Problem('internal', { words: { request: request.id }, cause: error })
}

const byFastifyCode: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_BAD_URL: 'invalid-path',
  FST_ERR_MAX_PARAM_LENGTH: 'invalid-path',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'empty-body',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_HANDLER_TIMEOUT: 'timeout',
}

/** Nothing of that id in the path is 404; a body that names something unknown is a wrong body. */
function ofRegister({ code, path, words, faults }: RegisterFault): Problem {
  const told = code === 'not-found' && path !== 'id' ? 'invalid' : code
  return new Problem(told satisfies ProblemCode, {
    message: words,
    faults: faults.map(({ path: at, message }) => ({ path: at ?? '', message })),
  })
}

interface Route {
  readonly methods: readonly string[]
  readonly pattern: RegExp
}

export const routePattern = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+').replace(/\*/g, '.*')}/?$`)

/** 404, or 405 with `Allow` where the path exists and only the method does not. */
export function answerUnknownRoute(routes: readonly Route[], otherwise: Language) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = pathOf(request)
    const methods = routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods)
    const allow = [...new Set(methods)].sort().join(', ')
    const words = { method: request.method, path: path.slice(0, 200), allow }
    // A file that is not there, below a path that is served, is not a matter of the method.
    const problem =
      allow && !methods.includes(request.method)
        ? new Problem('method-not-allowed', { words, headers: { allow } })
        : new Problem('route-not-found', { words })
    return sendProblem(problem, otherwise, request, reply)
  }
}
