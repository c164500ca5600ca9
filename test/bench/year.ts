/** What a year of readings costs in disk, time and memory: `node test/bench/year.ts --help`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { builtIn } from '../../facilities/catalogue.ts'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import type { Store } from '../../ingest/store/store.ts'
import { cleanUp } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { readCheckpoint } from './year/checkpoint.ts'
import { fill } from './year/fill.ts'
import { make } from './year/make.ts'
import { measure } from './year/measure.ts'
import { help, type YearOptions, yearOptions } from './year/options.ts'
import { diskTable } from './year/sizes.ts'
import { whole } from './year/tables.ts'

/** Shards of the past are compacted at once and not after hours, so that the disk they take is the one they keep. */
const settled = { INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION: '20s', INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION: '10s' }

async function run(options: YearOptions): Promise<boolean> {
  const folder = options.keep ?? (await tempFolder())
  mkdirSync(folder, { recursive: true })
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const influxFolder = join(folder, 'influx')
  if (options.store === 'influx') mkdirSync(influxFolder, { recursive: true })
  const influx = options.store === 'influx' ? await startInflux({ folder: influxFolder, env: settled }) : undefined
  const open = (readOnly: boolean): Store =>
    influx
      ? new InfluxStore({ url: influx.url, org: 'kezhong', bucket: 'kezhong', kinds: builtIn })
      : new SqliteStore({ folder, kinds: builtIn, readOnly })
  if (options.steps.includes('fill')) {
    const store = open(false)
    await store.start()
    await fill(folder, store, options, say)
    await store.stop()
  }
  const year = readCheckpoint(folder)
  if (!year) throw new Error(`${folder} holds no year; fill it first`)
  const site = { folder, passwords: new Map<string, string>(), env: influx ? { KZ_INFLUX_URL: influx.url } : {} }
  const deviceHours = (options.devices * 24 * (year.end - year.start)) / 86_400_000
  const filled = `filled at ${whole(year.readings / year.seconds)} readings/s`
  const print = (tables: readonly string[]): void => console.log(`${tables.join('\n\n')}\n`)
  print([`${options.devices} devices, ${whole(year.readings)} readings, store ${options.store}; ${filled}`])
  if (options.steps.includes('make')) print(await make(site, deviceHours, say))
  print([diskTable(folder, year.readings, deviceHours)])
  if (!options.steps.includes('ask')) return true
  const { tables, differences } = await measure({ site, year, options, say, open: () => open(true), influx: influx?.url })
  print(tables)
  for (const difference of differences) console.error(difference)
  return differences.length === 0
}

// Ended from outside it leaves no ingest and no influxd behind.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1))

const options = yearOptions(process.argv.slice(2))
if (!options) console.log(help)
else {
  try {
    if (!(await run(options))) process.exitCode = 1
  } finally {
    await cleanUp()
  }
}
