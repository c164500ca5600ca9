/** What a simulated device does in its time, and what goes wrong with it. */
import type { DeviceStatements, Message, Statements } from '../reference/statements.ts'

export interface Plan {
  readonly device: DeviceStatements
  /** `numbered`: boot, seq and time; `timed`: time alone; `bare`: values as they are at receipt. */
  readonly style: 'numbered' | 'timed' | 'bare'
  readonly everyMs: number
  /** Of the first reading after a multiple of `everyMs`. */
  readonly phaseMs: number
  readonly from: number
  readonly to: number
  readonly births: readonly { readonly at: number; readonly every: number }[]
  readonly faults: readonly Fault[]
  readonly odds: Partial<Odds>
}

/** Of each message, 0 to 1. */
export interface Odds {
  readonly duplicate: number
  /** It comes minutes later than those after it. */
  readonly late: number
  readonly bad: number
  readonly uncertain: number
  /** Some of its fields only. */
  readonly partial: number
  /** A value that cannot be. */
  readonly impossible: number
  readonly broken: number
  /** An event beside those the kind's simulator thinks of. */
  readonly event: number
}

type During = { readonly from: number; readonly to: number }
export type Fault =
  /** Nothing is said; `will`: the broker says so. */
  | ({ readonly sort: 'silent'; readonly will?: 'lost' | 'offline' } & During)
  /** Nothing arrives until the end, then all of it. */
  | ({ readonly sort: 'buffered'; readonly inArrays?: boolean } & During)
  | ({ readonly sort: 'values'; readonly values: Readonly<Record<string, number | string>> } & During)
  | ({ readonly sort: 'clock'; readonly aheadMs: number } & During)
  | ({ readonly sort: 'wrong-kind'; readonly kind: string } & During)
  | { readonly sort: 'reset'; readonly from: number; readonly to: number }

export interface SimulatedWorld {
  readonly statements: Statements
  /** In the order of receipt. */
  readonly messages: readonly Message[]
  readonly window: { readonly from: number; readonly to: number }
  /** Where the messages begin. */
  readonly since: number
}
