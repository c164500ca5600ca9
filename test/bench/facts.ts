/**
 * How many device-hours of facts a second are counted. `node test/bench/facts.ts [devices] [days] [kind]`: fills a store with readings each
 * interval and receipts each minute, then makes all facts at full speed, once anew and once again with nothing changed.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { builtIn } from '../../facilities/catalogue.ts'
import { milliseconds } from '../../facilities/define.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { countingRules } from '../../ingest/facts/counting-rules.ts'
import { FactsKeeper } from '../../ingest/facts/keeper.ts'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { FactsWriter } from '../../ingest/facts/writer.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import type { Point } from '../../ingest/store/store.ts'
import { Register } from '../../register/register.ts'
import { cleanUp } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'

const [devices = 1_000, days = 1] = process.argv.slice(2, 4).map(Number)
const kind = builtIn.get(process.argv[4] ?? 'freezer')
if (!kind) throw new Error('no such kind')
const dayMs = 86_400_000
const hourMs = 3_600_000
const every = milliseconds(kind.every)
/** Local midnight. */
const start = Date.UTC(2026, 10, 1, -8)
const end = start + days * dayMs

const folder = await tempFolder()
const register = new Register(join(folder, 'register.sqlite'), { now: () => start })
register.start()
register.addFacility({ id: 'bench', name: 'bench', town: 'shaxi' })
const ids = Array.from({ length: devices }, (_, index) => `bench-${index}`)
for (const id of ids) register.addDevice({ id, kind: kind.kind, facility: 'bench' })
const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
const store = new SqliteStore({ folder, kinds: builtIn })
await store.start()
await fill()

async function fill(): Promise<void> {
  const place = { facility: 'bench', circle: '', town: 'shaxi' }
  for (let device = 0; device < devices; device++) {
    const points: Point[] = []
    for (let ts = start, n = 0; ts < end; ts += every, n++) {
      const fields = Object.fromEntries(
        Object.entries(kind?.simulate.start ?? {}).map(([name, value]) => [
          name,
          typeof value === 'number' && n % 3 === 0 ? value + (kind?.telemetry[name]?.type === 'total' ? n / 100 : (n % 5) / 10) : value,
        ]),
      )
      points.push({
        table: 'telemetry',
        kind: kind?.kind as string,
        device: ids[device] as string,
        ts,
        n: 0,
        received: ts + 900,
        quality: 'good',
        fields,
        place,
      })
    }
    await store.write(points)
  }
  const put = database.prepare('INSERT INTO activity VALUES (?, ?, ?, ?, 0, 0, 1, 1)')
  database.exec('BEGIN')
  for (const id of ids)
    for (let hour = Math.floor(start / hourMs) * hourMs; hour < end; hour += hourMs) put.run(id, hour, 2 ** 30 - 1, 2 ** 30 - 1)
  database.exec('COMMIT')
}

function open() {
  const writer = new FactsWriter(join(folder, 'facts.sqlite'))
  const parts = {
    register,
    catalogue: builtIn,
    store,
    database,
    writer,
    timezone: 'Asia/Shanghai',
    readingsDays: 400,
    rules: countingRules,
  }
  return { writer, keeper: new FactsKeeper({ ...parts, rest: async () => undefined }) }
}

/** By the clock, and by the time of the processor alone, which others on the machine do not take from. */
async function measured(what: string, work: () => Promise<void>, hours = devices * days * 24): Promise<void> {
  const [began, before] = [performance.now(), process.cpuUsage()]
  await work()
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(before)
  const told = (spent: number) =>
    `${Math.round(hours / spent).toLocaleString('en')} device-hours/s (a month of 10,000 devices: ${((10_000 * 720 * spent) / hours / 60).toFixed(1)} min)`
  console.log(`${what.padEnd(28)} ${told(seconds)}; of processor time ${told((user + system) / 1e6)}`)
}

const { writer, keeper } = open()
async function toTheEnd(now: number): Promise<void> {
  do await keeper.keep(now)
  while (keeper.isBusy)
}
await measured('anew', () => toTheEnd(end))
keeper.begin({ from: start, to: end }, end)
await measured('ordered, nothing changed', () => toTheEnd(end))
const minutes = 3
await measured(
  `the running hour, ${minutes} minutes`,
  async () => {
    for (let minute = 1; minute <= minutes; minute++) await toTheEnd(end + minute * 60_000)
  },
  devices * minutes,
)
writer.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
const bytes = statSync(join(folder, 'facts.sqlite')).size
console.log(
  `facts.sqlite: ${Math.round(bytes / (devices * days * 24))} bytes a device-hour, ${Math.round((bytes * 30) / (devices * days) / 1_024)} KB a device-month`,
)
const reader = new FactsReader(join(folder, 'facts.sqlite'))
const began = performance.now()
let parts = 0
for (const _ of reader.parts(start, end)) parts++
console.log(`parts of ${days} days: ${parts} in ${Math.round(performance.now() - began)} ms`)
reader.close()
writer.close()
await store.stop()
database.close()
register.stop()
await cleanUp()
