import type { ClockCause } from './causes.ts'

/** In what a time came: `never-set` counts from 1970 or 2000 on, the units are told from ms by their size. */
export type TimeSort = 'ms' | 's' | 'us' | 'ns' | 'never-set'

/**
 * What is known of a device's clock. It is part of the device's record, follows from its messages alone, one after the other, and is
 * bounded: so the same messages lead to the same diagnosis, in whatever batches and however often they are dealt with.
 */
export interface ClockRecord {
  /** How far its clock is ahead of ours, ms, from its latest message; a buffered message makes it negative. */
  offsetMs: number
  at: number
  /** Readings and events kept under another time than the device gave. */
  corrected: number
  /** Undefined: too little is known yet. */
  cause?: ClockCause
  /** Since when that is the cause. */
  since?: number
  learned?: Learned
}

export interface Learned {
  /** Receipt and own time of the message learned from last; what came before it teaches nothing (a replay). */
  at: number
  ts: number
  sort: TimeSort
  /** Messages of that sort in a row, counted up to `enoughMessages`. */
  count: number
  run?: Run
  /** The run before, until enough messages agree that the clock was set forward. */
  former?: Run
  low?: Low
  /** How it was wrong before it was set, the last ones. */
  past?: Past[]
  /** When it was set to another time, the last ones. */
  steps?: number[]
  /** Of a clock that was never set, by boot, the present one last. */
  boots?: Boot[]
}

/**
 * A stretch in which the clock ran on undisturbed. Messages come late and never early: how far a clock is ahead is told by those that came
 * soonest, so of each window of time only the highest offset is kept.
 */
export interface Run {
  from: number
  /** Messages that lay on it, counted up to `manyMessages`. */
  count: number
  /** It began with own time going back, which no delay can do. */
  isBack?: true
  /** The window that is open. */
  opened: number
  topAt: number
  top: number
  /** Of the window closed last; absent: none is yet. */
  closedAt?: number
  closed?: number
  /**
   * Of closed windows: minutes after `from`, and offset in ms, as numbers joined by commas: the record is written with every batch, and
   * these are wanted once a window. At most `pointsKept` pairs; when full, two become one.
   */
  points: string
  windowMs: number
  /** Ms an hour, once it can be told. */
  rate?: number
}

/** Messages below the run: late ones, or a clock that was set back. */
export interface Low {
  from: number
  first: number
  top: number
  topAt: number
  count: number
  isBack: boolean
  /** How often own time went back by more than the tolerance without coming to rest. */
  backs: number
}

export interface Past {
  from: number
  until: number
  cause: ClockCause
  /** At the end. */
  offset: number
  rate?: number
}

export interface Boot {
  boot?: string
  /** First and latest message. */
  firstTs: number
  firstAt: number
  ts: number
  /** Highest own time less receipt, with the number taken for ms, and for seconds. */
  offset: number
  offsetOfSeconds: number
  /** How its time runs against ours. */
  runs: 'ms' | 's' | 'stuck'
}

export const minuteMs = 60_000
export const hourMs = 3_600_000

/** A clock may be off by this much before it is called wrong (interface.md). */
export const toleranceMs = 5 * minuteMs
/** What differs by less is one and the same offset. */
export const stepMs = 30_000
/** So many messages that agree name a cause; a single one never does. */
export const enoughMessages = 3
export const manyMessages = 10
export const pointsKept = 18
export const firstWindowMs = 10 * minuteMs
export const longestWindowMs = 80 * minuteMs
export const stepsKept = 4
export const pastKept = 4
export const bootsKept = 4

/** No device of ours was built before: a clock that shows less was never set. */
export const setAfterMs = Date.UTC(2002, 0, 1)
