// The facade over a world written by hand, without a thread, so that every test of the API may have it: formulas, status, lists of what people
// enter and their file are the real ones. indicators-kept.test.ts holds the routes against the facade as it is.
import { join } from 'node:path'
import { openIndicatorsDatabase } from '../../ingest/indicators/database.ts'
import { definitions, indicatorOf } from '../../ingest/indicators/definitions.ts'
import { contributions, evaluate, isApplicable } from '../../ingest/indicators/evaluate.ts'
import type { Contribution, Indicator } from '../../ingest/indicators/indicator.ts'
import {
  type FactLine,
  IndicatorFault,
  type Indicators,
  type Job,
  type ShadowResult,
  type Value,
  type ValueWithPast,
} from '../../ingest/indicators/indicators.ts'
import { auditPage } from '../../ingest/indicators/kept/audit.ts'
import { Lines } from '../../ingest/indicators/kept/lines.ts'
import { ManualValues } from '../../ingest/indicators/kept/manual.ts'
import { Parameters } from '../../ingest/indicators/kept/parameters.ts'
import { Rectifications } from '../../ingest/indicators/kept/rectifications.ts'
import { monthsUpTo, noOffset, parsePeriod } from '../../ingest/indicators/period.ts'
import { formatScope, matches, parseScope, type Scope, scopesOf } from '../../ingest/indicators/scope.ts'
import { statusOf } from '../../ingest/indicators/status.ts'
import { handWorld } from '../indicators/hand-world.ts'
import { tempFolder } from '../support/temp-folder.ts'

const hour = 3_600_000
const begin = Date.parse('2026-11-01T00:00:00+08:00')
export const now = Date.parse('2026-11-24T12:00:00+08:00')
const registered = 34_000

/** Two freezers and a locker in Loudong, one freezer in Shaxi without limits; months before are as this one. */
const world = handWorld({
  until: now,
  facilities: [
    { id: 'estate-01', town: 'loudong', circles: ['huiyang'] },
    { id: 'estate-02', town: 'shaxi', circles: [] },
  ],
  devices: {
    'freezer-1': 'freezer@estate-01',
    'freezer-2': 'freezer@estate-01',
    'freezer-3': 'freezer@estate-02',
    'locker-1': 'locker@estate-01',
  },
  parts: [
    {
      device: 'freezer-1',
      registered: registered * 60,
      service: registered * 60,
      online: 33_000 * 60,
      coldGood: 30_000 * 60,
      coldBad: 3_000 * 60,
      coldUnknown: 1_000 * 60,
    },
    {
      device: 'freezer-2',
      registered: registered * 60,
      service: registered * 60,
      online: 34_000 * 60,
      coldGood: 34_000 * 60,
      coldBad: 0,
      coldUnknown: 0,
    },
    {
      device: 'freezer-3',
      registered: registered * 60,
      service: registered * 60,
      online: 17_000 * 60,
      coldGood: 0,
      coldBad: 0,
      coldUnknown: registered * 60,
    },
    { device: 'locker-1', registered: registered * 60, service: registered * 60, online: 34_000 * 60 },
  ],
})

export interface HandIndicators extends Indicators {
  /** What jobs were ordered with. */
  readonly ordered: unknown[]
  stop(): void
}

export async function handIndicators(): Promise<HandIndicators> {
  const database = openIndicatorsDatabase(join(await tempFolder(), 'indicators.sqlite'))
  const lines = new Lines(database)
  const parameters = new Parameters(database)
  const manual = new ManualValues(database)
  const rectifications = new Rectifications(database)
  const ordered: unknown[] = []
  const jobs = new Map<string, Job<never>>()
  const needed = (id: string) => indicatorOf(id) as Indicator
  const of = (id: string): readonly Contribution[] => contributions(needed(id), world)

  function valueIn(id: string, period: string, scope: string): Value {
    const indicator = needed(id)
    const outcome = evaluate(indicator, world, [parseScope(scope) as Scope]).get(scope)!
    const target = lines.at(id, 'city', period)
    return {
      ...outcome,
      ...{
        indicator: id,
        period,
        scope,
        revision: period < '2026-11' ? 1 : 0,
        state: period < '2026-11' ? 'closed' : 'open',
        source: 'measured',
      },
      ...{ formulaVersion: indicator.formula.version, registerVersion: 3, inputs: { count: 4, digest: 'abc' }, computed: now, until: now },
      ...{ status: statusOf(outcome, indicator.direction, target), madeUp: false, gap: null },
      ...(target && { target }),
      ...(!isApplicable(indicator, world) && { reason: indicator.feed.label }),
    }
  }

  const withPast = (id: string, period: string, scope: string): ValueWithPast => {
    const value = valueIn(id, period, scope)
    const { status } = value
    return {
      ...value,
      previous: { period: '2026-10', value: value.value === null ? null : value.value - 1, status, revision: 1 },
      lastYear: null,
    }
  }

  function begun<Result>(order: unknown, result: Result): Job<Result> {
    ordered.push(order)
    const job: Job<Result> = {
      id: `job-${ordered.length}`,
      state: 'done',
      author: 'test',
      created: now,
      finished: now,
      done: 3,
      total: 3,
      result,
    }
    jobs.set(job.id, job as Job<never>)
    return job
  }

  return {
    ordered,
    stop: () => database.close(),
    all: definitions,
    periods: () => ({ now: '2026-11', lastClosed: '2026-10', first: '2026-06' }),
    values: async ({ period, scope, task }) =>
      definitions.filter((each) => task === undefined || each.task === task).map(({ id }) => withPast(id, period, scope)),
    value: async (id, { period, scope }) => withPast(id, period, scope),
    history: async (id, { scope, until, months }) =>
      monthsUpTo(parsePeriod(until, noOffset)!, months, noOffset).map((month) => valueIn(id, month.id, scope)),
    ranking: async (id, { period, kind }) =>
      ['loudong', 'shaxi'].map((town, index) => ({
        town,
        value: valueIn(id, period, kind ? `town:${town},kind:${kind}` : `town:${town}`),
        rank: index === 0 ? 1 : null,
        previousRank: index === 0 ? 2 : 1,
      })),
    parts: async (id, { period, scope, by, after = '', limit }) => {
      const within = of(id).filter((each) => matches(each, parseScope(scope) as Scope))
      const granularity = { town: 'T', circle: 'L', kind: 'F', facility: 'facility' } as const
      return paged(
        scopesOf(within, granularity[by]).map(formatScope),
        after,
        limit,
        (each) => each,
        (each) => valueIn(id, period, each),
      )
    },
    evidence: async (id, { scope, device, only, after = '', limit }) => {
      const within = of(id)
        .filter((each) => matches(each, parseScope(scope) as Scope) && (device === undefined || each.device === device))
        .filter((each) => only === undefined || (only === 'excluded') === (each.excluded !== undefined))
      return paged(
        within,
        after,
        limit,
        (each) => `${each.device}`,
        (each) => each,
      )
    },
    facts: async ({ device, from, to, after = '', limit }) => {
      const hours = device in { 'freezer-1': 1, 'locker-1': 1 } ? Array.from({ length: 3 }, (_, index) => begin + index * hour) : []
      const within = hours.filter((start) => start >= from && start < to)
      const line = (start: number): FactLine => ({
        ...{ start, end: start + hour, facility: 'estate-01', town: 'loudong', circles: ['huiyang'] },
        facts: { registered: 3600, online: 3540, coldRuns: 'G59U1', clockError: null },
      })
      return paged(within, after, limit, String, line)
    },
    revisions: async (id, { period, scope }) => {
      const { value, numerator, denominator, computed, registerVersion, formulaVersion, inputs, status } = valueIn(id, period, scope)
      const first = {
        revision: 1,
        value,
        numerator,
        denominator,
        computed,
        registerVersion,
        formulaVersion,
        inputs,
        status,
        cause: 'close' as const,
      }
      return [first, { ...first, revision: 2, cause: 'late-data', difference: { value: 0.5, numerator: 1, denominator: 0 } }]
    },
    targets: (id) => lines.of(id),
    setTarget: (target) => lines.set(target, now, () => {}),
    parameters: (id) => parameters.of(needed(id)),
    setParameter: (setting) => parameters.set(setting, now),
    setManualValues: async (values) => {
      const measured = values.find(({ indicator }) => isApplicable(needed(indicator), world))
      if (measured) throw new IndicatorFault('not-manual', { id: measured.indicator })
      manual.set(values, now)
    },
    manualValues: (query) => manual.page(query),
    beginShadow: (order) => {
      const { value, numerator, denominator, status } = valueIn(order.indicator, order.from, order.scope)
      const was = { value, numerator, denominator, status }
      return begun<readonly ShadowResult[]>(order, [
        { period: order.from, was, wouldBe: { ...was, value: (value ?? 0) + 1, status: 'met' } },
      ])
    },
    shadow: (id) => jobs.get(id),
    beginRecompute: (order) => begun(order, { changed: 7 }),
    recompute: (id) => jobs.get(id),
    adoption: async ({ by }) => [
      {
        scope: by === 'city' ? 'city' : `${by}:loudong`,
        installed: 4,
        online: 3,
        used: 2,
        suspects: { 'heartbeat-only': 1, frozen: 0, identical: 0, 'counted-twice': 0 },
      },
    ],
    suspects: async ({ town }) => ({
      items:
        town === 'shaxi'
          ? []
          : [
              {
                sort: 'heartbeat-only',
                device: 'locker-1',
                kind: 'locker',
                facility: 'estate-01',
                town: 'loudong',
                others: [],
                reason: { zh: '只有心跳', en: 'only heartbeats came' },
              },
            ],
    }),
    rectifications: (query) => rectifications.page(query),
    addRectification: (entry, author) => rectifications.add(entry, author, { at: now, year: 2026 }),
    reply: (id, text, author, version) => rectifications.reply(id, text, author, version, now),
    closeRectification: (id, note, author, version) => rectifications.close(id, note, author, version, now),
    audit: (query) => auditPage(database, query),
    deliveries: () => ({
      items: [{ id: 'msg_1', event: 'target.changed', created: now, state: 'waiting', attempts: 2, next: now + hour, answer: '503' }],
    }),
    status: () => ({ behind: 0, until: now }),
  }
}

function paged<Item, Answer>(
  all: readonly Item[],
  after: string,
  limit: number,
  key: (item: Item) => string,
  answer: (item: Item) => Answer,
) {
  const rest = all.filter((item) => key(item) > after)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { items: items.map(answer), ...(rest.length > limit && last !== undefined && { next: key(last) }) }
}
