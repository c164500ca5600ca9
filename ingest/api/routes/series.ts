import { z } from 'zod'
import type { FacilityKind } from '../../../facilities/define.ts'
import { offsetOf } from '../../../facilities/zone.ts'
import type { SeriesSource } from '../../rollups/rolled-series.ts'
import type { Series, SeriesFunction, SeriesQuery } from '../../store/store.ts'
import { iso, time } from '../answers.ts'
import { didYouMean } from '../faults.ts'
import { type AskedField, fieldsOf } from '../fields.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { duration, instant, names } from '../query-values.ts'
import { rangeOf } from '../time-range.ts'
import { neededDevice } from './needed-device.ts'

const mostBuckets = 10_000

const query = z.strictObject({
  fields: names.describe('Separated by commas; a field of an event as event.field: power,energy,sale.amountFen'),
  from: instant.optional().describe('24 hours before `to` when not given, at the start of a bucket'),
  to: instant.optional().describe('Exclusive; now, the newest included, when not given'),
  every: duration.optional().describe('Width of a bucket: 15m, 1h, 60s, 1d, PT15M, or ms; without it the whole range is one bucket'),
  fn: z.enum(['mean', 'min', 'max', 'last', 'sum', 'count', 'increase']).default('mean'),
})

const answer = z.object({
  every: z.string().nullable().describe('As asked; null: the range is one bucket'),
  everyMs: z.number().nullable(),
  from: time,
  to: time,
  fn: z.string(),
  source: z
    .enum(['readings', 'rollups', 'both'])
    .describe(
      'What it was made of: of long and of old ranges in whole hours, hourly values where they are current, and readings for the rest',
    ),
  fields: z.record(z.string(), z.array(z.object({ ts: time.describe('Start of the bucket'), value: z.union([z.number(), z.string()]) }))),
})

export function seriesRoutes(api: Api, parts: ApiParts): void {
  const { register, catalogue, store, settings, now = Date.now } = parts
  api.get(
    '/devices/:id/series',
    {
      config: { problems: ['device-not-found', 'unknown-field', 'wrong-function', 'too-many-buckets', 'store-unavailable'] },
      schema: {
        summary: 'Fields over time, for charts',
        description:
          'Empty buckets are left out, readings of quality bad too. increase sums the steps of a total, a drop being a reset; states and texts answer last and count.',
        tags: ['readings'],
        params: z.object({ id: z.string() }),
        querystring: query,
        response: { 200: answer },
      },
    },
    async ({ params: { id }, query: { fields, every, fn, ...asked } }) => {
      const { kind: kindName } = neededDevice(register, id)
      const kind = catalogue.get(kindName)
      if (!kind) throw new Problem('kind-not-found', { words: { id: kindName, known: catalogue.all.map((each) => each.kind).join(', ') } })
      const wanted = askedFields(kind, fields)
      assertSuits(wanted, fn)
      const range = rangeOf(asked, now())
      if (asked.from === undefined && every) range.from = floored(range.from, every.ms, settings.timezone)
      assertBuckets(range, every?.ms)
      const base = { kind: kindName, device: id, ...range, fn, ...(every && { everyMs: every.ms }) }
      const found = await Promise.all(groups(wanted).map(({ isOfNumbers, ...group }) => foundFor({ ...base, ...group }, isOfNumbers)))
      return {
        every: every?.text ?? null,
        everyMs: every?.ms ?? null,
        from: iso(range.from),
        to: iso(range.to),
        fn,
        source: sourceOf(found),
        fields: { ...Object.fromEntries(fields.map((name) => [name, []])), ...Object.assign({}, ...found.map(({ named }) => named)) },
      }
    },
  )

  /** Of the texts in events nothing is rolled up. */
  async function foundFor(query: SeriesQuery, isRolledUp: boolean) {
    const fromReadings = async () => ({ series: await store.series(query), source: 'readings' as const })
    const { series, source } = isRolledUp && parts.series ? await parts.series(query) : await fromReadings()
    return { named: renamed(query.event, series), source }
  }
}

function askedFields(kind: FacilityKind, fields: readonly string[]): Map<string, AskedField> {
  const known = fieldsOf(kind)
  const unknown = fields.filter((name) => !known.has(name))
  if (unknown.length === 0) return new Map(fields.map((name) => [name, known.get(name) as AskedField]))
  const faults = unknown.map((name) => {
    const meant = didYouMean(name, [...known.keys()])
    return {
      path: 'fields',
      message: {
        zh: `${kind.kind} 没有字段 ${name}${meant ? `，是否想写 ${meant}？` : ''}`,
        en: `${kind.kind} has no field ${name}${meant ? `; did you mean ${meant}?` : ''}`,
      },
      expected: [...known.keys()].join(', '),
      found: name,
    }
  })
  throw new Problem('unknown-field', { words: { kind: kind.kind }, faults })
}

/** The sum of a temperature is odd but true; the increase of one, or the mean of words, would be made up. */
function assertSuits(fields: ReadonlyMap<string, AskedField>, fn: SeriesFunction): void {
  const suits = ({ type }: AskedField) => {
    if (fn === 'last' || fn === 'count') return true
    return fn === 'increase' ? type === 'total' : type === 'total' || type === 'number'
  }
  const wrong = [...fields].filter(([, field]) => !suits(field))
  if (wrong.length === 0) return
  const faults = wrong.map(([name, { type }]) => ({
    path: 'fields',
    message: { zh: `${name} 不适用 ${fn}`, en: `${fn} does not suit ${name}` },
    found: type,
  }))
  throw new Problem('wrong-function', { words: { fn }, faults })
}

function assertBuckets({ from, to }: { from: number; to: number }, everyMs: number | undefined): void {
  if (everyMs === undefined) return
  const buckets = Math.ceil((to - from) / everyMs)
  if (buckets <= mostBuckets) return
  throw new Problem('too-many-buckets', { words: { buckets, most: mostBuckets, least: Math.ceil((to - from) / mostBuckets) } })
}

type Group = Pick<SeriesQuery, 'event' | 'fields'> & { readonly isOfNumbers: boolean }

/** One query for telemetry, and for each event one for its numbers and one for the rest. */
function groups(fields: ReadonlyMap<string, AskedField>): Group[] {
  const isOfNumbers = ({ event, type }: AskedField) => event === undefined || type === 'number'
  const grouped = Map.groupBy(fields.values(), (field) => `${field.event ?? ''} ${isOfNumbers(field)}`)
  return [...grouped.values()].map((group) => {
    const { event } = group[0] as AskedField
    return { fields: group.map(({ field }) => field), ...(event !== undefined && { event }), isOfNumbers: group.every(isOfNumbers) }
  })
}

function sourceOf(found: readonly { readonly source: SeriesSource }[]): SeriesSource {
  const sources = new Set(found.map(({ source }) => source))
  return sources.size === 1 ? ([...sources][0] as SeriesSource) : 'both'
}

const renamed = (event: string | undefined, series: Series) =>
  Object.fromEntries(
    Object.entries(series).map(([field, points]) => [
      event === undefined ? field : `${event}.${field}`,
      points.map(({ ts, value }) => ({ ts: iso(ts), value })),
    ]),
  )

/** So that hours and days of a chart begin where people expect it. */
function floored(at: number, everyMs: number, timeZone: string): number {
  const offset = offsetOf(timeZone)(at)
  return Math.floor((at + offset) / everyMs) * everyMs - offset
}
