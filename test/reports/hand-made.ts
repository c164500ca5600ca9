// Indicators as the facade would give them, for a city of eight towns: values, targets, revisions and problems of every sort.
import { builtIn } from '../../facilities/catalogue.ts'
import { definitions } from '../../ingest/indicators/definitions.ts'
import type { Indicator } from '../../ingest/indicators/indicator.ts'
import type {
  Adoption,
  RankedTown,
  Rectification,
  Revision,
  Status,
  Suspect,
  Target,
  Value,
  ValueWithPast,
} from '../../ingest/indicators/indicators.ts'
import type { Names, ReportIndicators } from '../../ingest/reports/gathered.ts'
import { circles } from '../../seeds/circles.ts'
import { tasks } from '../../seeds/tasks.ts'
import { towns } from '../../seeds/towns.ts'
import { units } from '../../seeds/units.ts'

export const names: Names = { towns, circles: circles.filter(({ recognised }) => recognised), units, tasks, kinds: builtIn.all }

export const indicators: readonly Indicator[] = definitions

/** No kind gives what these count. */
const silent = new Set(definitions.filter(({ count }) => count === undefined).map(({ id }) => id))

const target: Omit<Target, 'indicator'> = {
  scope: 'city',
  version: 1,
  since: '2026-01',
  target: 95,
  warning: 90,
  document: '太商发〔2026〕1号',
  date: '2026-01-05',
  author: 'reviewer',
  recorded: 0,
}

/** Values hang on the place and the indicator alone, so that each run gives the same. */
function amounts(
  indicator: Indicator,
  scope: string,
  shift: number,
): { numerator: number | null; denominator: number; value: number | null } {
  if (silent.has(indicator.id)) return { numerator: 0, denominator: 0, value: null }
  const seed = [...`${indicator.id}${scope}`].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7) + shift
  const denominator = scope === 'city' ? 1_296_000 : 43_200 + seed * 10
  if (indicator.id === '12-3') return { numerator: null, denominator: 12, value: 3 + (seed % 100) / 7 }
  if (indicator.unit === 'per-compartment-day') return { numerator: seed * 40, denominator, value: (seed * 40) / denominator }
  const share = indicator.direction === 'down' ? 20 + (seed % 60) : 880 + (seed % 118)
  const numerator = Math.floor((denominator * share) / 1_000) + (seed % 7)
  return { numerator, denominator, value: (numerator / denominator) * 100 }
}

export interface Changes {
  readonly state?: 'open' | 'closed'
  readonly revision?: number
  readonly isFirstYear?: boolean
  /** Added to what is counted, as late data does. */
  readonly shift?: number
}

function madeValue(
  indicator: Indicator,
  period: string,
  scope: string,
  { state = 'closed', revision = 1, shift = 0 }: Changes,
): ValueWithPast {
  const counted = amounts(indicator, scope, shift)
  const line = indicator.direction !== 'up' ? undefined : { ...target, indicator: indicator.id }
  const coverage = indicator.id === '16-3' ? (scope === 'city' ? 0.873 : 0.956) : indicator.id === '12-1' ? 0.9812 : null
  const status = statusOf(counted.value, line, coverage)
  const past = counted.value === null ? null : counted.value - 0.4
  return {
    ...counted,
    indicator: indicator.id,
    period,
    scope,
    coverage,
    floor: coverage === null || counted.value === null ? null : counted.value * coverage,
    facilities: scope === 'city' ? 118 : scope === 'town:ludu' ? 3 : 14,
    devices: scope === 'city' ? 412 : 40,
    variants: [],
    exclusions:
      scope === 'city' && indicator.id === '16-2'
        ? [{ code: 'suspension', reason: { zh: '经批准停用', en: 'approved suspension' }, count: 0, minutes: 5_760 }]
        : [],
    isRanked: scope !== 'town:ludu',
    revision: state === 'open' ? 0 : revision,
    state,
    source: 'measured',
    formulaVersion: 1,
    registerVersion: 37,
    inputs: { count: 296_640, digest: `d${shift}` },
    computed: Date.parse('2026-12-03T00:10:00+08:00'),
    until: Date.parse('2026-12-01T00:00:00+08:00'),
    status,
    madeUp: false,
    ...(line && { target: line }),
    gap: line && counted.value !== null ? counted.value - 95 : null,
    ...(status === 'not-applicable' && { reason: { zh: '尚无提供该数据的设施类型', en: 'no kind of facility gives it yet' } }),
    previous: past === null ? null : { period: '2026-10', value: past, status, revision: 1 },
    lastYear: null,
  }
}

function statusOf(value: number | null, line: object | undefined, coverage: number | null): Status {
  if (value === null) return 'not-applicable'
  if (coverage !== null && coverage < 0.9) return 'no-data'
  if (!line) return 'no-target'
  return value >= 95 ? 'met' : value >= 90 ? 'close' : 'missed'
}

/** What `said` gives may change from call to call. */
export function handMade(said: () => Changes = () => ({})): ReportIndicators {
  const value = (id: string, period: string, scope: string) =>
    madeValue(indicators.find((each) => each.id === id) as Indicator, period, scope, said())
  return {
    all: indicators,
    values: async ({ period, scope }) => indicators.map((indicator) => madeValue(indicator, period, scope, said())),
    ranking: async (id, { period }) => ranked(towns.map((town) => ({ town: town.id, value: value(id, period, `town:${town.id}`) }))),
    parts: async (id, { period, by }) => ({
      items: (by === 'circle' ? names.circles.map((circle) => `circle:${circle.id}`) : ['kind:locker', 'kind:charger']).map((scope) =>
        value(id, period, scope),
      ),
    }),
    history: async (id, { until, months }) =>
      monthsUntil(until, months).map((month, index) => ({ ...value(id, month, 'city'), value: 90 + index / 3 })),
    revisions: async (id, { period, scope }) => revisionsOf(value(id, period, scope)),
    rectifications: () => ({ items: rectifications }),
    adoption: async ({ by }) => adoptionOf(by),
    suspects: async () => ({ items: suspects }),
    manualValues: ({ period }) => ({
      items:
        period === '2026-11'
          ? [
              {
                indicator: '18-1',
                period,
                scope: 'city',
                value: 91.5,
                document: '太商函〔2026〕12号',
                date: '2026-11-30',
                author: 'reviewer',
                recorded: 1,
              },
            ]
          : [],
    }),
    parameters: () => [],
  }
}

function ranked(values: readonly { town: string; value: Value }[]): RankedTown[] {
  const order = values
    .filter(({ value }) => value.isRanked && value.value !== null)
    .toSorted((a, b) => (b.value.value ?? 0) - (a.value.value ?? 0))
  return values.map(({ town, value }) => {
    const rank = order.findIndex((each) => each.town === town)
    return { town, value, rank: rank < 0 ? null : rank + 1, previousRank: rank < 0 ? null : ((rank + 2) % order.length) + 1 }
  })
}

function revisionsOf({ revision, ...value }: Value): Revision[] {
  return Array.from({ length: revision }, (_, index) => ({
    revision: index + 1,
    value: value.value,
    numerator: value.numerator,
    denominator: value.denominator,
    computed: value.computed + index * 86_400_000,
    registerVersion: value.registerVersion,
    formulaVersion: 1,
    inputs: value.inputs,
    status: value.status,
    ...(index > 0 && { difference: { value: 0.0123, numerator: 5, denominator: 0 } }),
    cause: index === 0 ? ('close' as const) : ('late-data' as const),
  }))
}

function monthsUntil(until: string, months: number): string[] {
  const [year = 0, month = 0] = until.split('-').map(Number)
  return Array.from({ length: months }, (_, index) => {
    const at = new Date(Date.UTC(year, month - months + index, 1))
    return at.toISOString().slice(0, 7)
  })
}

const adoption = (scope: string, installed: number): Adoption => ({
  scope,
  installed,
  online: installed - 2,
  used: installed - 7,
  suspects: { 'heartbeat-only': 1, frozen: 1, identical: 0, 'counted-twice': 0 },
})

function adoptionOf(by: 'city' | 'town' | 'circle' | 'kind'): Adoption[] {
  if (by === 'city') return [adoption('city', 412)]
  if (by === 'town') return towns.map(({ id }, index) => adoption(`town:${id}`, 40 + index * 3))
  return ['locker', 'charger', 'freezer'].map((kind, index) => adoption(`kind:${kind}`, 100 + index))
}

const suspects: readonly Suspect[] = [
  {
    sort: 'heartbeat-only',
    device: 'locker-shaxi-07',
    kind: 'locker',
    facility: 'estate-shaxi-02',
    town: 'shaxi',
    others: [],
    reason: { zh: '本期在线，但没有任何有效读数或使用记录', en: 'online without a reading or a use' },
  },
  {
    sort: 'frozen',
    device: 'freezer-liuhe-03',
    kind: 'freezer',
    facility: 'market-liuhe-01',
    town: 'liuhe',
    others: ['freezer-liuhe-04'],
    reason: { zh: '温度连续21天没有变化', en: 'the temperature did not change for 21 days' },
  },
]

const rectifications: readonly Rectification[] = Array.from({ length: 14 }, (_, index) => ({
  id: `zg-${String(index + 1).padStart(3, '0')}`,
  indicator: '16-2',
  period: '2026-11',
  scope: `town:${towns[index % towns.length]?.id}`,
  issue: `第${index + 1}号点位信包箱自11月${index + 3}日起离线，已通知运营单位，现场供电线路待检修。`,
  unit: index % 2 === 0 ? 'commerce' : 'post',
  deadline: `2026-12-${String(index + 10)}`,
  state: index % 5 === 4 ? 'replied' : 'open',
  replies: index % 5 === 4 ? [{ text: '已更换电源模块，恢复在线。', author: 'post', at: 1 }] : [],
  created: 1,
  author: 'reviewer',
  version: 1,
}))
