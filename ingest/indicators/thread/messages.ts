// What the API thread and the indicators thread tell each other.
import type { IngestSettings } from '../../../settings/processes.ts'
import type { Point } from '../../store/store.ts'
import type { Asked } from '../desk.ts'
import type { Indicators, ShadowOrder, ShadowResult } from '../indicators.ts'

export interface IndicatorsOrder {
  readonly settings: IngestSettings
  /** For tests: how far its clock is from ours, ms. */
  readonly clockOffsetMs: number
}

export type ToIndicators =
  | { readonly stop: true }
  | { readonly ask: number; readonly name: Asked; readonly args: readonly unknown[] }
  | { readonly shadow: string; readonly order: ShadowOrder }
  /** Facts of this range were ordered anew and are there. */
  | { readonly recomputed: { readonly from: number; readonly to: number } }

export type Answer =
  | { readonly answer: number; readonly result: unknown }
  | { readonly answer: number; readonly fault: { readonly code: string; readonly words: Readonly<Record<string, string>> } }
  | { readonly answer: number; readonly error: string }

/** What goes out to others by way of the pipeline thread, which alone writes store and downlink journal. */
export interface Feed {
  /** Current values of the city, retained by the gateway. */
  readonly retained: readonly { readonly topic: string; readonly payload: string }[]
  readonly points: readonly Point[]
}

export type IndicatorsStatus = ReturnType<Indicators['status']> & { readonly first?: number }

export interface ShadowProgress {
  readonly shadow: string
  readonly done: number
  readonly total: number
  readonly result?: readonly ShadowResult[]
  readonly fault?: string
}

export type FromIndicators =
  | Answer
  | ShadowProgress
  | { readonly status: IndicatorsStatus }
  | { readonly feed: Feed }
  /** A file that was read is damaged: facts.sqlite, as a rule. */
  | { readonly damage: string }
