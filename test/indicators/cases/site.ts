/** The whole way from register and pipeline to a store, in a folder of its own, without processes; receipts are told, so days pass at once. */
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
import { Replays } from '../../../ingest/replay/replays.ts'
import { SqliteStore } from '../../../ingest/store/sqlite/sqlite-store.ts'
import type { JournalEntry } from '../../../journal/journal.ts'
import { journalPaths } from '../../../journal/sqlite-files.ts'
import { SqliteJournalWriter } from '../../../journal/sqlite-writer.ts'
import { Register } from '../../../register/register.ts'
import { whenDone } from '../../support/clean-up.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import type { Message } from './message.ts'

export interface CaseSite {
  readonly folder: string
  readonly register: Register
  /** The register's clock. */
  readonly clock: { now: number }
  readonly database: DatabaseSync
  readonly store: SqliteStore
  /** Deals with messages in this order, in batches of this size. */
  receive(messages: readonly Message[], batchSize?: number): Promise<void>
}

const journalId = 'j1'

export async function openSite(): Promise<CaseSite> {
  const folder = await tempFolder()
  const clock = { now: 0 }
  const register = new Register(join(folder, 'register.sqlite'), { now: () => clock.now })
  register.start()
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  const store = new SqliteStore({ folder, kinds: builtIn })
  const downlink = new SqliteJournalWriter(journalPaths(folder, 'downlink'))
  await store.start()
  await downlink.start()
  const stopping = new AbortController()
  const patience = new Patience('store', pino({ level: 'silent' }), stopping.signal)
  whenDone(async () => {
    stopping.abort()
    await store.stop()
    await downlink.stop()
    database.close()
    register.stop()
  })
  let offset = 0

  return {
    folder,
    register,
    clock,
    database,
    store,
    async receive(messages, batchSize = 5_000) {
      const way = steps({
        devices: new Devices(database, register, builtIn),
        register,
        database,
        store,
        storePatience: patience,
        filesPatience: patience,
        downlink,
        journalId,
        readingsDays: 400,
        timezone: 'Asia/Shanghai',
      })
      const commit = new Commit(database, journalId, new Replays(database))
      for (let first = 0; first < messages.length; first += batchSize) {
        const entries = messages.slice(first, first + batchSize).map(entryOf)
        const batch = new Batch(entries, offset)
        for (const step of way) await step.run(batch)
        commit.batch(batch, () => false)
      }
    },
  }

  function entryOf({ at, device, topic, payload }: Message): JournalEntry {
    return { offset: offset++, at, key: device, topic, payload: Buffer.from(payload) }
  }
}
