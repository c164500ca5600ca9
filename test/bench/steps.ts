/**
 * What the steps of the pipeline and its commit cost a message, without journal and store. `node test/bench/steps.ts [devices] [messages]`;
 * each round with and without the step `activity`.
 */
import { join } from 'node:path'
import { pino } from 'pino'
import { builtIn } from '../../facilities/catalogue.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { Batch } from '../../ingest/pipeline/batch.ts'
import { Commit } from '../../ingest/pipeline/commit.ts'
import { Devices } from '../../ingest/pipeline/devices.ts'
import { Patience } from '../../ingest/pipeline/patience.ts'
import { steps } from '../../ingest/pipeline/steps.ts'
import type { Store } from '../../ingest/store/store.ts'
import type { JournalEntry, JournalWriter } from '../../journal/journal.ts'
import { Register } from '../../register/register.ts'
import { cleanUp } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'

const [devices = 1_000, messages = 200_000] = process.argv.slice(2).map(Number)
const atOnce = 10_000
const start = Date.UTC(2026, 10, 1)

async function round(isNoted: boolean): Promise<{ steps: number; activity: number; commit: number }> {
  const folder = await tempFolder()
  const register = new Register(join(folder, 'register.sqlite'), { now: () => start })
  register.start()
  register.addFacility({ id: 'bench', name: 'bench', town: 'shaxi', latitude: 31.5, longitude: 121 } as never)
  for (let index = 0; index < devices; index++) register.addDevice({ id: `bench-${index}`, kind: 'freezer', facility: 'bench' })
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  const patience = new Patience('store', pino({ level: 'silent' }), new AbortController().signal)
  const store = { write: async () => [] } as unknown as Store
  const downlink = { append: async () => undefined } as unknown as JournalWriter
  const all = steps({
    devices: new Devices(database, register, builtIn),
    register,
    database,
    store,
    storePatience: patience,
    filesPatience: patience,
    downlink,
    journalId: 'bench',
    readingsDays: 400,
    timezone: 'Asia/Shanghai',
  })
  const commit = new Commit(database, 'bench')
  const took = { steps: 0, activity: 0, commit: 0 }
  for (let first = 0; first < messages; first += atOnce) {
    const batch = new Batch(entries(first), first + atOnce)
    for (const step of all) {
      if (step.name === 'activity' && !isNoted) continue
      const began = performance.now()
      await step.run(batch)
      took.steps += performance.now() - began
      if (step.name === 'activity') took.activity += performance.now() - began
    }
    const began = performance.now()
    commit.batch(batch, () => false)
    took.commit += performance.now() - began
  }
  database.close()
  register.stop()
  return took
}

/** Readings as they come in, device after device, a minute for each round. */
function entries(first: number): JournalEntry[] {
  return Array.from({ length: atOnce }, (_, index) => {
    const number = first + index
    const seq = Math.floor(number / devices)
    const at = start + seq * 60_000 + (number % devices)
    const key = `bench-${number % devices}`
    const values = {
      temperature: -18 + (number % 7) / 10,
      door: 'closed',
      compressor: 'running',
      setPoint: -20,
      energy: 1_000 + number / 1_000,
      humidity: 45,
    }
    const payload = Buffer.from(JSON.stringify({ ts: at, seq, boot: 'a', values }))
    return { offset: number, at, key, topic: `kz/v1/freezer/${key}/telemetry`, payload }
  })
}

const micros = (ms: number): string => `${((ms * 1_000) / messages).toFixed(2)} µs`
for (const isNoted of [false, true, false, true]) {
  const { steps: all, activity, commit } = await round(isNoted)
  console.log(
    `${isNoted ? 'with   ' : 'without'} activity: steps ${micros(all)} (activity ${micros(activity)}), commit ${micros(commit)} a message`,
  )
}
await cleanUp()
