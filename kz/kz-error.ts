import type { Words } from '../facilities/define.ts'

interface About {
  /** What to do about it. */
  readonly hint?: Words | undefined
  /** What is wrong in particular, each on a line of its own. */
  readonly faults?: readonly string[]
  readonly exitCode?: number
  readonly cause?: unknown
}

/** Ends a command with a sentence. */
export class KzError extends Error {
  override name = 'KzError'
  readonly words: Words
  readonly hint: Words | undefined
  readonly faults: readonly string[]
  readonly exitCode: number

  constructor(words: Words, { hint, faults = [], exitCode = 1, cause }: About = {}) {
    super(words.en, { cause })
    this.words = words
    this.hint = hint
    this.faults = faults
    this.exitCode = exitCode
  }
}

/** What was typed cannot be a command; shells know the exit code 2 as that. */
export const usageError = (words: Words, about: Omit<About, 'exitCode'> = {}): KzError => new KzError(words, { ...about, exitCode: 2 })
