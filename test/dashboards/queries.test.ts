// Every query of every dashboard against a real InfluxDB that holds the simulated fleet: it answers with rows, right ones, and reads no more than the range.
// KZ_SLOW_QUERIES=1 prints the slowest with their times.
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dashboardsOf } from '../../dashboards/grafana/dashboards.ts'
import { languages } from '../../dashboards/grafana/language.ts'
import { panelsOf } from '../../dashboards/grafana/panels-of.ts'
import type { InfluxTarget } from '../../dashboards/grafana/targets.ts'
import { kindUid } from '../../dashboards/grafana/uids.ts'
import { kinds } from '../../facilities/kinds.ts'
import { type InfluxServer, startInflux } from '../support/influx-server.ts'
import { filledIn, firstChosen, influxTargetsOf, type Shown, shownIn } from './filled-in.ts'
import { mayBeEmpty } from './may-be-empty.ts'
import { fill, simulatedFleet } from './simulated-fleet.ts'
import { day, from, hour, to } from './simulated-hour.ts'
import { increase } from './simulated-rollups.ts'

const fleet = simulatedFleet()
const ranges = { raw: { from, to }, hour: { from: to - 7 * day, to }, day: { from: to - 99 * day, to } } as const
const slowestMs = 2_000

let server: InfluxServer
const times: { board: string; panel: string; range: string; ms: number; rows: number }[] = []

beforeAll(async () => {
  server = await startInflux()
  await fill(server, fleet)
})

afterAll(async () => {
  await server?.stop()
  if (process.env.KZ_SLOW_QUERIES) console.table(times.toSorted((a, b) => b.ms - a.ms).slice(0, 30))
})

interface Series {
  readonly name: string
  readonly tags?: Readonly<Record<string, string>>
  readonly columns: readonly string[]
  readonly values: readonly (readonly unknown[])[]
}

async function ask(target: InfluxTarget, query: string): Promise<Series[]> {
  const db = target.datasource.uid === 'kezhong-rollups' ? 'rollups' : 'readings'
  const body = new URLSearchParams({ q: query, db, epoch: 'ms' })
  const response = await fetch(`${server.url}/query`, { method: 'POST', body, signal: AbortSignal.timeout(30_000) })
  const { error, results } = (await response.json()) as { error?: string; results?: { error?: string; series?: Series[] }[] }
  const said = error ?? results?.[0]?.error
  if (said) throw new Error(`${query}: ${said}`)
  return results?.[0]?.series ?? []
}

async function answers(
  board: Dashboard,
  panel: Panel,
  range: keyof typeof ranges,
  chosen: Shown['chosen'],
): Promise<Map<InfluxTarget, Series[]>> {
  const all = new Map<InfluxTarget, Series[]>()
  for (const target of influxTargetsOf(panel)) {
    const shown = shownIn(panel, { ...ranges[range], chosen: { ...firstChosen(board), ...chosen } })
    const began = performance.now()
    const series = await ask(target, filledIn(target.query, shown, panel))
    const rows = series.reduce((sum, { values }) => sum + values.length, 0)
    times.push({ board: board.title ?? '', panel: panel.title ?? '', range, ms: Math.round(performance.now() - began), rows })
    expect(rows, `rows of ${panel.title}`).toBeLessThanOrEqual(20_000)
    if (series.length > 0) all.set(target, series)
  }
  return all
}

describe.each(dashboardsOf(kinds, 'zh').map((board) => [board.title ?? '', board] as const))('%s', (_, board) => {
  const kind = kinds.find((one) => board.uid === kindUid('zh', one.kind))
  const device = fleet.find((one) => one.kind === kind)
  const alone = device && { device: [device.id] }

  it.each(Object.keys(ranges) as (keyof typeof ranges)[])(
    'every panel answers a range of which it asks for %ss, and in time',
    async (range) => {
      const empty: string[] = []
      for (const panel of panelsOf(board)) {
        if (influxTargetsOf(panel).length === 0) continue
        const whole = await answers(board, panel, range, undefined)
        const one = alone ? await answers(board, panel, range, alone) : whole
        if (whole.size === 0 && one.size === 0 && !mayBeEmpty(panel, range)) empty.push(panel.title ?? '')
      }

      expect(empty).toEqual([])
      expect(times.filter(({ ms }) => ms > slowestMs)).toEqual([])
    },
  )

  it('every query answers in one of the ranges, for all or for a device alone', async () => {
    const silent: string[] = []
    for (const panel of panelsOf(board)) {
      const answered = new Set<InfluxTarget>()
      for (const range of Object.keys(ranges) as (keyof typeof ranges)[]) {
        for (const chosen of [undefined, alone])
          for (const target of (await answers(board, panel, range, chosen)).keys()) answered.add(target)
      }
      for (const target of influxTargetsOf(panel)) if (!answered.has(target)) silent.push(`${panel.title}: ${target.query}`)
    }

    expect(silent).toEqual([])
  })
})

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('the numbers of %s', (_, kind) => {
  const board = dashboardsOf(kinds, 'en').find(({ uid }) => uid === kindUid('en', kind.kind))!
  const mine = fleet.filter((device) => device.kind === kind)
  const valuesOf = (field: string) =>
    mine.map(({ points }) => points.filter(({ table }) => table === 'telemetry').map(({ fields }) => fields[field] as number))

  it.each(Object.keys(ranges) as (keyof typeof ranges)[])(
    'are those of the fleet, in the unit of the field, in a range of %ss',
    async (range) => {
      for (const [name, field] of Object.entries(kind.telemetry)) {
        if (field.type !== 'gauge' && field.type !== 'count') continue
        const asked = new RegExp(`(?:mean|min|max)\\("${name}(?:_mean|_min|_max)?"\\) AS "(?!value)`)
        const panel = panelsOf(board).find((one) => influxTargetsOf(one).some(({ query }) => asked.test(query)))!
        const column = (series: Series) => numbersIn(series, panel, field.label.en)
        const shown = [...(await answers(board, panel, range, undefined)).values()].flat().flatMap(column)
        const real = valuesOf(name).flat()

        expect(shown.length, name).toBeGreaterThan(0)
        expect(Math.min(...shown), name).toBeGreaterThanOrEqual(Math.min(...real) - 1e-9)
        expect(Math.max(...shown), name).toBeLessThanOrEqual(Math.max(...real) + 1e-9)
      }
    },
  )

  it('totals grow as much as those of the fleet did', async () => {
    for (const [name, field] of Object.entries(kind.telemetry)) {
      if (field.type !== 'total') continue
      const panel = panelsOf(board).find((one) => one.title === `${field.label.en}, increase`)!
      const sum = async (range: keyof typeof ranges) => {
        const series = [...(await answers(board, panel, range, undefined)).values()].flat()
        return series.flatMap(({ values }) => values.map((row) => row[1] as number)).reduce((total, one) => total + one, 0)
      }
      const anHour = valuesOf(name).reduce((total, values) => total + increase(values), 0)

      expect(await sum('raw'), name).toBeCloseTo(anHour, 3)
      expect(await sum('hour'), name).toBeCloseTo(anHour * Math.floor((ranges.hour.to - ranges.hour.from) / hour), 1)
      expect(await sum('day'), name).toBeCloseTo(anHour * 24 * 99, 0)
    }
  })

  it('states hold for as long as they did', async () => {
    for (const [name, field] of Object.entries(kind.telemetry)) {
      if (field.type !== 'state') continue
      const panel = panelsOf(board).find((one) => one.title === `${field.label.en}, share of time`)!
      const [series] = [...(await answers(board, panel, 'raw', undefined)).values()].flat()
      const seconds = series!.values
        .at(-1)!
        .slice(1)
        .reduce<number>((sum, one) => sum + Number(one ?? 0), 0)

      expect(series!.columns.slice(1)).toEqual(Object.values(field.values).map(({ en }) => en))
      expect(seconds, name).toBeCloseTo(mine.length * 3_600, 6)
    }
  })

  it('the count of devices heard is that of the fleet', async () => {
    const panel = panelsOf(board).find(({ title }) => title === 'Devices heard')!
    for (const range of Object.keys(ranges) as (keyof typeof ranges)[]) {
      const [series] = [...(await answers(board, panel, range, undefined)).values()].flat()

      expect(series?.values[0]?.[1], range).toBe(mine.length)
    }
  })
})

/** The band of a panel with one field is named for what it is of it, a column of a panel with several for its field. */
function numbersIn({ columns, values }: Series, panel: Panel, label: string): number[] {
  const several = columns.includes(label)
  if (!several && panel.title !== label) return []
  const indexes = columns.flatMap((name, index) => (index > 0 && (several ? name === label : true) ? [index] : []))
  return values.flatMap((row) => indexes.map((index) => row[index]).filter((value): value is number => typeof value === 'number'))
}

it('lines of single devices are drawn for those that were chosen, and for no others', async () => {
  for (const kind of kinds) {
    const board = dashboardsOf(kinds, 'zh').find(({ uid }) => uid === kindUid('zh', kind.kind))!
    const two = fleet
      .filter((device) => device.kind === kind)
      .slice(0, 2)
      .map(({ id }) => id)
    const panel = panelsOf(board).find((one) => influxTargetsOf(one).some(({ refId }) => refId === 'device-raw'))!

    const named = async (chosen: Shown['chosen']) =>
      [...(await answers(board, panel, 'raw', chosen)).values()].flat().flatMap(({ tags }) => (tags?.device ? [tags.device] : []))

    expect(await named(undefined), kind.kind).toEqual([])
    expect((await named({ device: two })).toSorted(), kind.kind).toEqual(two.toSorted())
  }
})

it('variables and annotations ask what InfluxDB understands', async () => {
  const source = { datasource: { type: 'influxdb', uid: 'kezhong-readings' } } as InfluxTarget
  for (const board of languages.flatMap((language) => dashboardsOf(kinds, language))) {
    for (const { type, query, datasource } of board.templating.list ?? []) {
      if (type !== 'query' || datasource?.type !== 'influxdb') continue
      const found = await ask(source, filledIn((query as { query: string }).query, { ...ranges.raw, chosen: firstChosen(board) }))
      expect(found[0]?.values.length ?? 0, `${board.title}: ${JSON.stringify(query)}`).toBeGreaterThan(0)
    }
    for (const { datasource, target } of board.annotations.list ?? []) {
      if (datasource?.type === 'influxdb')
        await ask(source, filledIn((target as unknown as { query: string }).query, { ...ranges.raw, chosen: firstChosen(board) }))
    }
  }
})
