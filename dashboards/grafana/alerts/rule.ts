// What Grafana-managed alert rules are made of, in the words of Grafana's own alerting API; files for provisioning are written from it.
import type { Rule } from '@grafana/grafana-foundation-sdk/alerting'
import { readings, type Source } from '../data-sources.ts'

/** Grafana's name for what is not asked but computed. */
const expressions = '__expr__'

export interface AlertQuery {
  readonly refId: string
  readonly queryType: ''
  /** In seconds before now. */
  readonly relativeTimeRange: { readonly from: number; readonly to: number }
  readonly datasourceUid: string
  readonly model: Readonly<Record<string, unknown>> & { readonly refId: string }
}

export type AlertRule = Required<
  Pick<Rule, 'title' | 'condition' | 'noDataState' | 'execErrState' | 'labels' | 'annotations' | 'for' | 'uid'>
> &
  Pick<Rule, 'missingSeriesEvalsToResolve'> & {
    readonly data: readonly AlertQuery[]
  }

export interface RuleGroup {
  readonly name: string
  /** How often its rules are evaluated. */
  readonly intervalSeconds: number
  readonly rules: readonly AlertRule[]
}

/** InfluxQL with `$timeFilter`, over the last `seconds`. */
export const asked = (refId: string, query: string, seconds: number, { type, uid }: Source = readings): AlertQuery => ({
  ...{ refId, queryType: '', relativeTimeRange: { from: seconds, to: 0 }, datasourceUid: uid },
  model: { refId, datasource: { type, uid }, rawQuery: true, query, resultFormat: 'time_series', intervalMs: 1_000, maxDataPoints: 43_200 },
})

/** PromQL at this moment. */
export const askedPrometheus = (refId: string, expr: string, { type, uid }: Source): AlertQuery => ({
  ...{ refId, queryType: '', relativeTimeRange: { from: 300, to: 0 }, datasourceUid: uid },
  model: { refId, datasource: { type, uid }, expr, instant: true, range: false, intervalMs: 15_000, maxDataPoints: 43_200 },
})

/** The last value of each series. */
export const lastOf = (refId: string, expression: string): AlertQuery =>
  computed(refId, { type: 'reduce', expression, reducer: 'last', settings: { mode: 'dropNN' } })

export const math = (refId: string, expression: string): AlertQuery => computed(refId, { type: 'math', expression })

export interface Evaluator {
  readonly type: 'gt' | 'lt'
  readonly params: readonly [number]
}

export const above = (limit: number): Evaluator => ({ type: 'gt', params: [limit] })
export const below = (limit: number): Evaluator => ({ type: 'lt', params: [limit] })

/** Fires by `evaluator` and, once it does, stops only when `unloadEvaluator` is true. Grafana takes the latter in the condition of a rule only. */
export const threshold = (refId: string, expression: string, evaluator: Evaluator, unloadEvaluator?: Evaluator): AlertQuery =>
  computed(refId, { type: 'threshold', expression, conditions: [{ evaluator, ...(unloadEvaluator && { unloadEvaluator }) }] })

const computed = (refId: string, model: Readonly<Record<string, unknown>>): AlertQuery => ({
  ...{ refId, queryType: '', relativeTimeRange: { from: 0, to: 0 }, datasourceUid: expressions },
  model: { refId, datasource: { type: expressions, uid: expressions }, ...model },
})
