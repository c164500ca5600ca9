/** What an indicator is: data and one function that says what counts. docs/indicators.md has the rules in words. */
import type { Words } from '../../facilities/define.ts'
import type { World } from './world.ts'

export type IndicatorUnit = '%' | 'h' | 'per-compartment-day'
/** `band`: too little is as wrong as too much. */
export type Direction = 'up' | 'down' | 'band'
/** City, town, circle, kind of facility. */
export type Granularity = 'C' | 'T' | 'L' | 'F'

/** Why something is left out of a value. Codes of exclusions.ts, which has the words. */
export type ExclusionCode = string

/** What one thing gives to an indicator: the least that a value can be taken apart into. */
export interface Contribution {
  /** What it is that is counted; those that are set tell where the drill goes on. */
  readonly device?: string
  readonly facility?: string
  readonly community?: string
  /** A circle that is counted itself (12-2, 16-1). */
  readonly counted?: string
  readonly kind?: string
  /** Where it belongs, for the scopes it counts in. */
  readonly town: string
  readonly circles: readonly string[]
  readonly numerator: number
  readonly denominator: number
  /** Where states are judged: known and all of the time asked about, in the unit of the denominator. */
  readonly known?: number
  readonly asked?: number
  /** The numerator if all that is unknown were bad; where it is set the scope has a floor. */
  readonly floor?: number
  /** Further numbers of the indicator by name (`severe`, `amountNumerator`, `hours` …), for its variants. */
  readonly parts?: Readonly<Record<string, number>>
  /** Left out, and why: numerator and denominator are 0. What was asked of it still counts in the coverage. */
  readonly excluded?: ExclusionCode
  /** Time left out, minutes (suspensions, excluded outages), though the rest counts. */
  readonly excludedMinutes?: Readonly<Record<ExclusionCode, number>>
}

/** Another reading of the same contributions (strict, by amount, P90). `value` null: not applicable. */
export interface Variant {
  readonly id: string
  readonly label: Words
  readonly unit: IndicatorUnit | 'count' | 'min'
  readonly value: number | null
  readonly numerator?: number
  readonly denominator?: number
}

export interface Exclusion {
  readonly code: ExclusionCode
  readonly reason: Words
  /** Devices (or facilities, episodes) left out altogether. */
  readonly count: number
  /** Time left out of those that count. */
  readonly minutes: number
}

/** A value of one scope and period with all that proves it. */
export interface Outcome {
  /** In the unit of the indicator (per cent: 0 to 100); null: not applicable. */
  readonly value: number | null
  /** Null where the value is no ratio (a median). */
  readonly numerator: number | null
  readonly denominator: number
  /** 0 to 1; null where no states are judged, or nothing was asked. */
  readonly coverage: number | null
  /** Per cent, beside a value with coverage. */
  readonly floor: number | null
  /** Those with a denominator above 0 (12-3: with an episode). Where circles or communities are counted: how many of them. */
  readonly facilities: number
  readonly devices: number
  readonly variants: readonly Variant[]
  readonly exclusions: readonly Exclusion[]
  /** False: too few facilities or too little time to be ranked. */
  readonly isRanked: boolean
}

export interface Parameter {
  readonly value: number
  /** A whole number within; a share when there is none: 0 to 100 %. */
  readonly range?: readonly [number, number]
  readonly label: Words
}

export interface Formula {
  /** Raised with every change of what is counted; values carry the version they were made with. */
  readonly version: number
  /** As the reader sees it: numerator / denominator in a sentence. */
  readonly text: Words
  readonly numerator: { readonly label: Words; readonly unit: Words }
  readonly denominator: { readonly label: Words; readonly unit: Words }
  /** Where the rule comes from; empty: our own proposal. */
  readonly sources: readonly Words[]
  /** Numbers of the formula that the bureau may set (k, shares); shown with it. */
  readonly parameters: Readonly<Record<string, Parameter>>
}

export interface Indicator {
  /** `16-2`: task, number. */
  readonly id: string
  readonly task: number
  readonly name: Words
  readonly formula: Formula
  readonly unit: IndicatorUnit
  readonly direction: Direction
  /** The denominator is minutes of facilities: too little of the window is not ranked. */
  readonly isOfTime?: true
  readonly granularity: readonly Granularity[]
  /** Ids of seeds/units.ts named for the task; every town reads all. `onConsent`: not named, shown only when the bureau agrees. */
  readonly readers: readonly string[]
  readonly onConsent: readonly string[]
  /** A starting suggestion in words, never shown as official. */
  readonly suggestion?: Words
  /** What hangs together with it, so that nobody reads it alone. */
  readonly readWith: readonly string[]
  /** Kinds feed it by these parts of their roles; with no kind of the catalogue that has them it is not applicable. */
  readonly feed: { readonly label: Words; readonly isGiven: (world: World) => boolean }
  /** Absent: no kind can feed it yet. */
  readonly count?: (world: World) => Iterable<Contribution>
  /** Folds the contributions of a scope; without it the ratio of sums. */
  readonly fold?: (
    contributions: readonly Contribution[],
    world: World,
  ) => Pick<Outcome, 'value' | 'numerator' | 'denominator' | 'variants'>
  /** Sums beside the value that every scope shows, of `parts` (severe minutes …). */
  readonly variants?: (contributions: readonly Contribution[], world: World) => readonly Variant[]
}
