/** What a reading store does. Two implementations (SQLite, InfluxDB) pass one conformance suite. */

export type Quality = 'good' | 'uncertain' | 'bad'

/** Where a device stood at the time of a point, as tags. A device of two circles carries both, joined by a comma. */
export interface Place {
  readonly facility: string
  readonly circle: string
  readonly town: string
}

/**
 * One row to keep. Its identity is (table, kind, device, event, ts, n): writing it again changes nothing, and points of one identity
 * merge field by field, the later write winning where both carry a field.
 */
export interface Point {
  /**
   * `indicator`: a value of the indicator named by `device`, of the scope given by `kind`, `place.town` and `place.circle` (each may be
   * empty), for the window that begins at `ts` and is of the sort `event`, `month` or `day`.
   */
  readonly table: 'telemetry' | 'event' | 'state' | 'indicator'
  readonly kind: string
  readonly device: string
  /** Name of the event in table `event`, sort of window in table `indicator`. */
  readonly event?: string
  /** When it happened, ms since 1970 UTC. */
  readonly ts: number
  /** Tells apart points of one millisecond, 0 to 999999: time in ns is ts × 10⁶ + n. */
  readonly n: number
  /** When the gateway received it, ms since 1970 UTC. */
  readonly received: number
  readonly quality: Quality
  readonly reason?: string
  /** Never empty. Lists and objects of events arrive here as JSON text. */
  readonly fields: Readonly<Record<string, number | string | boolean>>
  readonly place: Place
}

/** A point the database itself will never take, however often it is sent. */
export interface RefusedPoint {
  readonly point: Point
  /** What the database said. */
  readonly why: string
}

export interface StoredReading {
  readonly ts: number
  readonly n: number
  readonly received: number
  readonly quality: Quality
  readonly reason?: string
  readonly values: Readonly<Record<string, number | string | boolean>>
}

export interface StoredEvent extends StoredReading {
  readonly event: string
}

/** Half-open in time: from ≤ ts < to, ms since 1970 UTC. */
export interface Range {
  readonly kind: string
  readonly device: string
  readonly from: number
  readonly to: number
}

export interface ListQuery extends Range {
  /** At most this many, the newest ones, in ascending order of time. */
  readonly limit: number
  /** Only what lies before this point, exclusive; for paging backwards. */
  readonly before?: { readonly ts: number; readonly n: number }
}

/** A page in ascending order of time. */
export interface RowsQuery extends Range {
  /** Of the kind's telemetry: the values of a row, in this order. */
  readonly fields: readonly string[]
  readonly limit: number
  /** Only what comes after this row; for paging on. */
  readonly after?: { readonly ts: number; readonly n: number }
}

/** [ts, n, received, quality, reason, ...values]: an array, because those who count read millions. quality: 0 good, 1 uncertain, 2 bad; null: not there. */
export type StoredRow = readonly [number, number, number, 0 | 1 | 2, string | null, ...(number | string | null)[]]

export interface EventsQuery extends Range {
  readonly limit: number
  readonly after?: { readonly ts: number; readonly n: number; readonly event: string }
}

export interface StatesQuery extends Range {
  readonly limit: number
  readonly after?: { readonly ts: number; readonly n: number }
}

/** Values of an indicator, of one scope as `town:shaxi,kind:locker`. */
export interface IndicatorValuesQuery {
  readonly indicator: string
  readonly scope: string
  readonly period: 'month' | 'day'
  /** Half-open in time, of the windows' beginnings. */
  readonly from: number
  readonly to: number
}

export type SeriesFunction = 'mean' | 'min' | 'max' | 'last' | 'sum' | 'count' | 'increase'

export interface SeriesQuery extends Range {
  /** Fields of the kind's telemetry, or of `event` when that is given. */
  readonly fields: readonly string[]
  readonly event?: string
  /** Width of a bucket in ms; buckets start at multiples of it from `from`. Without it the whole range is one bucket. */
  readonly everyMs?: number
  /**
   * `increase` sums the steps of a total, each step falling into the bucket of its later reading. The first step is taken from the last
   * reading before `from`. A drop is a reset: the meter started again from zero, so the step is the new value.
   * Readings of quality bad are left out of every function.
   */
  readonly fn: SeriesFunction
  /**
   * For `increase`, when something is known of the last reading before `from`: by field since when it is to be looked for, and its value when
   * there is none since. Not given: it is looked for.
   */
  readonly before?: Readonly<Record<string, { readonly since: number; readonly value?: number }>>
}

/** Bucket starts (ms) with values; empty buckets are left out. A state field answers `last` and `count` only. */
export type Series = Readonly<Record<string, readonly { readonly ts: number; readonly value: number | string }[]>>

export type RollupWidth = 'hour' | 'day'

/**
 * What became of the readings, or of the events of one name, of a device in an hour or a day. Its identity is (width, kind, device, event,
 * start): it replaces what was written of it before, and writing it again changes nothing. Names of values: rollup-names.ts; of events
 * `events`, and of each number in them `{field}_sum _mean _min _max _last _count`.
 */
export interface RollupPoint {
  readonly width: RollupWidth
  readonly kind: string
  readonly device: string
  /** Not there: of the readings. */
  readonly event?: string
  /** Of the bucket, ms since 1970 UTC. */
  readonly start: number
  /** When it was made, ms since 1970 UTC. */
  readonly made: number
  readonly place: Place
  /** Never empty. What has no value is left out. */
  readonly values: Readonly<Record<string, number | string>>
  /** It may have been written before, and for another place. */
  readonly isAgain?: true
}

/** Half-open in time, of the buckets' starts. */
export interface RollupsQuery extends Range {
  readonly width: RollupWidth
  readonly of: 'readings' | 'events'
  /** Only those of this event. */
  readonly event?: string
  readonly limit: number
  readonly order?: 'ascending' | 'descending'
  /** Only buckets that have a value of this name. Of readings. */
  readonly having?: string
  /** Values that are wanted; others may be left out. Not given: all. */
  readonly names?: readonly string[]
}

export interface StoredRollup {
  readonly start: number
  readonly event?: string
  readonly values: Readonly<Record<string, number | string>>
}

export interface Store {
  readonly name: 'sqlite' | 'influxdb'
  start(): Promise<void>
  stop(): Promise<void>
  /**
   * Durable when it resolves (power may fail). Resolves with the points the database refuses for good; everything else is kept.
   * Throws StoreUnavailable when the database cannot be reached or takes nothing at present: the caller tries again later.
   */
  write(points: readonly Point[]): Promise<readonly RefusedPoint[]>
  readings(query: ListQuery): Promise<readonly StoredReading[]>
  events(query: ListQuery & { readonly event?: string }): Promise<readonly StoredEvent[]>
  /** Telemetry in ascending order of (ts, n), the first `limit` rows. */
  rows(query: RowsQuery): Promise<readonly StoredRow[]>
  /** Events in ascending order of (ts, n, event), the first `limit` of them. */
  eventsOnward(query: EventsQuery): Promise<readonly StoredEvent[]>
  /** Changes of device state (table `state`). */
  states(query: ListQuery): Promise<readonly StoredReading[]>
  /** The same in ascending order of (ts, n), the first `limit` of them. */
  statesOnward(query: StatesQuery): Promise<readonly StoredReading[]>
  series(query: SeriesQuery): Promise<Series>
  /** Points of table `indicator`, in order of time: of what was written and of what was kept for longer, the later of each. */
  indicatorValues(query: IndicatorValuesQuery): Promise<readonly StoredReading[]>
  /**
   * Rollups outlive the readings they are made of, in a place of their own (files under rollups/, a second database or bucket); `expire` does
   * not touch them. Durable when it resolves. Throws StoreUnavailable also when only that place is missing: readings are kept all the same.
   */
  writeRollups(points: readonly RollupPoint[]): Promise<void>
  /** In order of start (then event), the first `limit` of them; descending: the last ones, newest first. */
  rollups(query: RollupsQuery): Promise<readonly StoredRollup[]>
  /** Points of table `indicator` once more, beside the rollups, so that their trend outlives the readings. */
  keepIndicators(points: readonly Point[]): Promise<void>
  /** Drops what happened before this time, as far as that is cheap (whole files); the database's own retention may do it instead. */
  expire(before: number): Promise<void>
  /** Resolves with what the database says of itself ('SQLite 3.50', 'InfluxDB 1.6.7'); throws StoreUnavailable. */
  ping(): Promise<string>
}

/** The database cannot serve at present. The message says what, the hint what the operator should do. */
export class StoreUnavailable extends Error {
  readonly hint: { readonly zh: string; readonly en: string }

  constructor(message: string, options: { cause?: unknown; hint: { zh: string; en: string } }) {
    super(message, { cause: options.cause })
    this.name = 'StoreUnavailable'
    this.hint = options.hint
  }
}
