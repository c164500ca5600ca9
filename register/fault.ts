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
