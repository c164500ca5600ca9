// What is not HTTP, or too long for it, never becomes a request: the answer is written to the socket by hand.
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Language } from './language.ts'
import { Problem, problemDocument } from './problem.ts'
import type { ProblemCode } from './problems.ts'
import { securityHeaders } from './security-headers.ts'

const codes: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
}

/** In the language of the site: nothing of the request is known for sure. */
export function answerClientError(language: Language) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (socket.writable && error.code !== 'ECONNRESET') socket.write(answerTo(error, language))
    socket.destroySoon()
  }
}

function answerTo({ code = '' }: NodeJS.ErrnoException, language: Language): string {
  const problem = new Problem(codes[code] ?? 'bad-request')
  const body = JSON.stringify(problemDocument(problem, language))
  const headers = {
    ...securityHeaders(''),
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': language,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...lines, '', body].join('\r\n')
}
