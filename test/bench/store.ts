/** How many points a second each store takes, and how long a chart of a month takes. `node test/bench/store.ts [sqlite|influxdb]` */
import { charger } from '../../facilities/charger.ts'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import type { Point, Store } from '../../ingest/store/store.ts'
import { cleanUp } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { tempFolder } from '../support/temp-folder.ts'

const kinds = { get: (kind: string) => (kind === charger.kind ? charger : undefined) }
const place = { facility: 'charging-2', circle: 'chengxiang-1', town: 'chengxiang' }
const start = Date.UTC(2025, 10, 23, 8)
const minute = 60_000

/** Readings as they come in: device after device, each with some of the fields. */
function batch(number: number, size: number, devices: number): Point[] {
  return Array.from({ length: size }, (_, index) => {
    const row = number * size + index
    const fields = {
      status: 'charging',
      power: 30 + (row % 700) / 10,
      energy: 1_000 + row / 100,
      voltage: 398.2,
      current: Math.random() * 400,
    }
    const ts = start + Math.floor(row / devices) * 15_000
    return {
      table: 'telemetry',
      kind: 'charger',
      device: `charger-${row % devices}`,
      ts,
      n: row % 1_000_000,
      received: ts + 40,
      quality: 'good',
      fields,
      place,
    }
  })
}

async function writing(store: Store): Promise<void> {
  for (const devices of [50, 1_000]) {
    for (const size of [5_000, 20_000]) {
      const batches = Array.from({ length: 10 }, (_, number) => batch(number, size, devices))
      const began = performance.now()
      for (const points of batches) await store.write(points)
      const seconds = (performance.now() - began) / 1_000
      report(store, `writes, batches of ${size}, ${devices} devices`, `${Math.round((10 * size) / seconds).toLocaleString('en')} points/s`)
    }
  }
}

async function aMonth(store: Store): Promise<void> {
  const device = 'charger-month'
  const days = 30
  for (let day = 0; day < days; day++) {
    const points = batch(day, 1_440, 1).map((point, index) => ({
      ...point,
      device,
      ts: start - (days * 1_440 - day * 1_440 - index) * minute,
      n: 0,
    }))
    await store.write(points)
  }
  const range = { kind: 'charger', device, from: start - days * 1_440 * minute, to: start }
  for (const fn of ['mean', 'max', 'last', 'increase'] as const) {
    const took = await duration(() => store.series({ ...range, fields: ['energy', 'power'], everyMs: 60 * minute, fn }))
    report(store, `30 days of one device, a reading a minute: hourly ${fn} of 2 fields`, `${took} ms`)
  }
  report(store, 'the newest 1,000 readings', `${await duration(() => store.readings({ ...range, limit: 1_000 }))} ms`)
}

async function duration(step: () => Promise<unknown>): Promise<string> {
  const began = performance.now()
  await step()
  return (performance.now() - began).toFixed(0)
}

function report(store: Store, what: string, result: string): void {
  console.log(`${store.name.padEnd(9)} ${what.padEnd(72)} ${result}`)
}

const stores: Record<string, () => Promise<Store>> = {
  sqlite: async () => new SqliteStore({ folder: await tempFolder(), kinds }),
  influxdb: async () => new InfluxStore({ url: (await startInflux()).url, org: 'kezhong', bucket: 'kezhong', kinds }),
}

for (const name of process.argv[2] ? [process.argv[2]] : Object.keys(stores)) {
  const store = await stores[name]?.()
  if (!store) throw new Error(`no store is called ${name}`)
  await store.start()
  await writing(store)
  await aMonth(store)
  await store.stop()
}
await cleanUp()
