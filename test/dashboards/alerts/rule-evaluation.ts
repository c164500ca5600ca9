// Grafana's evaluation of alert rules, as far as ours use it: its state manager (pkg/services/ngalert/state) and expressions (pkg/expr).
import type { AlertQuery, AlertRule, Evaluator } from '../../../dashboards/grafana/alerts/rule.ts'
import { evaluateMath, type Result, type Value } from './math-expression.ts'

export interface AlertInstance {
  state: 'Normal' | 'Pending' | 'Alerting'
  /** Why a state was kept or set without a value; a hysteresis threshold does not count such a state as one that fires. */
  reason: string
  readonly labels: Readonly<Record<string, string>>
  since: number
  seen: number
}

/** Asks a data source over [from, to] in ms; gives each series with its tags and its values, oldest first. */
export type Ask = (query: AlertQuery, from: number, to: number) => Promise<readonly Series[]>
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly values: readonly number[]
}

/** Unless the rule says otherwise. */
const evaluationsUntilStale = 2

/** One rule over time. */
export class RuleEvaluation {
  readonly rule: AlertRule
  readonly instances = new Map<string, AlertInstance>()
  private readonly ask: Ask
  private readonly intervalMs: number

  constructor(rule: AlertRule, ask: Ask, intervalSeconds = 60) {
    this.rule = rule
    this.ask = ask
    this.intervalMs = intervalSeconds * 1_000
  }

  firing(): AlertInstance[] {
    return [...this.instances.values()].filter(({ state }) => state === 'Alerting')
  }

  async evaluate(now: number): Promise<void> {
    let result: Result
    try {
      result = await this.conditionAt(now)
    } catch {
      return this.withoutValue(this.rule.execErrState, 'Error', now)
    }
    if (result === 'no data') return this.withoutValue(this.rule.noDataState, 'NoData', now)
    for (const { labels, value } of result) this.next(this.instance(labels, now), value !== 0, '', now)
    const untilStale = this.rule.missingSeriesEvalsToResolve ?? evaluationsUntilStale
    for (const [key, instance] of this.instances) {
      if (now - instance.seen >= untilStale * this.intervalMs) this.instances.delete(key)
    }
  }

  private async conditionAt(now: number): Promise<Result> {
    const results = new Map<string, Result>()
    for (const query of this.rule.data) results.set(query.refId, await this.resultOf(query, results, now))
    return results.get(this.rule.condition) ?? 'no data'
  }

  private async resultOf(query: AlertQuery, results: Map<string, Result>, now: number): Promise<Result> {
    const { model, relativeTimeRange } = query
    if (query.datasourceUid !== '__expr__') {
      const series = await this.ask(query, now - relativeTimeRange.from * 1_000, now - relativeTimeRange.to * 1_000)
      const last = series.map(({ labels, values }) => ({ labels, value: values.at(-1) ?? Number.NaN }))
      return last.length === 0 ? 'no data' : last
    }
    if (model.type === 'math') return evaluateMath(String(model.expression), results)
    const input = results.get(String(model.expression))
    if (input === undefined) throw new Error(`${query.refId} needs ${model.expression}, which comes later or never`)
    return model.type === 'reduce' || input === 'no data' ? input : input.map((value) => this.thresholdOf(query, value))
  }

  private thresholdOf({ refId, model }: AlertQuery, { labels, value }: Value): Value {
    const [{ evaluator, unloadEvaluator }] = model.conditions as [{ evaluator: Evaluator; unloadEvaluator?: Evaluator }]
    if (unloadEvaluator && refId !== this.rule.condition) throw new Error('a recovery threshold is only allowed to be the alert condition')
    const known = this.instances.get(keyOf(labels))
    const isLoaded = known !== undefined && known.state !== 'Normal' && known.reason === ''
    const isOver = isLoaded && unloadEvaluator ? !holds(unloadEvaluator, value) : holds(evaluator, value)
    return { labels, value: Number(isOver) }
  }

  private withoutValue(setting: AlertRule['noDataState'] | AlertRule['execErrState'], reason: string, now: number): void {
    // Grafana sets all states there are; where there is none, it makes one without labels of the query.
    const all = this.instances.size > 0 ? [...this.instances.values()] : [this.instance({}, now)]
    for (const instance of all) {
      instance.seen = now
      if (setting === 'KeepLast') this.next(instance, instance.state !== 'Normal', `${reason}, KeepLast`, now)
      else this.next(instance, setting !== 'OK', reason, now)
    }
  }

  private next(instance: AlertInstance, isOver: boolean, reason: string, now: number): void {
    instance.reason = reason
    instance.seen = now
    if (!isOver) return set(instance, 'Normal', now)
    if (instance.state === 'Alerting') return
    const pendingMs = pendingMsOf(this.rule.for)
    if (instance.state === 'Normal') return set(instance, pendingMs > 0 ? 'Pending' : 'Alerting', now)
    if (now - instance.since >= pendingMs) set(instance, 'Alerting', now)
  }

  private instance(labels: Value['labels'], now: number): AlertInstance {
    const key = keyOf(labels)
    const known = this.instances.get(key) ?? {
      state: 'Normal',
      reason: '',
      labels: { ...labels, ...this.rule.labels },
      since: now,
      seen: now,
    }
    this.instances.set(key, known)
    return known
  }
}

function set(instance: AlertInstance, state: AlertInstance['state'], now: number): void {
  if (instance.state === state) return
  instance.state = state
  instance.since = now
}

const keyOf = (labels: Value['labels']): string => JSON.stringify(Object.entries(labels).sort())

const holds = ({ type, params: [limit] }: Evaluator, value: number): boolean => (type === 'gt' ? value > limit : value < limit)

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 }

/** '1h30m' → 5400000 */
const pendingMsOf = (text: string): number =>
  [...text.matchAll(/(\d+)([hms])/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0)
