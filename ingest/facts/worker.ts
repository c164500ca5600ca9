/** The thread that keeps facts.sqlite. The API thread starts it (facts-thread.ts) and hears of it through its port. */
import { join } from 'node:path'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { pino } from 'pino'
import { loadSiteKinds } from '../../facilities/site-kinds.ts'
import { Register } from '../../register/register.ts'
import type { IngestSettings } from '../../settings/processes.ts'
import { openIngestDatabase } from '../database.ts'
import { Patience } from '../pipeline/patience.ts'
import { openStore } from '../store/open-store.ts'
import { isDamage } from '../store/sqlite/failure.ts'
import { countingRules, markUpTo } from './counting-rules.ts'
import { CountingThreads } from './counting-threads.ts'
import { setFactsAside } from './database.ts'
import { FactsKeeper, type Work } from './keeper.ts'
import type { FactsStatus, FromFacts, ToFacts } from './messages.ts'
import type { FactsOrder } from './order.ts'
import { FactsWriter } from './writer.ts'

const lookEveryMs = 2_000
const statusEveryMs = 1_000
/** The pipeline takes a moment from receipt to commit. */
const settledMs = 2_000
/** After an error that nobody has foreseen. */
const afterErrorMs = 10_000
/** How long it rests for the time it works: a third of a core while it only keeps up. */
const restShare: Readonly<Record<Work, number>> = { 'keep-up': 2, 'catch-up': 0.5, order: 0 }
/** The same while the pipeline is late: what comes in goes first. */
const restShareWhenLate: Readonly<Record<Work, number>> = { 'keep-up': 2, 'catch-up': 2, order: 1 }
const lateMs = 2_000

const settings = workerData as IngestSettings
const log = pino({ name: 'facts', level: settings.KZ_LOG_LEVEL })
const stopping = new AbortController()
const { signal } = stopping
const say = (message: FromFacts): void => parentPort?.postMessage(message)

/** Undefined until the pipeline has said: a month might be closed without what waits in the journal. */
let lagMs: number | undefined
let toCheck: string | undefined
const orders: { readonly order: number; readonly recompute: FactsOrder }[] = []
/** The order in hand, as it was numbered by who gave it. */
let current: number | undefined
let wake = new AbortController()
parentPort?.on('message', (message: ToFacts) => {
  if ('stop' in message) stopping.abort()
  else if ('order' in message) orders.push(message)
  else if ('damage' in message) toCheck = message.damage
  else {
    if (lagMs === undefined) wake.abort()
    lagMs = message.lagMs
    return
  }
  wake.abort()
})

const folder = settings.KZ_DATA
const { catalogue } = loadSiteKinds(settings.KZ_KINDS)
const register = new Register(join(folder, 'register.sqlite'), { catalogue })
register.start()
const database = openIngestDatabase(join(folder, 'ingest.sqlite'), { readOnly: true })
const store = openStore(settings, { kinds: catalogue, readOnly: true })
const patience = new Patience('store', log, signal)
const path = join(folder, 'facts.sqlite')
const threads = new CountingThreads({ settings, rules: countingRules })
let { writer, keeper } = begin()

function begin() {
  const writer = new FactsWriter(path, tellSetAside)
  const keeper = new FactsKeeper({
    ...{ register, catalogue, store, database, writer, rules: countingRules },
    timezone: settings.KZ_TIMEZONE,
    readingsDays: settings.KZ_READINGS_DAYS,
    threads,
    rest: async (tookMs, work) => {
      const share = ((lagMs ?? 0) > lateMs ? restShareWhenLate : restShare)[work]
      if (share === 0) await turn()
      else await sleep(tookMs * share, undefined, { signal })
      tellProgress()
      signal.throwIfAborted()
    },
  })
  return { writer, keeper }
}

function tellSetAside(error: unknown): void {
  log.error(
    { err: error, path },
    'facts.sqlite is damaged: it was put aside as facts.sqlite.damaged-<time>, and is made anew from the readings',
  )
}

/** Somebody found the file damaged: here, or reading it. What it says is made again of what is stored. */
function makeAnewIfDamaged(error: unknown): boolean {
  if (writer.isWhole()) return false
  writer.close()
  setFactsAside(path)
  tellSetAside(error)
  ;({ writer, keeper } = begin())
  return true
}

let unforeseen: string | undefined
const nowMark = (): number => markUpTo(Date.now() - settledMs - (lagMs ?? 0))

function tellStatus(): void {
  try {
    say({ status: status() })
  } catch {
    // A damaged file: it is found where it is worked with.
  }
}

function status(): FactsStatus {
  const until = Number(writer.meta('until') ?? 0)
  const { problem, hint } = patience.status()
  const { working } = keeper
  return {
    until,
    behindMs: until === 0 ? 0 : Math.max(0, Date.now() - until),
    backlog: keeper.backlog(nowMark()),
    version: Number(writer.meta('version') ?? 0),
    ...(working && { working }),
    ...(problem !== undefined ? { problem, ...(hint && { hint }) } : unforeseen !== undefined && { problem: unforeseen }),
  }
}

function tellProgress(): void {
  if (current !== undefined && keeper.working) say({ order: current, progress: keeper.working, isDone: false })
}

/** One order after the other; what was left of one by a process that ended is finished first. */
async function look(): Promise<void> {
  if (lagMs === undefined) return
  const [next] = orders
  await keeper.keep(nowMark(), () => {
    if (!next || current !== undefined || keeper.working) return
    keeper.begin(next.recompute, nowMark())
    current = next.order
    orders.shift()
  })
}

tellStatus()
const timer = setInterval(tellStatus, statusEveryMs)
try {
  await patience.persist(() => store.start())
  while (!signal.aborted) {
    wake = new AbortController()
    let pause = keeper.isBusy ? 0 : lookEveryMs
    try {
      if (toCheck !== undefined) makeAnewIfDamaged(new Error(toCheck))
      toCheck = undefined
      const before = keeper.working
      await patience.persist(look)
      unforeseen = undefined
      if (current !== undefined && !keeper.working) {
        say({ order: current, progress: keeper.finished ?? before ?? { done: 0, total: 0, changed: 0 }, isDone: true })
        current = undefined
      }
      pause = keeper.isBusy || orders.length > 0 ? 0 : lookEveryMs
    } catch (error) {
      if (signal.aborted) break
      if (isDamage(error) && makeAnewIfDamaged(error)) continue
      log.error({ err: error }, 'facts could not be made; it is tried again')
      unforeseen = (error as Error).message
      pause = afterErrorMs
    }
    if (pause === 0) await turn()
    else await sleep(pause, undefined, { signal: AbortSignal.any([signal, wake.signal]) }).catch(() => undefined)
  }
} catch (error) {
  if (!signal.aborted) throw error
} finally {
  clearInterval(timer)
}
await threads.stop()
await store.stop()
writer.close()
database.close()
register.stop()
parentPort?.close()
