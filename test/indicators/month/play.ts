/** Plays a simulated world through the real way: register, pipeline, store. */
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { builtIn } from '../../../facilities/catalogue.ts'
import { openIngestDatabase } from '../../../ingest/database.ts'
import { Batch } from '../../../ingest/pipeline/batch.ts'
import { Commit } from '../../../ingest/pipeline/commit.ts'
import { Devices } from '../../../ingest/pipeline/devices.ts'
import { Patience } from '../../../ingest/pipeline/patience.ts'
import { steps } from '../../../ingest/pipeline/steps.ts'
import { SqliteStore } from '../../../ingest/store/sqlite/sqlite-store.ts'
import type { Store } from '../../../ingest/store/store.ts'
import { journalPaths } from '../../../journal/sqlite-files.ts'
import { SqliteJournalWriter } from '../../../journal/sqlite-writer.ts'
import { Register } from '../../../register/register.ts'
import { whenDone } from '../../support/clean-up.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import type { Message } from '../reference/statements.ts'
import { furnish } from './furnish.ts'
import type { SimulatedWorld } from './plan.ts'
import { day } from './times.ts'

export interface Played {
  readonly folder: string
  readonly register: Register
  readonly store: Store
  readonly database: DatabaseSync
  /** When everything has happened. */
  readonly now: number
  stop(): Promise<void>
}

const batchSize = 5_000
export const timezone = 'Asia/Shanghai'

/** `other`: a started store in place of SQLite's. */
export async function play(world: SimulatedWorld, other?: Store): Promise<Played> {
  const folder = await tempFolder()
  const now = Math.max(world.window.to, world.messages.at(-1)?.at ?? 0) + 3 * day
  const clock = { now }
  const register = new Register(join(folder, 'register.sqlite'), { now: () => clock.now })
  register.start()
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  const store = other ?? new SqliteStore({ folder, kinds: builtIn })
  if (!other) await store.start()
  const downlink = new SqliteJournalWriter(journalPaths(folder, 'downlink'))
  await downlink.start()
  const stopping = new AbortController()
  const stop = async (): Promise<void> => {
    if (stopping.signal.aborted) return
    stopping.abort()
    await store.stop()
    await downlink.stop()
    database.close()
    register.stop()
  }
  whenDone(stop)

  const { registerUntil } = furnish(register, clock, world.statements, now)
  const devices = new Devices(database, register, builtIn)
  const patience = new Patience('store', pino({ level: 'silent' }), stopping.signal)
  const way = steps({
    devices,
    register,
    database,
    store,
    storePatience: patience,
    filesPatience: patience,
    downlink,
    journalId: 'j1',
    readingsDays: 400,
    timezone,
  })
  const commit = new Commit(database, 'j1')
  for (const [first, messages] of batchesOf(world)) {
    registerUntil(messages[0]?.at ?? 0)
    const entries = messages.map(({ at, device, topic, payload }, index) => ({
      offset: first + index,
      at,
      key: device,
      topic,
      payload: Buffer.from(payload),
    }))
    const batch = new Batch(entries, first + entries.length)
    for (const step of way) await step.run(batch)
    commit.batch(batch, () => false)
  }
  registerUntil(now)
  return { folder, register, store, database, now, stop }
}

/** Batches with the place of their first message; a new one begins where a device is registered. */
function* batchesOf({ messages, statements }: SimulatedWorld): Generator<readonly [number, readonly Message[]]> {
  const cuts = statements.devices.map(({ registered }) => registered).sort((one, other) => one - other)
  let first = 0
  for (const [index, { at }] of messages.entries()) {
    const isCut = cuts.some((cut) => cut <= at && cut > (messages[first]?.at ?? 0))
    if (index > first && (isCut || index - first >= batchSize)) {
      yield [first, messages.slice(first, index)]
      first = index
    }
  }
  if (first < messages.length) yield [first, messages.slice(first)]
}
