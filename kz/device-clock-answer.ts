import type { Words } from '../facilities/define.ts'

/** What is known of a device's clock. */
export interface ClockAnswer {
  readonly policy: 'accept' | 'correct' | 'quarantine'
  readonly cause: string
  /** The cause for people, what was seen, and what to do about it. */
  readonly name: Words
  readonly message: Words
  readonly cure: Words
  readonly since?: string
  readonly offsetMs?: number
  readonly at?: string
  readonly steadyOffsetMs?: number
  readonly driftMsPerHour?: number
  readonly corrected: number
}

export const clockPolicies: Readonly<Record<string, Words>> = {
  accept: { zh: '照收', en: 'accept' },
  correct: { zh: '校正并标注', en: 'correct and mark' },
  quarantine: { zh: '隔离', en: 'quarantine' },
}
