import { closest, distance } from 'fastest-levenshtein'
import type { Words } from '../facilities/define.ts'

export type FaultCode = 'exists' | 'not-found' | 'invalid' | 'retired' | 'in-use' | 'future' | 'duplicate' | 'unreadable'

/** What is wrong with what somebody asked of the register, and what to do. `path` is the field meant. */
export interface Fault {
  readonly code: FaultCode
  readonly path?: string
  readonly message: Words
}

/** Refuses a change. `words` is the first fault in both languages, `faults` has them all; `message` is the English for logs. */
export class RegisterFault extends Error {
  override name = 'RegisterFault'
  readonly code: FaultCode
  readonly path: string | undefined
  readonly words: Words
  readonly faults: readonly Fault[]

  constructor(first: Fault, ...others: readonly Fault[]) {
    super([first, ...others].map((fault) => fault.message.en).join(' '))
    this.code = first.code
    this.path = first.path
    this.words = first.message
    this.faults = [first, ...others]
  }
}

/** Throws when there is any fault. */
export function refuse(faults: readonly Fault[]): void {
  const [first, ...others] = faults
  if (first) throw new RegisterFault(first, ...others)
}

export const isWrong = (faults: readonly Fault[], path: string): boolean => faults.some((fault) => fault.path === path)

/** What a thing is called, so that whoever types a name where an id belongs hears the id. */
export interface Candidate {
  readonly id: string
  readonly names?: readonly string[]
}

/** The id that was probably meant: the one of that name, or one of which at most a third of the letters differ, two where they changed places. */
export function didYouMean(given: string, candidates: readonly Candidate[]): string | undefined {
  if (candidates.length === 0 || given.length > 64) return undefined
  const named = candidates.find(({ names }) => names?.includes(given))
  if (named) return named.id
  const ids = candidates.map(({ id }) => id)
  const nearest = closest(given.toLowerCase(), ids)
  return distance(given.toLowerCase(), nearest) <= (given.length < 4 ? 1 : Math.max(2, given.length / 3)) ? nearest : undefined
}
