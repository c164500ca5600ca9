/** The indicators' own thread. The API thread starts it (indicators-thread.ts), asks it and hears of it through its port. */
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { pino } from 'pino'
import { loadSiteKinds } from '../../../facilities/site-kinds.ts'
import { offsetOf } from '../../../facilities/zone.ts'
import { Register } from '../../../register/register.ts'
import { openIngestDatabase } from '../../database.ts'
import { FactsReader } from '../../facts/reader.ts'
import { isDamage } from '../../store/sqlite/failure.ts'
import { openIndicatorsDatabase } from '../database.ts'
import { asked } from '../desk.ts'
import { IndicatorFault, type ShadowOrder } from '../indicators.ts'
import type { FromIndicators, IndicatorsOrder, ToIndicators } from './messages.ts'
import { Office } from './office.ts'
import { forgetTrials, Trial } from './trial.ts'

const tickEveryMs = 500
const statusEveryMs = 1_000

const { settings, clockOffsetMs } = workerData as IndicatorsOrder
const log = pino({ name: 'indicators', level: settings.KZ_LOG_LEVEL })
const say = (message: FromIndicators): void => parentPort?.postMessage(message)
const stopping = new AbortController()
const folder = settings.KZ_DATA
// Functions do not pass between threads: each loads the files, and the same files give the same kinds.
const { catalogue } = loadSiteKinds(settings.KZ_KINDS)
const register = new Register(join(folder, 'register.sqlite'), { catalogue })
register.start()
const facts = new FactsReader(join(folder, 'facts.sqlite'))
const database = openIndicatorsDatabase(join(folder, 'indicators.sqlite'))
const quarantine = openIngestDatabase(join(folder, 'ingest.sqlite'), { readOnly: true })
const office = new Office({
  ...{ register, facts, database, quarantine, offset: offsetOf(settings.KZ_TIMEZONE) },
  now: () => Date.now() + clockOffsetMs,
  quarantineDays: settings.KZ_QUARANTINE_DAYS,
  tellsWebhook: settings.KZ_WEBHOOK_URL !== undefined,
})

parentPort?.on('message', (message: ToIndicators) => {
  if ('stop' in message) stopping.abort()
  else if ('ask' in message) answer(message)
  else if ('shadow' in message) shadows.push(message)
  else office.closer.ask(message.recomputed)
})

const shadows: { readonly shadow: string; readonly order: ShadowOrder }[] = []

function answer({ ask, name, args }: Extract<ToIndicators, { ask: number }>): void {
  try {
    if (!asked.includes(name)) throw new Error(`the indicators thread is not asked for ${name}`)
    const method = office.desk[name] as (...given: readonly unknown[]) => unknown
    say({ answer: ask, result: method.apply(office.desk, [...args]) })
  } catch (error) {
    if (error instanceof IndicatorFault) say({ answer: ask, fault: { code: error.code, words: error.words } })
    else {
      log.error({ err: error, name }, 'a question about indicators failed')
      say({ answer: ask, error: (error as Error).message })
    }
  }
}

let problem: string | undefined
let working: string | undefined

/** What is due, one thing after the other; between them questions are answered. */
async function work(): Promise<void> {
  working = 'values'
  for await (const feed of office.follow(breathe)) say({ feed })
  working = 'closing'
  for (let done = office.closer.step(); done; done = office.closer.step()) {
    log.info(done, 'month looked at')
    if (done.results > 0) office.tellSoon()
    await breathe()
    if (stopping.signal.aborted) return
  }
  working = 'shadow'
  for (let next = shadows.shift(); next && !stopping.signal.aborted; next = shadows.shift()) await tryOut(next)
}

async function tryOut({ shadow, order }: { shadow: string; order: ShadowOrder }): Promise<void> {
  const trial = new Trial(office, folder, shadow, { register, catalogue, database: quarantine, settings })
  try {
    for await (const progress of trial.run(order)) {
      say({ shadow, ...progress })
      await breathe()
      if (stopping.signal.aborted) return
    }
  } catch (error) {
    log.warn({ err: error }, 'a shadow run failed')
    say({ shadow, done: 0, total: 0, fault: (error as Error).message })
  } finally {
    await trial.forget()
  }
}

function tellStatus(): void {
  try {
    say({
      status: {
        ...office.status(),
        ...(working !== undefined && { working: { what: working, done: 0, total: 0 } }),
        ...(problem !== undefined && { problem }),
      },
    })
  } catch (error) {
    // A damaged file: that is said where it is worked with.
    say({ status: { until: 0, behind: 0, problem: problem ?? (error as Error).message } })
  }
}
await forgetTrials(folder)
const timer = setInterval(tellStatus, statusEveryMs)
tellStatus()

while (!stopping.signal.aborted) {
  try {
    await work()
    problem = undefined
  } catch (error) {
    // What fails is tried again: a full disk, a file that is made anew.
    if (problem === undefined) {
      log.error({ err: error }, 'indicators cannot be kept up')
      if (isDamage(error)) say({ damage: (error as Error).message })
    }
    problem = (error as Error).message
  }
  working = undefined
  await pause()
}

clearInterval(timer)
facts.close()
quarantine.close()
database.close()
register.stop()
parentPort?.close()

/** Ends early when we are to stop. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const done = setTimeout(resolve, tickEveryMs)
    stopping.signal.addEventListener('abort', () => {
      clearTimeout(done)
      resolve()
    })
  })
}
