import { once } from 'node:events'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { type Offset, offsetOf } from '../../../facilities/zone.ts'
import type { IngestSettings } from '../../../settings/processes.ts'
import { countingRuleNames } from '../../facts/try-facts.ts'
import { openIndicatorsDatabase, refuseDamagedIndicators } from '../database.ts'
import { definitions } from '../definitions.ts'
import type { Asked } from '../desk.ts'
import { IndicatorFault, type Indicators, type Job, type ShadowResult } from '../indicators.ts'
import { auditPage } from '../kept/audit.ts'
import { deliveriesPage } from '../kept/deliveries.ts'
import { Lines } from '../kept/lines.ts'
import { ManualValues } from '../kept/manual.ts'
import { type OutboxEvent, outboxOf, type PutOut } from '../kept/outbox.ts'
import { Parameters } from '../kept/parameters.ts'
import { type RecomputeOrder, Recomputes } from '../kept/recomputes.ts'
import { Rectifications } from '../kept/rectifications.ts'
import { Results } from '../kept/results.ts'
import { neededIndicator } from '../needed-indicator.ts'
import { monthAt } from '../period.ts'
import { areInOrder } from '../status.ts'
import { Webhook } from '../webhook/webhook.ts'
import { Jobs } from './jobs.ts'
import type { Answer, Feed, FromIndicators, IndicatorsOrder, IndicatorsStatus, ToIndicators } from './messages.ts'

interface Options {
  /** Makes facts anew; FactsThread has it. Absent: there is nothing to be made anew. */
  readonly recomputeFacts?: (
    order: RecomputeOrder,
    onProgress: (progress: { readonly done: number; readonly total: number }) => void,
  ) => Promise<{ readonly changed: number }>
  /** A file it reads is damaged, facts.sqlite as a rule. */
  readonly onDamage?: (problem: string) => void
  /** The thread ended by itself, and the process has to. */
  readonly onDeath: (error: unknown) => void
  /** For tests: how far its clock is from ours, ms. */
  readonly clockOffsetMs?: number
}

type Of<Name extends keyof Indicators> = Indicators[Name]

/** Longer than the slowest question takes, a year of 10,000 devices. */
const answerWithinMs = 120_000

/** The indicators as the API thread has them: what people enter is kept here, what is computed is asked of a thread of its own. */
export class IndicatorsThread implements Indicators {
  readonly all = definitions
  private readonly settings: IngestSettings
  private readonly options: Options
  private readonly offset: Offset
  private readonly now: () => number
  private readonly listeners = new Set<(feed: Feed) => void>()
  private readonly questions = new Map<number, (answer: Answer) => void>()
  private readonly shadows: Jobs<readonly ShadowResult[]>
  private kept: Kept | undefined
  private webhook: Webhook | undefined
  private worker: Worker | undefined
  private last: IndicatorsStatus = { until: 0, behind: 0 }
  private lastQuestion = 0
  private isStopping = false
  private recomputing: Promise<void> = Promise.resolve()

  constructor(settings: IngestSettings, options: Options) {
    this.settings = settings
    this.options = options
    this.offset = offsetOf(settings.KZ_TIMEZONE)
    this.now = () => Date.now() + (options.clockOffsetMs ?? 0)
    this.shadows = new Jobs(this.now)
  }

  start(): void {
    const isOn = this.settings.KZ_WEBHOOK_URL !== undefined
    const path = join(this.settings.KZ_DATA, 'indicators.sqlite')
    refuseDamagedIndicators(path)
    this.kept = openKept(path, { isOn, now: this.now })
    const workerData: IndicatorsOrder = { settings: this.settings, clockOffsetMs: this.options.clockOffsetMs ?? 0 }
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData })
    this.worker.on('message', (message: FromIndicators) => this.hear(message))
    this.worker.on('error', this.options.onDeath)
    this.worker.on('exit', (code) => {
      if (!this.isStopping) this.options.onDeath(new Error(`the indicators thread ended with code ${code}`))
    })
    this.startWebhook()
    for (const { id, ordered } of this.on.recomputes.unfinished()) this.recomputeNext(id, ordered)
  }

  /** Share of its time in which the thread worked, 0 to 1. */
  busy(): number {
    return this.worker?.performance.eventLoopUtilization().utilization ?? 0
  }

  async stop(): Promise<void> {
    this.isStopping = true
    if (this.worker) {
      const ended = once(this.worker, 'exit')
      this.tell({ stop: true })
      await ended
    }
    this.worker = undefined
    await this.webhook?.stop()
    this.kept?.database.close()
    this.kept = undefined
  }

  /** What goes out by way of the pipeline thread. */
  onFeed(listener: (feed: Feed) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Tells others of what was done elsewhere, as a report that was submitted. */
  announce(event: OutboxEvent): void {
    this.on.putOut(event)
  }

  periods: Of<'periods'> = () => {
    const lastClosed = this.on.results.closedMonths().at(-1)
    const looked = this.on.results.lastLook()
    const { first } = this.last
    return {
      now: monthAt(this.now(), this.offset).id,
      ...(lastClosed !== undefined && { lastClosed }),
      ...(first !== undefined && { first: monthAt(first, this.offset).id }),
      ...(looked !== undefined && { looked }),
    }
  }

  values: Of<'values'> = (query) => this.ask('values', query)
  value: Of<'value'> = (indicator, query) => this.ask('value', indicator, query)
  history: Of<'history'> = (indicator, query) => this.ask('history', indicator, query)
  ranking: Of<'ranking'> = (indicator, query) => this.ask('ranking', indicator, query)
  parts: Of<'parts'> = (indicator, query) => this.ask('parts', indicator, query)
  evidence: Of<'evidence'> = (indicator, query) => this.ask('evidence', indicator, query)
  facts: Of<'facts'> = (query) => this.ask('facts', query)
  revisions: Of<'revisions'> = (indicator, query) => this.ask('revisions', indicator, query)
  adoption: Of<'adoption'> = (query) => this.ask('adoption', query)
  suspects: Of<'suspects'> = (query) => this.ask('suspects', query)

  targets: Of<'targets'> = (indicator) => this.on.lines.of(this.needed(indicator).id)

  setTarget: Of<'setTarget'> = (target) => {
    const { direction, id } = this.needed(target.indicator)
    if (!areInOrder(direction, target)) throw new IndicatorFault('invalid', { id, direction }) // the API says what is wrong with them before
    return this.on.lines.set(target, this.now(), this.on.putOut)
  }

  parameters: Of<'parameters'> = (indicator) => this.on.parameters.of(this.needed(indicator))

  setParameter: Of<'setParameter'> = (setting) => {
    this.neededParameter(setting.indicator, setting.name)
    return this.on.parameters.set(setting, this.now())
  }

  setManualValues: Of<'setManualValues'> = async (values) => {
    await this.ask('refuseMeasured', values)
    this.on.manual.set(values, this.now())
  }

  manualValues: Of<'manualValues'> = (query) => this.on.manual.page(query)

  beginShadow: Of<'beginShadow'> = (order, author) => {
    this.needed(order.indicator)
    for (const name of Object.keys(order.parameters ?? {})) this.neededParameter(order.indicator, name)
    for (const name of Object.keys(order.rules ?? {})) {
      if (!countingRuleNames.includes(name))
        throw new IndicatorFault('no-such-parameter', { id: order.indicator, name, known: countingRuleNames.join(', ') })
    }
    const job = this.shadows.begin(author, 0)
    this.tell({ shadow: job.id, order })
    return job
  }

  shadow: Of<'shadow'> = (id) => this.shadows.find(id)

  beginRecompute: Of<'beginRecompute'> = (order, author) => {
    const job = this.on.recomputes.add(order, author, this.now())
    this.recomputeNext(job.id, order)
    return job
  }

  recompute: Of<'recompute'> = (id): Job<{ readonly changed: number }> | undefined => this.on.recomputes.find(id)

  rectifications: Of<'rectifications'> = (query) => this.on.rectifications.page(query)

  addRectification: Of<'addRectification'> = (entry, author) => {
    const at = this.now()
    const year = Number(monthAt(at, this.offset).id.slice(0, 4))
    return this.on.rectifications.add(entry, author, { at, year })
  }

  reply: Of<'reply'> = (id, text, author, version) => this.on.rectifications.reply(id, text, author, version, this.now())
  closeRectification: Of<'closeRectification'> = (id, note, author, version) =>
    this.on.rectifications.close(id, note, author, version, this.now())

  audit: Of<'audit'> = (query) => auditPage(this.on.database, query)
  deliveries: Of<'deliveries'> = (query) => deliveriesPage(this.on.database, query)
  status: Of<'status'> = () => this.last

  private get on(): Kept {
    if (!this.kept) throw new Error('the indicators are not started')
    return this.kept
  }

  private needed(id: string) {
    return neededIndicator(this.all, id)
  }

  private neededParameter(id: string, name: string): void {
    const known = Object.keys(this.needed(id).formula.parameters)
    if (!known.includes(name)) throw new IndicatorFault('no-such-parameter', { id, name, known: known.join(', ') || '–' })
  }

  private startWebhook(): void {
    const { KZ_WEBHOOK_URL: url, KZ_WEBHOOK_SECRET: secret } = this.settings
    if (url === undefined || secret === undefined) return
    this.webhook = new Webhook({ database: this.on.database, url, secret, now: this.now })
    this.webhook.start()
  }

  private tell(message: ToIndicators): void {
    this.worker?.postMessage(message)
  }

  private async ask<Result>(name: Asked, ...args: readonly unknown[]): Promise<Result> {
    const ask = ++this.lastQuestion
    const answer = await new Promise<Answer>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the indicators thread did not answer ${name}`)), answerWithinMs)
      this.questions.set(ask, (given) => {
        clearTimeout(late)
        resolve(given)
      })
      this.tell({ ask, name, args })
    }).finally(() => this.questions.delete(ask))
    if ('result' in answer) return answer.result as Result
    if ('fault' in answer) throw new IndicatorFault(answer.fault.code, answer.fault.words)
    throw new Error(answer.error)
  }

  private hear(message: FromIndicators): void {
    if ('answer' in message) this.questions.get(message.answer)?.(message)
    else if ('shadow' in message) this.shadows.progress(message.shadow, message)
    else if ('damage' in message) this.options.onDamage?.(message.damage)
    else if ('status' in message) this.last = message.status
    else for (const listener of this.listeners) listener(message.feed)
  }

  /** One after the other: each takes the facts thread for itself. */
  private recomputeNext(id: string, order: RecomputeOrder): void {
    this.recomputing = this.recomputing.then(async () => {
      if (this.isStopping) return
      const outcome = await this.recomputeFacts(id, order)
      if (this.isStopping) return // what was under way is begun again
      this.on.recomputes.finish(id, this.now(), outcome)
      if ('result' in outcome) this.tell({ recomputed: order })
    })
  }

  private async recomputeFacts(id: string, order: RecomputeOrder): Promise<{ result: { readonly changed: number } } | { fault: string }> {
    try {
      const { recomputeFacts } = this.options
      if (!recomputeFacts) return { result: { changed: 0 } }
      const { changed } = await recomputeFacts(order, ({ done, total }) => this.kept?.recomputes.running(id, done, total))
      return { result: { changed } }
    } catch (error) {
      return { fault: (error as Error).message }
    }
  }
}

interface Kept {
  readonly database: DatabaseSync
  readonly results: Results
  readonly lines: Lines
  readonly parameters: Parameters
  readonly manual: ManualValues
  readonly rectifications: Rectifications
  readonly recomputes: Recomputes
  readonly putOut: PutOut
}

function openKept(path: string, outbox: { isOn: boolean; now: () => number }): Kept {
  const database = openIndicatorsDatabase(path)
  return {
    database,
    results: new Results(database),
    lines: new Lines(database),
    parameters: new Parameters(database),
    manual: new ManualValues(database),
    rectifications: new Rectifications(database),
    recomputes: new Recomputes(database),
    putOut: outboxOf(database, outbox),
  }
}
