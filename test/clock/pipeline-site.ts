// The whole pipeline without processes: real steps, register, store and ingest.sqlite. Receipts are told, so hours pass in an instant.
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { builtIn } from '../../facilities/catalogue.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { Batch, type QuarantineRow } from '../../ingest/pipeline/batch.ts'
import { Commit } from '../../ingest/pipeline/commit.ts'
import { Devices } from '../../ingest/pipeline/devices.ts'
import { Patience } from '../../ingest/pipeline/patience.ts'
import { forgetOld } from '../../ingest/pipeline/retention.ts'
import { replaySteps, steps } from '../../ingest/pipeline/steps.ts'
import { Replays } from '../../ingest/replay/replays.ts'
import type { DeviceRecord } from '../../ingest/state/device-record.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import type { Store, StoredReading } from '../../ingest/store/store.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { type ClockPolicy, setClockPolicy } from '../../register/clock-policies.ts'
import type { Register } from '../../register/register.ts'
import { openFurnished } from '../register/open-register.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'

export const device = 'cold-1'

/** A message of the device: what is in it, and when it is received. */
export interface Sent {
  readonly at: number
  readonly body: unknown
  readonly rest?: string
  /** Another one than `device`, of that kind. */
  readonly from?: { readonly device: string; readonly kind: string }
}

export interface Outcome {
  readonly stored: number
  readonly duplicate: number
  readonly quarantined: number
}

export interface PipelineSite {
  readonly register: Register
  readonly store: Store
  readonly folder: string
  /** The register's. */
  readonly clock: { now: number }
  readonly database: DatabaseSync
  /** Everything in quarantine, in slices; between two of them `between` has its turn. */
  replay(between?: () => void | Promise<void>): Promise<void>
  forgetOld(now: number): Promise<void>
  policy(policy: ClockPolicy): void
  /** Messages in the journal's order, which go on where the last ones ended. */
  entries(messages: readonly Sent[]): JournalEntry[]
  /** Deals with them, in batches of these sizes, the rest in one. Without a commit the process ends before it, and begins anew. */
  process(entries: readonly JournalEntry[], sizes?: readonly number[], options?: { readonly commit?: boolean }): Promise<void>
  send(...messages: Sent[]): Promise<void>
  readings(): Promise<readonly StoredReading[]>
  readonly quarantined: readonly Pick<QuarantineRow, 'rejection'>[]
  ledger(): Outcome
  record(): DeviceRecord
  /** As a process that is started again finds it. */
  restart(): void
}

export async function pipelineSite(readingsDays = 400, storeOf?: (folder: string) => Promise<Store>): Promise<PipelineSite> {
  const folder = await tempFolder()
  const { register, clock } = await openFurnished()
  register.addDevice({ id: device, kind: 'freezer', facility: 'east' })
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  const store = (await storeOf?.(folder)) ?? new SqliteStore({ folder, kinds: builtIn })
  const downlink = new SqliteJournalWriter(journalPaths(folder, 'downlink'))
  await store.start()
  await downlink.start()
  const stopping = new AbortController()
  const patience = new Patience('store', pino({ level: 'silent' }), stopping.signal)
  const quarantined: QuarantineRow[] = []
  let offset = 0
  let running = begin()
  whenDone(async () => {
    stopping.abort()
    await store.stop()
    await downlink.stop()
    database.close()
  })

  function begin() {
    const devices = new Devices(database, register, builtIn)
    const parts = {
      devices,
      register,
      database,
      store,
      storePatience: patience,
      filesPatience: patience,
      downlink,
      journalId: 'j1',
      readingsDays,
      timezone: 'Asia/Shanghai',
    }
    const replays = new Replays(database)
    return { devices, way: steps(parts), replayWay: replaySteps(parts), replays, commit: new Commit(database, 'j1', replays) }
  }

  async function deal(entries: readonly JournalEntry[], commit: boolean): Promise<void> {
    const batch = new Batch(entries, (entries.at(-1)?.offset ?? 0) + 1)
    for (const step of running.way) await step.run(batch)
    if (!commit) return
    running.commit.batch(batch, () => false)
    quarantined.push(...batch.quarantined)
  }

  const site: PipelineSite = {
    register,
    store,
    folder,
    clock,
    database,
    async replay(between) {
      running.replays.begin({}, undefined)
      for (let slice = running.replays.next(); slice; slice = running.replays.next()) {
        const batch = new Batch([...slice.messages.keys()], offset, slice)
        for (const step of running.replayWay) await step.run(batch)
        running.commit.batch(batch, () => false)
        await between?.()
      }
    },
    forgetOld: (now) => forgetOld(database, running.devices, now, { quarantineDays: 90, readingsDays }),
    policy: (policy) => void setClockPolicy(register, device, policy),
    entries: (messages) =>
      messages.map(({ at, body, rest = 'telemetry', from = { device, kind: 'freezer' } }) => ({
        offset: offset++,
        at,
        key: from.device,
        topic: `kz/v1/${from.kind}/${from.device}/${rest}`,
        payload: Buffer.from(JSON.stringify(body)),
      })),
    async process(entries, sizes = [], { commit = true } = {}) {
      let done = 0
      for (const size of [...sizes, entries.length]) {
        const part = entries.slice(done, done + size)
        if (part.length > 0) await deal(part, commit)
        done += size
      }
      if (!commit) running = begin()
    },
    send: (...messages) => site.process(site.entries(messages)),
    readings: () => store.readings({ kind: 'freezer', device, from: 0, to: Date.UTC(2100, 0, 1), limit: 100_000 }),
    quarantined,
    ledger: () =>
      ({
        ...(database
          .prepare('SELECT sum(stored) AS stored, sum(duplicate) AS duplicate, sum(quarantined) AS quarantined FROM ledger')
          .get() as object),
      }) as Outcome,
    record: () => running.devices.get(device).record,
    restart: () => {
      running = begin()
    },
  }
  return site
}
