/** What the facts thread and the threads that count for it tell each other. */
import type { IngestSettings } from '../../settings/processes.ts'
import type { DeviceBasis } from './basis.ts'
import type { CountedDay } from './count-day.ts'
import type { CountingRules } from './counting-rules.ts'
import type { Day } from './slicing.ts'

export interface CountingData {
  readonly settings: IngestSettings
  readonly rules: CountingRules
}

/** A basis without what cannot be sent: the kind goes by its name. */
export type SentBasis = Omit<DeviceBasis, 'kind' | 'offset'> & { readonly kind: string }

export interface ToCounting {
  readonly number: number
  readonly day: Day
  readonly now: number
  readonly devices: readonly { readonly basis: SentBasis; readonly carry: string | undefined }[]
}

/** `counted` in the order of what was asked; undefined: it could not be counted there. */
export interface FromCounting {
  readonly number: number
  readonly counted: readonly (CountedDay | undefined)[] | undefined
}
