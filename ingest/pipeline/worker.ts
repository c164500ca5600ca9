/** The pipeline's own thread. The API thread starts it (ingest/main.ts) and hears of it through its port. */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { pino } from 'pino'
import { loadSiteKinds } from '../../facilities/site-kinds.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { Register } from '../../register/register.ts'
import type { IngestSettings } from '../../settings/processes.ts'
import { openIngestDatabase } from '../database.ts'
import type { Feed } from '../indicators/thread/messages.ts'
import { Inspector } from '../inspect/inspector.ts'
import type { QuarantineFilter } from '../quarantine/selection.ts'
import { Replays } from '../replay/replays.ts'
import { rollupsNeedFrom } from '../rollups/needed-from.ts'
import { openStore } from '../store/open-store.ts'
import { Devices } from './devices.ts'
import { FedValues } from './fed-values.ts'
import type { FromPipeline, LiveEvent, PipelineStatus } from './live.ts'
import { LiveFeed } from './live-feed.ts'
import { LookAhead } from './look-ahead.ts'
import { Patience } from './patience.ts'
import { Pipeline } from './pipeline.ts'
import { forgetOld } from './retention.ts'
import { silentDevices } from './silence.ts'
import { liveSteps, replaySteps, steps } from './steps.ts'
import { timeWrites } from './write-times.ts'

/** What the API thread tells us. */
export type ToPipeline =
  | { readonly stop: true }
  | { readonly gatewayHeardSince: number }
  /** Devices whose messages somebody inspects. */
  | { readonly inspect: readonly string[] }
  /** Values of indicators for those who listen and for the store. */
  | { readonly feed: Feed }
  | { readonly order: number; readonly replay: { readonly scope: QuarantineFilter; readonly author: string | undefined } }

const statusEveryMs = 1_000
const retentionEveryMs = 600_000
const lookAheadEveryMs = 500
const valuesEveryMs = 500
/** How exactly a reading's second is kept in the live feed. */
const feedEveryMs = 100
/** A pipeline that is later than this has its picture of now drawn ahead of it. */
const lookAheadAfterMs = 3_000

const settings = workerData as IngestSettings
const log = pino({ name: 'pipeline', level: settings.KZ_LOG_LEVEL })
const stopping = new AbortController()
const say = (message: FromPipeline): void => parentPort?.postMessage(message)

/** Since when the gateway has answered; infinite while it does not. */
let gatewayHeardSince = Number.POSITIVE_INFINITY
parentPort?.on('message', (message: ToPipeline) => {
  if ('stop' in message) stopping.abort()
  else if ('order' in message) begin(message)
  else if ('feed' in message) values.take(message.feed)
  else if ('inspect' in message) for (const each of inspectors) each.watch(message.inspect)
  else gatewayHeardSince = message.gatewayHeardSince
})

const folder = settings.KZ_DATA
// Functions do not pass between threads: each loads the files, and the same files give the same kinds.
const { catalogue } = loadSiteKinds(settings.KZ_KINDS)
const register = new Register(join(folder, 'register.sqlite'), { catalogue })
register.start()
const journal = new SqliteJournalReader(journalPaths(join(folder, 'journal'), 'uplink'))
await journal.start()
const downlink = new SqliteJournalWriter(journalPaths(join(folder, 'journal'), 'downlink'))
await downlink.start()
const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
const replays = new Replays(database)
const devices = new Devices(database, register, catalogue)
const store = openStore(settings, { kinds: catalogue })
const writes = timeWrites(store)
const values = new FedValues({ store, downlink, log, readingsDays: settings.KZ_READINGS_DAYS })
const storePatience = new Patience('store', log, stopping.signal)
const filesPatience = new Patience('data folder', log, stopping.signal)
const journalId = await journal.id()
const startedAt = Date.now()

const readingsDays = settings.KZ_READINGS_DAYS
const timezone = settings.KZ_TIMEZONE
const onLive = (live: readonly LiveEvent[]): void => say({ live })
const feed = new LiveFeed()
const inspectors = [0, 1].map(() => new Inspector(journalId, (inspected) => say({ inspected }))) as [Inspector, Inspector]
const lookAhead = new LookAhead({
  journal,
  database,
  devices,
  freshDevices: () => new Devices(database, register, catalogue),
  steps: (fresh) => liveSteps({ devices: fresh, register, readingsDays, timezone }),
  feed,
  inspector: inspectors[0],
  onLive,
})

const pipeline = new Pipeline({
  journal,
  journalId,
  database,
  steps: steps({ devices, register, database, store, storePatience, filesPatience, downlink, journalId, readingsDays, timezone }),
  replaySteps: replaySteps({ devices, register, database, store, storePatience, readingsDays, timezone }),
  replays,
  patience: filesPatience,
  lookAhead,
  feed,
  inspector: inspectors[1],
  log,
  stopping: stopping.signal,
  onLive,
  ownBatch: (position, now) => silentDevices(devices, position, now, Math.max(startedAt, gatewayHeardSince)),
})

/** Between two batches: nothing of ours is open in the database then. */
function begin({ order, replay: { scope, author } }: Extract<ToPipeline, { order: number }>): void {
  try {
    say({ answer: order, replay: replays.begin(scope, author) })
  } catch (error) {
    const { message, code, errcode } = error as Error & { code?: string; errcode?: number }
    say({ answer: order, error: { message, ...(code !== undefined && { code }), ...(errcode !== undefined && { errcode }) } })
  }
}

let messagesBefore = 0
let rate = 0
async function reportStatus(): Promise<void> {
  // A journal that cannot be read ends the pipeline's own loop, which says why.
  const head = await journal.head().catch(() => pipeline.next)
  const { next, oldestWaiting, counters } = pipeline
  const lag = head - next
  const status: PipelineStatus = {
    next,
    head,
    lag,
    lagMs: lag > 0 && oldestWaiting > 0 ? Date.now() - oldestWaiting : 0,
    rate,
    store: { name: store.name, ...storePatience.status() },
    writes: { ...writes },
    files: filesPatience.status(),
    counters,
  }
  say({ status })
}

const timers = [
  setInterval(() => {
    rate = ((pipeline.counters.messages - messagesBefore) * 1_000) / statusEveryMs
    messagesBefore = pipeline.counters.messages
    void reportStatus()
  }, statusEveryMs),
  setInterval(() => {
    const due = feed.due(Date.now())
    if (due.length > 0) onLive(due)
  }, feedEveryMs),
  setInterval(() => void look(), lookAheadEveryMs),
  setInterval(() => void values.pass(), valuesEveryMs),
  setInterval(() => void retain(), retentionEveryMs),
]

/** Ahead of a pipeline that is held up: a fifth of the time at the most, so that it does not hold it up itself. */
async function look(): Promise<void> {
  const late = pipeline.oldestWaiting > 0 && Date.now() - pipeline.oldestWaiting > lookAheadAfterMs
  if (!lookAhead.isActive && !late) return
  try {
    await lookAhead.follow(pipeline.next, lookAheadEveryMs / 5)
  } catch (error) {
    log.warn({ err: error }, 'the live picture cannot be kept up')
  }
}

async function retain(): Promise<void> {
  try {
    const now = Date.now()
    await forgetOld(database, devices, now, { quarantineDays: settings.KZ_QUARANTINE_DAYS, readingsDays })
    // A reading outlives its days until it is rolled up.
    await store.expire(Math.min(now - settings.KZ_READINGS_DAYS * 86_400_000, rollupsNeedFrom(folder)))
    await downlink.expire(now - settings.KZ_JOURNAL_DAYS * 86_400_000)
  } catch (error) {
    log.error({ err: error }, 'old data could not be dropped')
  }
}

/** A store that is away is known before somebody has something to store; the first write that succeeds says more than any question. */
async function askStore(): Promise<void> {
  try {
    await storePatience.persist(async () => {
      if (writes.written === 0) await store.ping()
    })
  } catch (error) {
    if (!stopping.signal.aborted) log.warn({ err: error }, 'the store could not be asked how it is')
  }
}

try {
  await reportStatus()
  await storePatience.persist(() => store.start())
  void askStore()
  await pipeline.run()
} catch (error) {
  if (!stopping.signal.aborted) throw error
} finally {
  for (const timer of timers) clearInterval(timer)
}
await values.passed()
await store.stop()
await downlink.stop()
await journal.stop()
database.close()
register.stop()
parentPort?.close()
