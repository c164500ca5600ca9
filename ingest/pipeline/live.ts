/** What the pipeline thread tells the API thread, over a MessagePort. */
import type { Inspected } from '../inspect/inspected.ts'
import type { Quality } from '../store/store.ts'

export interface LiveReading {
  readonly type: 'reading'
  readonly device: string
  readonly kind: string
  readonly ts: number
  readonly received: number
  readonly quality: Quality
  readonly values: Readonly<Record<string, number | string | boolean>>
}

export interface LiveState {
  readonly type: 'state'
  readonly device: string
  readonly kind: string
  readonly state: DeviceStateName
  readonly since: number
  readonly cause: string
}

/** online: speaks; sleeping: said so; offline: took leave; lost: the connection broke; silent: connected, but nothing for three intervals. */
export type DeviceStateName = 'online' | 'sleeping' | 'offline' | 'lost' | 'silent' | 'unknown'

export type LiveEvent = LiveReading | LiveState

/** How something the pipeline depends on is, and since when, ms since 1970 UTC. */
export interface PartStatus {
  readonly ok: boolean
  readonly since: number
  readonly problem?: string
  readonly hint?: { readonly zh: string; readonly en: string }
}

/** Sent about once a second. */
export interface PipelineStatus {
  /** Next offset to be dealt with, and one past the last in the journal. */
  readonly next: number
  readonly head: number
  /** Messages waiting, and how long the oldest of them has waited (0 when none waits). */
  readonly lag: number
  readonly lagMs: number
  /** Messages a second, over the last seconds. */
  readonly rate: number
  readonly store: PartStatus & { readonly name: string }
  /** Of the store since the start: batches written, the time that took, and attempts that failed. */
  readonly writes?: { readonly written: number; readonly failed: number; readonly seconds: number }
  /** Our own files: the folder KZ_DATA as the pipeline writes it. */
  readonly files: PartStatus
  /** Totals since the process started, for /metrics. */
  readonly counters: Readonly<
    Record<
      'messages' | 'received' | 'stored' | 'duplicate' | 'quarantined' | 'unknownFields' | 'seqGaps' | 'journalDamaged' | 'replayed',
      number
    >
  >
}

/** `answer`: to an order of that number. An error crosses over as its words and its code of SQLite. */
export type FromPipeline =
  | { readonly live: readonly LiveEvent[] }
  | { readonly status: PipelineStatus }
  | { readonly inspected: readonly Inspected[] }
  | { readonly answer: number; readonly replay: string }
  | { readonly answer: number; readonly error: { readonly message: string; readonly code?: string; readonly errcode?: number } }
