/** Straight from the recorded files: what they say themselves, by nobody's rules but those written here. */
import { readFile } from 'node:fs/promises'

const aheadMs = 8 * 3_600_000
const minuteMs = 60_000

export interface Session {
  readonly station: string
  /** Local month in which the car was unplugged, 2021-05. */
  readonly month: string
  /** 10⁻⁶ kWh. */
  readonly energy: number
}

export async function sessionsIn(path: string): Promise<Session[]> {
  const rows = JSON.parse(await readFile(path, 'utf8')) as { stationID: string; disconnectTime: string; kWhDelivered: number }[]
  return rows.map(({ stationID, disconnectTime, kWhDelivered }) => ({
    station: `acn-${stationID}`,
    month: new Date(Date.parse(disconnectTime) + aheadMs).toISOString().slice(0, 7),
    energy: Math.round(kWhDelivered * 1_000_000),
  }))
}

interface Temperature {
  readonly ts: number
  readonly celsius: number
}

export async function temperaturesIn(path: string): Promise<Temperature[]> {
  const [, ...lines] = (await readFile(path, 'utf8')).trim().split('\n')
  return lines.map((line) => {
    const [time = '', celsius = ''] = line.split(',')
    return { ts: Date.parse(time), celsius: Number(celsius) }
  })
}

/** Whole minutes of [from, to) with a mean of the last ten minutes (or the last temperature within `fresh`) of at most `high`, above it, or none. */
export function complianceMinutes(
  temperatures: readonly Temperature[],
  { from, to, high, freshMs }: { from: number; to: number; high: number; freshMs: number },
): { good: number; bad: number; unknown: number } {
  const counts = { good: 0, bad: 0, unknown: 0 }
  for (let mark = Math.ceil(from / minuteMs) * minuteMs; mark < to; mark += minuteMs) {
    const since = (ms: number) => temperatures.filter(({ ts }) => ts > mark - ms && ts <= mark)
    const recent = since(10 * minuteMs)
    const some = recent.length > 0 ? recent : since(freshMs).slice(-1)
    const hundredths = some.reduce((sum, { celsius }) => sum + Math.round(celsius * 100), 0)
    counts[some.length === 0 ? 'unknown' : hundredths <= high * 100 * some.length ? 'good' : 'bad']++
  }
  return counts
}
