/** What the pipeline thread tells of the messages of a device that somebody inspects. Plain data: it goes over a MessagePort. */
import type { Rejection } from '../quarantine/rejection.ts'

/** What one step said of a message. */
export interface StepVerdict {
  readonly step: string
  /** ok: goes on as it is; changed: goes on as another; duplicate, refused: goes no further. */
  readonly outcome: 'ok' | 'changed' | 'duplicate' | 'refused'
  /** What the step found out. */
  readonly found?: Readonly<Record<string, unknown>>
  readonly rejection?: Rejection
}

/** One message, or one element of an array, with the way it went. */
export interface InspectedMessage {
  readonly type: 'message'
  readonly device: string
  readonly offset: number
  /** Receipt, ms since 1970 UTC. */
  readonly received: number
  readonly topic: string
  readonly sort: string
  /** Place in the array; absent where it is none. */
  readonly element?: number
  /** Of an element its own JSON, as it was decoded. */
  readonly payload: Uint8Array
  readonly size: number
  readonly steps: readonly StepVerdict[]
  /** taken: a state or birth; waiting: the store is away, so it is not stored yet. */
  readonly result: 'stored' | 'duplicate' | 'quarantined' | 'taken' | 'waiting'
  /** Under this id it is in quarantine. */
  readonly quarantine?: string
}

/** The gateway's word about its connection. */
export interface InspectedLink {
  readonly type: 'link'
  readonly device: string
  readonly at: number
  readonly what: string
  readonly said: Readonly<Record<string, unknown>>
}

/** More came than anybody can read. */
export interface InspectedSkip {
  readonly type: 'skipped'
  readonly device: string
  readonly count: number
}

export type Inspected = InspectedMessage | InspectedLink | InspectedSkip
