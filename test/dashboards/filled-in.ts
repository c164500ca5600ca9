// What Grafana does to a query before it sends it, as its documentation says.
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import type { InfluxTarget } from '../../dashboards/grafana/targets.ts'

export interface Shown {
  readonly from: number
  readonly to: number
  /** By variable; what is not named is All. */
  readonly chosen?: Readonly<Record<string, readonly string[]>>
}

/** As `panel.timeFrom` has it: only the newest part of the range. */
export function shownIn(panel: Panel, shown: Shown): Shown {
  const back = /^(\d+)([mhd])$/.exec(panel.timeFrom ?? '')
  if (!back) return shown
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[back[2] as 'm' | 'h' | 'd']
  return { ...shown, from: shown.to - Number(back[1]) * unit }
}

/** What a dashboard begins with, where that is not All. */
export const firstChosen = ({ templating }: Dashboard): Record<string, string[]> =>
  Object.fromEntries(
    (templating.list ?? []).flatMap(({ name, current }) => {
      const values = [current?.value ?? []].flat()
      return values.length === 0 || values.includes('$__all') ? [] : [[name, values]]
    }),
  )

export function filledIn(query: string, shown: Shown, { interval, maxDataPoints }: Pick<Panel, 'interval' | 'maxDataPoints'> = {}): string {
  const { from, to, chosen = {} } = shown
  const text = query
    .replaceAll('$timeFilter', `time >= ${from}ms and time <= ${to}ms`)
    .replaceAll('now()', `${to}ms`) // the simulated hour ends now
    .replaceAll('$__interval', intervalOf(to - from, interval, maxDataPoints))
    .replaceAll('${__from}', String(from))
    .replaceAll('${__to}', String(to))
    .replace(/\$\{(\w+):(regex|csv|raw)\}/g, (_, name: string, format: string) => writtenAs(chosen[name], format))
  const left = /\$\{?\w+/.exec(text)
  if (left) throw new Error(`nobody fills in ${left[0]}: ${query}`)
  return text
}

function writtenAs(values: readonly string[] | undefined, format: string): string {
  if (values === undefined) return '.*'
  if (format !== 'regex') return values.join(',')
  const escaped = values.map((value) => value.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&'))
  return escaped.length === 1 ? (escaped[0] as string) : `(${escaped.join('|')})`
}

/** What Grafana makes of a length of time that is shorter than this, both in seconds (its roundInterval). */
const rounded: readonly (readonly [under: number, step: number])[] = [
  [1.5, 1],
  [3.5, 2],
  [7.5, 5],
  [12.5, 10],
  [17.5, 15],
  [25, 20],
  [45, 30],
  [90, 60],
  [210, 120],
  [450, 300],
  [750, 600],
  [1_050, 900],
  [1_500, 1_200],
  [2_700, 1_800],
  [5_400, 3_600],
  [9_000, 7_200],
  [16_200, 10_800],
  [32_400, 21_600],
  [86_400, 43_200],
  [604_800, 86_400],
]

/** A bucket a pixel, of a panel half a screen wide. */
function intervalOf(rangeMs: number, min = '1s', points = 800): string {
  const least = Number.parseInt(min, 10) * (min.endsWith('s') ? 1 : min.endsWith('m') ? 60 : 3_600)
  const wanted = rangeMs / 1_000 / points
  return `${Math.max(least, rounded.find(([under]) => wanted < under)?.[1] ?? 604_800)}s`
}

export const influxTargetsOf = ({ targets = [] }: Panel): InfluxTarget[] =>
  (targets as unknown as InfluxTarget[]).filter(({ datasource }) => datasource.type === 'influxdb')
