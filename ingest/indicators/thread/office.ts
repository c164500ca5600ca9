import type { DatabaseSync } from 'node:sqlite'
import { type Offset, startOfDay } from '../../../facilities/zone.ts'
import type { Register } from '../../../register/register.ts'
import type { FactsReader } from '../../facts/reader.ts'
import { adoptionOf } from '../adoption.ts'
import { suspectsOf } from '../adoption-suspects.ts'
import { Closer, type FactsState } from '../close.ts'
import { dayMs } from '../day.ts'
import { definitions } from '../definitions.ts'
import { Desk } from '../desk.ts'
import { Evaluated } from '../evaluated.ts'
import { formulaKeys } from '../formula-keys.ts'
import type { Indicator } from '../indicator.ts'
import { Lines } from '../kept/lines.ts'
import { ManualValues } from '../kept/manual.ts'
import { outboxOf } from '../kept/outbox.ts'
import { Parameters } from '../kept/parameters.ts'
import { Results } from '../kept/results.ts'
import { neededIndicator } from '../needed-indicator.ts'
import { monthAt, type Period, parsePeriod } from '../period.ts'
import { registerDigest } from '../register-digest.ts'
import { parseScope } from '../scope.ts'
import type { ShadowParts } from '../shadow.ts'
import { Values } from '../values.ts'
import { worldOfFacts } from '../world-of-facts.ts'
import { Evaluations } from './evaluations.ts'
import { Feeder } from './feed.ts'
import type { Feed, IndicatorsStatus } from './messages.ts'

interface OfficeParts {
  readonly register: Register
  readonly facts: FactsReader
  readonly database: DatabaseSync
  /** ingest.sqlite, read only. */
  readonly quarantine: DatabaseSync
  readonly offset: Offset
  readonly now: () => number
  readonly quarantineDays: number
  readonly tellsWebhook: boolean
}

/** Points in the store follow this often. */
const pointsEveryMs = 60_000

/** All that the indicators thread works with, put together over the open files; it neither waits nor listens. */
export class Office {
  readonly desk: Desk
  readonly closer: Closer
  readonly shadowParts: ShadowParts
  readonly offset: Offset
  private readonly parts: OfficeParts
  private readonly values: Values
  private readonly results: Results
  private readonly lines: Lines
  private readonly parameters: Parameters
  private readonly evaluations: Evaluations
  private readonly feeder = new Feeder()
  private readonly state: FactsState
  private told: { readonly evaluated: Evaluated; readonly entered: string } | undefined
  private pointsAt = Number.NEGATIVE_INFINITY
  private readonly closedTold = new Set<string>()

  constructor(parts: OfficeParts) {
    const { database, facts, register, offset, now } = parts
    this.parts = parts
    this.offset = offset
    this.results = new Results(database)
    this.lines = new Lines(database)
    this.parameters = new Parameters(database)
    this.state = remembered(facts)
    this.evaluations = new Evaluations({
      make: (period) => this.evaluate(period),
      facts: this.state,
      entered: () => this.entered(),
      registerVersion: () => register.version(),
      clock: () => performance.now(),
    })
    const shown = {
      ...{ database, results: this.results, lines: this.lines, manual: new ManualValues(database), offset, now },
      townOf: ({ circle, facility }: { circle?: string; facility?: string }) =>
        facility === undefined ? register.circles().find(({ id }) => id === circle)?.town : register.facility(facility)?.town,
      firstFacts: () => this.state.first(),
      evaluated: (period: Period) => this.evaluations.of(period),
    }
    this.values = new Values(shown)
    this.desk = new Desk({
      ...{ ...shown, indicators: definitions, facts },
      geography: () => ({
        towns: register.towns().map(({ id }) => id),
        circles: register.circles(),
        kinds: register.catalogue.all.map(({ kind }) => kind),
      }),
      adoption: ({ world }, by) => adoptionOf(world, by),
      suspects: ({ world }) => suspectsOf(world),
    })
    this.closer = new Closer({
      ...{ database, results: this.results, indicators: definitions, facts: this.state, now },
      register: { version: () => register.version(), digest: (from, to) => registerDigest(register, from, to) },
      formulas: (month) => formulaKeys(definitions, month, this.parameters, this.lines),
      months: { of: (id) => parsePeriod(id, offset) as Period, at: (time) => monthAt(time, offset) },
      evaluate: (month) => this.evaluate(month),
      putOut: outboxOf(database, { isOn: parts.tellsWebhook, now }),
      // Of whom nobody had registered only quarantine knows, and that is kept for a shorter time than facts.
      isThere: ({ id }, { from }) => id !== '17-4' || from >= now() - parts.quarantineDays * dayMs,
    })
    this.shadowParts = {
      ...{ values: this.values, offset },
      evaluated: (period, parameters, facts) => this.evaluate(period, parameters, facts),
    }
  }

  indicator(id: string): Indicator {
    return neededIndicator(definitions, id)
  }

  status(): IndicatorsStatus {
    const [until, first] = [this.state.until(), this.state.first()]
    return { until, behind: until === 0 ? 0 : Math.max(0, this.parts.now() - until), ...(first !== undefined && { first }) }
  }

  /** A month was closed or revised: that goes into the store without delay. */
  tellSoon(): void {
    this.pointsAt = Number.NEGATIVE_INFINITY
  }

  /** Makes the running month anew when that is due, and tells what has changed. `breathe` lets questions be answered in between. */
  async *follow(breathe: () => Promise<unknown>): AsyncGenerator<Feed> {
    if (this.state.first() === undefined) return
    const month = monthAt(this.parts.now(), this.offset)
    if (this.evaluations.isDue(month)) {
      await this.evaluations.renewSlowly(month, async (evaluated) => {
        for (const indicator of definitions) {
          evaluated.value(indicator, 'city')
          await breathe()
        }
      })
    }
    const retained = this.ofCity(month)
    if (retained.length > 0) yield { retained, points: [] }
    if (performance.now() - this.pointsAt < pointsEveryMs) return
    this.pointsAt = performance.now()
    for (const points of this.points(month)) {
      if (points.length > 0) yield { retained: [], points }
      await breathe()
    }
  }

  /** Nothing when they are of what was told last. */
  private ofCity(month: Period): Feed['retained'] {
    const [evaluated, entered] = [this.evaluations.of(month), this.entered()]
    if (this.told?.evaluated === evaluated && this.told.entered === entered) return []
    this.told = { evaluated, entered }
    const values = definitions.flatMap((indicator) => {
      const value = this.values.value(indicator, month, 'city')
      return value ? [{ indicator, value }] : []
    })
    return this.feeder.ofCity(values)
  }

  private entered(): string {
    return `${this.lines.version()} ${this.parameters.version()}`
  }

  /** Of the running month and day, and of months that were closed or revised since. */
  private *points(month: Period): Generator<Feed['points']> {
    for (const id of this.results.closedMonths()) {
      if (!this.isChanged(id)) continue
      const closed = parsePeriod(id, this.offset) as Period
      for (const indicator of definitions) {
        const scopes = [...this.results.latest(id, indicator.id).keys()].filter(isDrawn)
        yield this.feeder.pointsOf(
          scopes.flatMap((scope) => this.values.value(indicator, closed, scope) ?? []),
          'month',
          closed.from,
        )
      }
    }
    const evaluated = this.evaluations.of(month)
    for (const indicator of definitions) {
      const scopes = [...evaluated.scopes(indicator)].filter(isDrawn)
      yield this.feeder.pointsOf(
        scopes.flatMap((scope) => this.values.value(indicator, month, scope) ?? []),
        'month',
        month.from,
      )
    }
    yield* this.pointsOfDays()
  }

  private *pointsOfDays(): Generator<Feed['points']> {
    const { now } = this.parts
    for (const daysOn of [-1, 0]) {
      const [from, to] = [startOfDay(now(), this.offset, daysOn), startOfDay(now(), this.offset, daysOn + 1)]
      const day: Period = { id: new Date(from + this.offset(from)).toISOString().slice(0, 10), sort: 'month', from, to }
      if (to <= (this.state.first() ?? to)) continue
      const evaluated = this.evaluate(day)
      for (const indicator of definitions) {
        const scopes = [...evaluated.scopes(indicator)].filter((scope) => isDrawn(scope) && parseScope(scope)?.circle === undefined)
        const values = scopes.map((scope) => this.values.ofWindow(indicator, day, evaluated.value(indicator, scope)))
        yield this.feeder.pointsOf(values, 'day', from)
      }
    }
  }

  /** Whether a closed month has results that were not told yet; after a start all of them. */
  private isChanged(month: string): boolean {
    const { count } = this.parts.database.prepare('SELECT count(*) AS count FROM result WHERE period = ?').get(month) as { count: number }
    const key = `${month} ${count}`
    if (this.closedTold.has(key)) return false
    this.closedTold.add(key)
    return true
  }

  private evaluate(period: Period, tried: Readonly<Record<string, number>> = {}, facts = this.parts.facts): Evaluated {
    const { register, quarantine, offset, now } = this.parts
    const month = monthAt(Math.min(period.to - 1, now()), offset).id
    const inForce = new Map(definitions.map((indicator) => [indicator.id, this.parameters.at(indicator, month)]))
    const cityLine = (indicator: string): number | undefined => {
      const line = this.lines.at(indicator, 'city', month)?.target
      return typeof line === 'number' ? line : undefined
    }
    const world = worldOfFacts({ register, facts, quarantine, offset }, period, {
      parameter: (indicator, name) => tried[name] ?? inForce.get(indicator)?.[name],
      target: cityLine,
    })
    return new Evaluated({
      world,
      inputs: () => facts.partInputs(period.from, world.until),
      computed: now(),
      parameters: ({ id }) => ({ ...inForce.get(id), ...tried }),
    })
  }
}

/** Facilities are too many for lines on a board; whoever wants them asks. */
const isDrawn = (scope: string): boolean => parseScope(scope)?.facility === undefined

/** Where facts begin is asked for often, and found by asking for each device. */
function remembered(facts: FactsReader): FactsState {
  let known: { readonly version: number; readonly first: number | undefined } | undefined
  return {
    until: () => facts.until(),
    isSettled: (to, registerVersion) => facts.isSettled(to, registerVersion),
    version: () => facts.version(),
    changedSince: (version) => facts.changedSince(version),
    first: () => {
      const version = facts.version()
      if (known?.version !== version) known = { version, first: facts.first() }
      return known.first
    },
  }
}
