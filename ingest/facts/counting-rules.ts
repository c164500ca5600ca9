/** The numbers of docs/indicators.md that shadow runs may try otherwise. */
export interface CountingRules {
  /** What was told this many intervals ago still holds, */
  readonly freshnessFactor: number
  /** or at least this long. ms. */
  readonly freshnessLeastMs: number
  /** A temperature is the mean of this long. ms. */
  readonly coldMeanMs: number
  /** Above the limit of frozen goods by this much is still within it. °C. */
  readonly coldTolerance: number
  /** A reading that comes this much after its time fills no slot. ms. */
  readonly lateMs: number
  /** At least this late is timely whatever the interval. ms. */
  readonly timelyLeastMs: number
  /** Of a calendar month, that a device may be suspended. */
  readonly suspendedShare: number
}

export const countingRules: CountingRules = {
  freshnessFactor: 3,
  freshnessLeastMs: 300_000,
  coldMeanMs: 600_000,
  coldTolerance: 2,
  lateMs: 172_800_000,
  timelyLeastMs: 300_000,
  suspendedShare: 0.2,
}

/** What a shadow run may try: beyond it nothing sensible comes out, and counting would take memory without end. */
export const ruleBounds: Readonly<Record<keyof CountingRules, readonly [least: number, most: number]>> = {
  freshnessFactor: [1, 50],
  freshnessLeastMs: [60_000, 86_400_000],
  coldMeanMs: [60_000, 86_400_000],
  coldTolerance: [0, 50],
  lateMs: [0, 400 * 86_400_000],
  timelyLeastMs: [0, 400 * 86_400_000],
  suspendedShare: [0, 1],
}

/** Raised with every change of how is counted: facts of former versions are made anew. */
export const countingVersion = 1

export const minuteMs = 60_000
export const hourMs = 3_600_000
/** The first whole minute that is not before. */
export const markFrom = (time: number): number => Math.ceil(time / minuteMs) * minuteMs
/** The last whole minute that is not after. */
export const markUpTo = (time: number): number => Math.floor(time / minuteMs) * minuteMs

/** How long a value holds: g, whole minutes in ms. */
export const freshness = (everyMs: number, rules: CountingRules): number =>
  markFrom(Math.max(rules.freshnessFactor * everyMs, rules.freshnessLeastMs))
