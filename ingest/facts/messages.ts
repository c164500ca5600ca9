/** What the facts thread and the thread that started it tell each other, over a MessagePort. */
import type { FactsOrder } from './order.ts'

export interface FactsStatus {
  /** All devices in service are counted for marks before this, ms; 0: not yet. */
  readonly until: number
  /** How long ago that is, ms. */
  readonly behindMs: number
  /** Days of devices that are to be made anew. */
  readonly backlog: number
  /** Grows with every change of facts. */
  readonly version: number
  /** What was ordered: device-hours, and slices that turned out to be others. */
  readonly working?: { readonly done: number; readonly total: number; readonly changed: number }
  /** Why it does not go on, and what the operator can do. */
  readonly problem?: string
  readonly hint?: { readonly zh: string; readonly en: string }
}

export type ToFacts =
  | { readonly stop: true }
  /** How late the pipeline is: what it has not dealt with yet cannot be counted. */
  | { readonly lagMs: number }
  | { readonly order: number; readonly recompute: FactsOrder }
  /** Whoever reads facts.sqlite found it damaged. */
  | { readonly damage: string }

export type FromFacts =
  | { readonly status: FactsStatus }
  | {
      readonly order: number
      readonly progress: { readonly done: number; readonly total: number; readonly changed: number }
      readonly isDone: boolean
    }
