/** The thread that keeps the rollups. The API thread starts it (rollups-thread.ts) and hears of it through its port. */
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
import { Book } from './book.ts'
import { gridOf } from './grid.ts'
import { RollupKeeper } from './keeper.ts'
import type { RollupsStatus, ToRollups } from './messages.ts'
import { bookPath } from './needed-from.ts'

const lookEveryMs = 10_000
const statusEveryMs = 1_000
/** How long after its end an hour is left alone: what was on its way has come by then, and comes once. */
const quietMs = 120_000
/** After an error that nobody has foreseen. */
const afterErrorMs = 10_000
/** How long it rests for the time it works: a third of a core; less while the pipeline is late, as what comes in goes first. */
const restShare = 2
const restShareWhenLate = 9
/** Days behind, as after an upgrade, it works at nearly full speed while the pipeline is not late: until then long series are slow. */
const restShareWhenBehind = 0.25
const farBehindMs = 86_400_000
const lateMs = 2_000
/** Shorter rests are saved up: the timer is no better. */
const leastRestMs = 5

const settings = workerData as IngestSettings
const log = pino({ name: 'rollups', level: settings.KZ_LOG_LEVEL })
const stopping = new AbortController()
const { signal } = stopping

/** Undefined until the pipeline has said. */
let lagMs: number | undefined
parentPort?.on('message', (message: ToRollups) => {
  if ('stop' in message) stopping.abort()
  else lagMs = message.lagMs
})

const folder = settings.KZ_DATA
const { catalogue } = loadSiteKinds(settings.KZ_KINDS)
const register = new Register(join(folder, 'register.sqlite'), { catalogue })
register.start()
const database = openIngestDatabase(join(folder, 'ingest.sqlite'), { readOnly: true })
const store = openStore(settings, { kinds: catalogue, readOnly: true })
const patience = new Patience('store of rollups', log, signal)
const book = new Book(bookPath(folder))
let owedMs = 0
let isFarBehind = false
const shareOfRest = (): number => ((lagMs ?? 0) > lateMs ? restShareWhenLate : isFarBehind ? restShareWhenBehind : restShare)
const keeper = new RollupKeeper({
  ...{ register, catalogue, store, database, book },
  grid: gridOf(settings.KZ_TIMEZONE),
  readingsDays: settings.KZ_READINGS_DAYS,
  rest: async (tookMs) => {
    owedMs += tookMs * shareOfRest()
    if (owedMs < leastRestMs) return
    await sleep(owedMs, undefined, { signal })
    owedMs = 0
  },
})

let unforeseen: string | undefined
const over = (): number => Date.now() - quietMs - (lagMs ?? 0)

function status(): RollupsStatus {
  const { problem, hint } = patience.status()
  const backlog = keeper.backlog(over())
  isFarBehind = backlog.behindMs > farBehindMs
  return {
    ...backlog,
    done: keeper.done,
    ...(problem !== undefined ? { problem, ...(hint && { hint }) } : unforeseen !== undefined && { problem: unforeseen }),
  }
}

parentPort?.postMessage(status())
const timer = setInterval(() => parentPort?.postMessage(status()), statusEveryMs)
try {
  await patience.persist(() => store.start())
  while (!signal.aborted) {
    let pause = 0
    try {
      const hasMore = lagMs !== undefined && (await patience.persist(() => keeper.keep(over())))
      unforeseen = undefined
      if (!hasMore) pause = lagMs === undefined ? 200 : lookEveryMs
    } catch (error) {
      if (signal.aborted) break
      log.error({ err: error }, 'rollups could not be made; it is tried again')
      unforeseen = (error as Error).message
      pause = afterErrorMs
    }
    if (pause === 0) await turn()
    else await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
} catch (error) {
  if (!signal.aborted) throw error
} finally {
  clearInterval(timer)
}
await store.stop()
book.close()
database.close()
register.stop()
parentPort?.close()
