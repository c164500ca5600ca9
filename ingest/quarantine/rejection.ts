import type { RejectionCode } from './codes.ts'

export interface Sentence {
  readonly zh: string
  readonly en: string
}

/** Why a message, or one element of it, is not stored. A value, never thrown: bad data is ordinary. */
export interface Rejection {
  readonly code: RejectionCode
  /** Where in the payload: 'values.temperature', '[3].ts'; absent when the whole message is meant. */
  readonly path?: string
  /** What would have been accepted, and what was there, short and readable. */
  readonly expected?: string
  readonly found?: string
  /** One clear sentence that says what is wrong and what to do. */
  readonly message: Sentence
  /** "Did you mean", where there is a good guess: a value or name that would have been accepted. */
  readonly suggestion?: Sentence
}
