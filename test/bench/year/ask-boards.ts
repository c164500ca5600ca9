import { boardQueries, filledIn } from './boards.ts'
import { table, whole } from './tables.ts'

const hourMs = 3_600_000
const ranges = [
  ['1 h', hourMs],
  ['24 h', 24 * hourMs],
  ['7 d', 7 * 24 * hourMs],
  ['90 d', 90 * 24 * hourMs],
  ['1 y', 364 * 24 * hourMs],
] as const
const pointsAcross = 1_000
const leastIntervalMs = 60_000
const databases: Readonly<Record<string, string>> = { 'kezhong-readings': 'kezhong', 'kezhong-rollups': 'kezhong_rollup' }

interface Answered {
  readonly what: string
  readonly ms: number
  readonly rows: number
}

/** How long the queries of all boards take over each range: every query on its own, one after another. */
export async function askBoards(influx: string, folder: string, end: number, say: (line: string) => void): Promise<string> {
  const queries = boardQueries(folder)
  const rows: (string | number)[][] = []
  for (const [name, ms] of ranges) {
    const every = Math.max(leastIntervalMs, Math.ceil(ms / pointsAcross / leastIntervalMs) * leastIntervalMs)
    const answered: Answered[] = []
    for (const { board, panel, source, query } of queries) {
      const database = databases[source]
      if (!database) continue
      const text = filledIn(query, { from: end - ms, to: end, every })
      answered.push({ what: `${board}: ${panel}`, ...(await timedQuery(influx, database, text)) })
    }
    const times = answered.map((each) => each.ms).toSorted((one, other) => one - other)
    const slowest = answered.toSorted((one, other) => other.ms - one.ms)[0]
    const at = (part: number) => (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(0)
    rows.push([
      name,
      times.length,
      answered.filter((each) => each.rows > 0).length,
      at(0.5),
      at(0.95),
      at(1),
      slowest?.what ?? '',
      whole(slowest?.rows ?? 0),
    ])
    say(`asked: boards over ${name}`)
  }
  return table(['range', 'queries', 'with rows', 'p50 ms', 'p95 ms', 'slowest ms', 'the slowest', 'its rows'], rows)
}

async function timedQuery(influx: string, db: string, q: string): Promise<{ ms: number; rows: number }> {
  const began = performance.now()
  const response = await fetch(`${influx}/query`, { method: 'POST', body: new URLSearchParams({ q, db, epoch: 'ms' }) })
  const { results, error } = (await response.json()) as {
    error?: string
    results?: { error?: string; series?: { values: unknown[] }[] }[]
  }
  const problem = error ?? results?.[0]?.error
  // The second database is made with the first rollup.
  if (problem !== undefined && !problem.startsWith('database not found')) throw new Error(`${q}: ${problem}`)
  const rows = results?.[0]?.series?.reduce((sum, { values }) => sum + values.length, 0) ?? 0
  return { ms: performance.now() - began, rows }
}
