/** A thread that counts days for the facts thread, from readers of its own; counting-threads.ts starts and ends it. */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { loadSiteKinds } from '../../facilities/site-kinds.ts'
import { offsetOf } from '../../facilities/zone.ts'
import { openIngestDatabase } from '../database.ts'
import { openStore } from '../store/open-store.ts'
import type { CountedDay } from './count-day.ts'
import { excludedOutages } from './count-slice.ts'
import type { CountingData, FromCounting, SentBasis, ToCounting } from './counting-messages.ts'
import { DayOfStore, type Described } from './day-of-store.ts'
import { Gatherer } from './gather.ts'
import { reachOf } from './reach.ts'
import { Suspensions } from './suspensions.ts'

const { settings, rules } = workerData as CountingData
const { catalogue } = loadSiteKinds(settings.KZ_KINDS)
const offset = offsetOf(settings.KZ_TIMEZONE)
const database = openIngestDatabase(join(settings.KZ_DATA, 'ingest.sqlite'), { readOnly: true })
const store = openStore(settings, { kinds: catalogue, readOnly: true })
const stored = new DayOfStore({ gatherer: new Gatherer(store, database), store, rules })
const started = store.start()

function described({ kind: name, ...sent }: SentBasis): Described {
  const kind = catalogue.get(name)
  if (!kind) throw new Error(`no kind ${name} here`)
  const basis = { ...sent, kind, offset }
  return { basis, reach: reachOf(basis, rules), suspensions: new Suspensions(basis, rules), outages: excludedOutages(basis) }
}

async function counted({ devices, day, now }: ToCounting): Promise<(CountedDay | undefined)[]> {
  await started
  const days: (CountedDay | undefined)[] = []
  for (const { basis, carry } of devices) days.push(await stored.whole(described(basis), day, now, carry))
  return days
}

const say = (message: FromCounting): void => parentPort?.postMessage(message)

// What fails here is counted by the facts thread, which meets the same failure where it can be told and waited for.
parentPort?.on('message', (message: ToCounting) => {
  counted(message).then(
    (days) => say({ number: message.number, counted: days }),
    () => say({ number: message.number, counted: undefined }),
  )
})
