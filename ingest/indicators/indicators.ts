/**
 * The indicators as the API, the reports and kz see them. Values are made in a thread of their own (indicators/thread) and kept in
 * indicators.sqlite; what people enter (targets, manual values, the rectification ledger) is kept there too.
 */
import type { Words } from '../../facilities/define.ts'
import type { Contribution, Indicator, Outcome } from './indicator.ts'

/** How a value stands against its lines. `no-data`: coverage below 90 %; `made-up`: was missed, and met after later data (shown as close). */
export type Status = 'met' | 'close' | 'missed' | 'no-target' | 'no-data' | 'not-applicable'

export interface Target {
  readonly indicator: string
  /** A scope id; the nearest one holds: a town's own before the city's. */
  readonly scope: string
  readonly version: number
  /** First period (month) it holds for. */
  readonly since: string
  /** 达标线, 警戒线; of a band [low, high] each. */
  readonly target: number | readonly [number, number]
  readonly warning: number | readonly [number, number]
  readonly document: string
  /** Of the document, `2026-11-01`. */
  readonly date: string
  readonly note?: string
  readonly author: string
  readonly recorded: number
}

/** A value as kept: what was computed, with what, and how it stands. */
export interface Value extends Outcome {
  readonly indicator: string
  readonly period: string
  readonly scope: string
  /** 1 at the close of the month; raised when later data changed it. 0: the period is still open. */
  readonly revision: number
  readonly state: 'open' | 'closed'
  readonly source: 'measured' | 'manual'
  readonly formulaVersion: number
  readonly registerVersion: number
  /** Of the inputs: how many facts, and a digest of them. */
  readonly inputs: { readonly count: number; readonly digest: string }
  readonly computed: number
  /** How far the facts go, ms. */
  readonly until: number
  readonly status: Status
  /** The first revision of the period was missed though this one is not. */
  readonly madeUp: boolean
  readonly target?: Target
  /** Distance to the line in the unit, positive when met; null without line or value. */
  readonly gap: number | null
  /** Of a manual value: its document. */
  readonly document?: string
  readonly note?: string
  /** Why it is not applicable, for the reader. */
  readonly reason?: Words
}

/** With what came before: 环比 is the period before, 同比 the same one a year ago; null: there is none. */
export interface ValueWithPast extends Value {
  readonly previous: Pick<Value, 'period' | 'value' | 'status' | 'revision'> | null
  readonly lastYear: Pick<Value, 'period' | 'value' | 'status' | 'revision'> | null
}

export interface Revision {
  readonly revision: number
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number
  readonly computed: number
  readonly registerVersion: number
  readonly formulaVersion: number
  readonly inputs: Value['inputs']
  readonly status: Status
  /** Against the revision before. */
  readonly difference?: { readonly value: number | null; readonly numerator: number | null; readonly denominator: number }
  /** What made it necessary: late data, register, formula. */
  readonly cause: 'close' | 'late-data' | 'register' | 'formula' | 'asked'
}

export interface RankedTown {
  readonly town: string
  readonly value: Value
  /** Null: not ranked (too few facilities, no data, not applicable). Equal values share a rank. */
  readonly rank: number | null
  readonly previousRank: number | null
}

export interface EvidencePage {
  readonly items: readonly Contribution[]
  readonly next?: string
}

/** Hour by hour of one device: the facts themselves. */
export interface FactLine {
  readonly start: number
  readonly end: number
  readonly facility: string
  readonly town: string
  readonly circles: readonly string[]
  readonly facts: Readonly<Record<string, number | string | null>>
}

/** A formula or lines to try over past months: what would the values have been. */
export interface ShadowOrder {
  readonly indicator: string
  readonly from: string
  readonly to: string
  readonly scope: string
  /** Parameters of the formula, by name. */
  readonly parameters?: Readonly<Record<string, number>>
  readonly target?: Target['target']
  readonly warning?: Target['warning']
  /** Rules of counting that are tried (`freshnessFactor`, `coldTolerance` …): facts are made of them from the readings, and thrown away. */
  readonly rules?: Readonly<Record<string, number>>
}

export interface ShadowResult {
  readonly period: string
  readonly was: Pick<Value, 'value' | 'numerator' | 'denominator' | 'status'>
  readonly wouldBe: Pick<Value, 'value' | 'numerator' | 'denominator' | 'status'>
}

export interface Job<Result> {
  readonly id: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly author?: string
  readonly created: number
  readonly finished?: number
  /** Device-hours for recomputing, months for shadow runs. */
  readonly done: number
  readonly total: number
  readonly result?: Result
  readonly fault?: string
}

/** Installed, online, used: three different things. `suspects` are devices that only look alive. */
export interface Adoption {
  /** A scope id. */
  readonly scope: string
  readonly installed: number
  /** Heard in the period. */
  readonly online: number
  /** With at least one use in the period (kinds without uses: with a valid reading). */
  readonly used: number
  readonly suspects: Readonly<Record<SuspectSort, number>>
}

export type SuspectSort = 'heartbeat-only' | 'frozen' | 'identical' | 'counted-twice'

export interface Suspect {
  readonly sort: SuspectSort
  readonly device: string
  readonly kind: string
  readonly facility: string
  readonly town: string
  /** Which others tell the same, or stand in the same place. */
  readonly others: readonly string[]
  readonly reason: Words
}

/** An entry of the 问题整改台账. */
export interface Rectification {
  readonly id: string
  readonly indicator?: string
  readonly period?: string
  readonly scope: string
  readonly issue: string
  /** Of seeds/units.ts, or a town. */
  readonly unit: string
  readonly deadline: string
  readonly state: 'open' | 'replied' | 'closed'
  readonly replies: readonly { readonly text: string; readonly author: string; readonly at: number }[]
  readonly closed?: { readonly at: number; readonly author: string; readonly note: string }
  readonly created: number
  readonly author: string
  /** Of the last change; who changes it gives the version that was read. */
  readonly version: number
}

export type Scoped = { readonly period: string; readonly scope: string }
export type Paged = { readonly after?: string; readonly limit: number }
export type Page<Item> = { readonly items: readonly Item[]; readonly next?: string }

/**
 * What cannot be answered or taken; `code` is one of the API's problems: indicator-not-found {id}, no-value {id, period, scope},
 * not-manual {id}, no-such-parameter {id, name, known}, invalid (lines that do not suit their direction), too-many-jobs,
 * rectification-not-found, rectification-closed, changed-meanwhile {id}.
 */
export class IndicatorFault extends Error {
  readonly code: string
  readonly words: Readonly<Record<string, string>>

  constructor(code: string, words: Readonly<Record<string, string>> = {}) {
    super(code)
    this.name = 'IndicatorFault'
    this.code = code
    this.words = words
  }
}

export interface Indicators {
  readonly all: readonly Indicator[]
  /** The running month, the last closed one and the first with facts, as period ids; when a closed one was last looked at anew. */
  periods(): { readonly now: string; readonly lastClosed?: string; readonly first?: string; readonly looked?: number }
  /** One for each indicator, in their order. */
  values(query: Scoped & { readonly task?: number }): Promise<readonly ValueWithPast[]>
  value(indicator: string, query: Scoped): Promise<ValueWithPast>
  /** The last months up to `until`, oldest first; open ones too. */
  history(indicator: string, query: { readonly scope: string; readonly until: string; readonly months: number }): Promise<readonly Value[]>
  ranking(indicator: string, query: { readonly period: string; readonly kind?: string }): Promise<readonly RankedTown[]>
  /** The values of the parts of a scope. */
  parts(indicator: string, query: Scoped & Paged & { readonly by: 'town' | 'circle' | 'kind' | 'facility' }): Promise<Page<Value>>
  evidence(
    indicator: string,
    query: Scoped & Paged & { readonly only?: 'counted' | 'excluded'; readonly device?: string },
  ): Promise<EvidencePage>
  facts(query: { readonly device: string; readonly from: number; readonly to: number } & Paged): Promise<Page<FactLine>>
  revisions(indicator: string, query: Scoped): Promise<readonly Revision[]>
  targets(indicator: string): readonly Target[]
  setTarget(target: Omit<Target, 'version' | 'recorded'>): Target
  /** Parameters in force with their history; the default of the formula has no author. */
  parameters(indicator: string): readonly ParameterSetting[]
  setParameter(setting: Omit<ParameterSetting, 'version' | 'recorded'>): ParameterSetting
  /** Monthly values of what cannot be measured: all of them or, with an IndicatorFault, none. */
  setManualValues(values: readonly ManualValue[]): Promise<void>
  manualValues(query: { readonly indicator?: string; readonly period?: string } & Paged): Page<ManualValue & { readonly recorded: number }>
  beginShadow(order: ShadowOrder, author: string): Job<readonly ShadowResult[]>
  shadow(id: string): Job<readonly ShadowResult[]> | undefined
  /** Makes facts of [from, to) anew, of one device or all; then the values. */
  beginRecompute(
    order: { readonly from: number; readonly to: number; readonly device?: string },
    author: string,
  ): Job<{ readonly changed: number }>
  recompute(id: string): Job<{ readonly changed: number }> | undefined
  adoption(query: { readonly period: string; readonly by: 'city' | 'town' | 'circle' | 'kind' }): Promise<readonly Adoption[]>
  suspects(query: { readonly period: string; readonly sort?: SuspectSort; readonly town?: string } & Paged): Promise<Page<Suspect>>
  rectifications(
    query: { readonly state?: Rectification['state']; readonly unit?: string; readonly scope?: string } & Paged,
  ): Page<Rectification>
  addRectification(
    entry: Pick<Rectification, 'indicator' | 'period' | 'scope' | 'issue' | 'unit' | 'deadline'>,
    author: string,
  ): Rectification
  reply(id: string, text: string, author: string, version: number): Rectification
  closeRectification(id: string, note: string, author: string, version: number): Rectification
  /** Who changed what: targets, parameters, manual values, rectifications. */
  audit(
    query: Paged,
  ): Page<{ readonly at: number; readonly author: string; readonly what: string; readonly subject: string; readonly change: unknown }>
  /** What was sent, or waits to be sent, to the city's own task system; the newest first. */
  deliveries(query: Paged): Page<Delivery>
  /** For /health and /metrics. */
  status(): {
    readonly behind: number
    readonly until: number
    readonly working?: { readonly what: string; readonly done: number; readonly total: number }
    readonly problem?: string
  }
}

export interface ParameterSetting {
  readonly indicator: string
  readonly name: string
  readonly value: number
  /** First period it holds for. */
  readonly since: string
  readonly version: number
  readonly document?: string
  readonly date?: string
  readonly author?: string
  readonly recorded?: number
}

export interface ManualValue {
  readonly indicator: string
  readonly period: string
  readonly scope: string
  readonly value: number
  readonly numerator?: number
  readonly denominator?: number
  readonly document: string
  readonly date: string
  readonly note?: string
  readonly author: string
}

/** A message of the webhook, kept until the other side has taken it. */
export interface Delivery {
  readonly id: string
  readonly event: string
  readonly created: number
  readonly state: 'waiting' | 'delivered' | 'given-up'
  readonly attempts: number
  readonly delivered?: number
  /** When it is tried again. */
  readonly next?: number
  /** Of the last attempt: what the other side answered, or why it could not be reached. */
  readonly answer?: string
}
