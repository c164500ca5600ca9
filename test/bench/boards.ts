/**
 * How long the queries of the boards take when all devices of a kind are asked: `node test/bench/boards.ts --devices 5000 --kind charger`.
 * Each query on its own and twice; what counts is the second time. `--keep DIR` keeps the database, and what is there is not written again.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { dashboardsOf } from '../../dashboards/grafana/dashboards.ts'
import { panelsOf } from '../../dashboards/grafana/panels-of.ts'
import { kindUid, overviewUid } from '../../dashboards/grafana/uids.ts'
import { kinds } from '../../facilities/kinds.ts'
import { filledIn, influxTargetsOf, shownIn } from '../dashboards/filled-in.ts'
import { cleanUp } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { boardLines } from './boards/lines.ts'

const hourMs = 3_600_000

const { values: given } = parseArgs({
  options: {
    devices: { type: 'string', default: '5000' },
    kind: { type: 'string', default: 'charger' },
    /** Seconds between two readings. */
    every: { type: 'string', default: '60' },
    /** Of readings before now. */
    hours: { type: 'string', default: '6' },
    /** Ranges that are shown, in hours. */
    ranges: { type: 'string', default: '1,6,24' },
    keep: { type: 'string' },
  },
})

const kind = kinds.find((one) => one.kind === given.kind)
if (!kind) throw new Error(`no kind ${given.kind}`)
const folder = given.keep ?? (await tempFolder())
const isFilled = existsSync(folder) && readdirSync(folder).length > 0
mkdirSync(folder, { recursive: true })
/** A machine with much else to do is slow to write. */
const influx = await startInflux({ folder, env: { INFLUXDB_COORDINATOR_WRITE_TIMEOUT: '300s' } })
try {
  const to = Date.UTC(2026, 8, 30, 12)
  if (!isFilled) await fill(to)
  const boards = dashboardsOf(kinds, 'en').filter(({ uid }) => uid === kindUid('en', given.kind) || uid === overviewUid('en'))
  for (const hours of given.ranges.split(',').map(Number)) {
    const rows = []
    for (const board of boards) {
      for (const panel of panelsOf(board)) {
        let [ms, count] = [0, 0]
        const asked = influxTargetsOf(panel)
        if (asked.length === 0) continue
        for (const { query, datasource } of asked) {
          const text = filledIn(query, shownIn(panel, { from: to - hours * hourMs, to }), panel)
          const db = datasource.uid === 'kezhong-rollups' ? 'rollups' : 'readings'
          await timed(text, db)
          const answered = await timed(text, db)
          ms += answered.ms
          count += answered.rows
        }
        rows.push({ hours, board: board.title, panel: panel.title, ms: Math.round(ms), rows: count })
      }
    }
    console.table(rows.toSorted((one, other) => other.ms - one.ms).slice(0, 14))
  }
} finally {
  await influx.stop()
  await cleanUp()
}

async function fill(to: number): Promise<void> {
  for (const database of ['readings', 'rollups']) await influx.query(`CREATE DATABASE ${database}`)
  const plan = {
    kind: kind!,
    devices: Number(given.devices),
    from: to - Number(given.hours) * hourMs,
    to,
    everyMs: Number(given.every) * 1_000,
  }
  let written = 0
  for (const { database, lines } of boardLines(plan)) {
    const response = await fetch(`${influx.url}/write?db=${database}&precision=ms`, { method: 'POST', body: lines.join('\n') })
    if (!response.ok) throw new Error(await response.text())
    written += lines.length
    if (process.stderr.isTTY || written % 500_000 < lines.length) process.stderr.write(`written: ${written} points\n`)
  }
}

async function timed(q: string, db: string): Promise<{ ms: number; rows: number }> {
  const began = performance.now()
  const response = await fetch(`${influx.url}/query`, { method: 'POST', body: new URLSearchParams({ q, db, epoch: 'ms' }) })
  const { results = [], error } = (await response.json()) as {
    error?: string
    results?: { error?: string; series?: { values: unknown[] }[] }[]
  }
  const problem = error ?? results[0]?.error
  if (problem) throw new Error(`${q}: ${problem}`)
  return { ms: performance.now() - began, rows: (results[0]?.series ?? []).reduce((sum, { values }) => sum + values.length, 0) }
}
