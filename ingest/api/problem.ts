import { z } from 'zod'
import type { Words } from '../../facilities/define.ts'
import { type ProblemCode, wordsOfProblem } from './problems.ts'

/** One thing that is wrong in what was sent. */
export interface Fault {
  /** 'limit', 'values.temperature', 'row 7, column kind'. */
  readonly path: string
  readonly message: Words
  readonly expected?: string
  readonly found?: string
}

interface Case {
  /** What the list's sentences leave open, by name. */
  readonly words?: Readonly<Record<string, string | number>>
  /** A sentence that knows the case better than the list's own. */
  readonly message?: Words
  readonly hint?: Words
  readonly faults?: readonly Fault[]
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** Thrown by routes and hooks; becomes an RFC 9457 document (problem-answer.ts). */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly case: Case

  constructor(code: ProblemCode, about: Case = {}) {
    super(about.message?.en ?? filled(wordsOfProblem(code).message.en, about.words), { cause: about.cause })
    this.name = 'Problem'
    this.code = code
    this.status = wordsOfProblem(code).status
    this.case = about
  }
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('What programs decide by'),
    message: z.string().describe('zh or en by Accept-Language'),
    hint: z.string().describe('What to do about it'),
    faults: z
      .array(z.object({ path: z.string(), message: z.string(), expected: z.string().optional(), found: z.string().optional() }))
      .optional(),
  })
  .describe('RFC 9457 problem document')
  .meta({ id: 'Problem' })

type ProblemDocument = z.output<typeof problemSchema>

export function problemDocument({ code, case: about }: Problem, language: keyof Words): ProblemDocument {
  const { status, title, message, hint } = wordsOfProblem(code)
  return {
    type: `urn:kezhong:problem:${code}`,
    title: title[language],
    status,
    code,
    message: filled((about.message ?? message)[language], about.words),
    hint: filled((about.hint ?? hint)[language], about.words),
    ...(about.faults && { faults: about.faults.map((fault) => ({ ...fault, message: fault.message[language] })) }),
  }
}

const filled = (sentence: string, words: Case['words'] = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(words[name] ?? whole))
