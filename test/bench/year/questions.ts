import type { YearDevice } from './fleet.ts'

export interface Question {
  readonly page: 'overview' | 'device'
  readonly what: string
  path(device: YearDevice, end: number): string
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const offsetMs = 8 * hourMs
const iso = (ms: number): string => new Date(ms).toISOString()
/** As charts ask: whole hours, and days of the site. */
const hourEnd = (end: number): number => Math.ceil(end / hourMs) * hourMs
const dayEnd = (end: number): number => Math.ceil((end + offsetMs) / dayMs) * dayMs - offsetMs

const ranges = [
  { name: 'an hour', ms: hourMs, every: '1m' },
  { name: 'a day', ms: dayMs, every: '15m' },
  { name: 'a week', ms: 7 * dayMs, every: '1h' },
  { name: 'a month', ms: 30 * dayMs, every: '1h' },
  { name: 'a quarter', ms: 91 * dayMs, every: '1d' },
  { name: 'a year', ms: 364 * dayMs, every: '1d' },
] as const
const functions = ['mean', 'max', 'last', 'count', 'increase'] as const

function fieldsFor({ kind }: YearDevice, fn: (typeof functions)[number]): string[] {
  const fields = Object.entries(kind.telemetry)
  if (fn === 'last' || fn === 'count') return fields.map(([name]) => name)
  return fields.filter(([, { type }]) => type === 'total' || (fn !== 'increase' && type !== 'state')).map(([name]) => name)
}

const series: Question[] = ranges.flatMap(({ name, ms, every }) =>
  functions.map((fn) => ({
    page: 'device' as const,
    what: `series of ${name} by ${every}, ${fn}`,
    path(device, end) {
      // A kind without a total has no increase: its mean then.
      const asked = fieldsFor(device, fn).length > 0 ? fn : 'mean'
      const to = every === '1d' ? dayEnd(end) : hourEnd(end)
      return `/devices/${device.id}/series?${new URLSearchParams({ fields: fieldsFor(device, asked).join(','), from: iso(to - ms), to: iso(to), every, fn: asked })}`
    },
  })),
)

const overview = (what: string, path: (end: number) => string): Question => ({ page: 'overview', what, path: (_, end) => path(end) })
const ofDevice = (what: string, path: (device: YearDevice, end: number) => string): Question => ({ page: 'device', what, path })

/** What the overview and the pages of a device ask. */
export const questions: readonly Question[] = [
  overview('health', () => '/health'),
  overview('metrics', () => '/metrics'),
  overview('towns', () => '/towns'),
  overview('devices, first page', () => '/devices?limit=100'),
  overview('devices, all', () => '/devices?limit=1000'),
  overview('ledger of a day', (end) => `/ledger?limit=1&from=${iso(end - dayMs)}`),
  overview('ledger of a month', (end) => `/ledger?limit=1&from=${iso(end - 30 * dayMs)}`),
  overview('ledger of a year', () => '/ledger?limit=1'),
  overview('ledger of a year, 300 devices', () => '/ledger?limit=300'),
  overview('adoption by town', () => '/adoption?by=town'),
  overview('indicators', () => '/indicators'),
  ofDevice('latest', ({ id }) => `/devices/${id}/latest`),
  ofDevice('ledger of a year of one device', ({ id }) => `/ledger?device=${id}`),
  ofDevice('readings, newest 1,000 of a day', ({ id }, end) => `/devices/${id}/readings?from=${iso(end - dayMs)}`),
  ofDevice('readings, newest 1,000 of a year', ({ id }, end) => `/devices/${id}/readings?from=${iso(end - 364 * dayMs)}`),
  ofDevice('events of a day', ({ id }, end) => `/devices/${id}/events?from=${iso(end - dayMs)}`),
  ofDevice('events, newest 1,000 of a year', ({ id }, end) => `/devices/${id}/events?from=${iso(end - 364 * dayMs)}`),
  ...series,
]
