import type { Words } from '../facilities/define.ts'

/** What is known of a device's clock. */
export interface ClockAnswer {
  readonly policy: 'accept' | 'correct' | 'quarantine'
  readonly offsetMs?: number
  readonly at?: string
  readonly corrected?: number
  readonly driftMsPerHour?: number
  readonly cause?: string
  readonly message?: Words
  readonly since?: string
}

export const clockPolicies: Readonly<Record<ClockAnswer['policy'], Words>> = {
  accept: { zh: '照收', en: 'accept' },
  correct: { zh: '校正并标注', en: 'correct and mark' },
  quarantine: { zh: '隔离', en: 'quarantine' },
}
