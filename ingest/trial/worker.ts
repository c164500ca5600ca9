/** The thread of one trial: it reads the files the pipeline writes, answers what would be, and ends. */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { loadSiteKinds } from '../../facilities/site-kinds.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import { Register } from '../../register/register.ts'
import { openIngestDatabase } from '../database.ts'
import { dryRun } from './dry-run.ts'
import { tryKind } from './kind-try.ts'
import type { Findings, FromTrial, TrialOrder } from './task.ts'

/** Progress is told about this often. */
const tellEveryMs = 250

const { settings, task } = workerData as TrialOrder
const say = (message: FromTrial): void => parentPort?.postMessage(message)
const folder = settings.KZ_DATA
const { catalogue } = loadSiteKinds(settings.KZ_KINDS)
const register = new Register(join(folder, 'register.sqlite'), { catalogue })
const journal = new SqliteJournalReader(journalPaths(join(folder, 'journal'), 'uplink'))
const database = openIngestDatabase(join(folder, 'ingest.sqlite'), { readOnly: true })
const { KZ_READINGS_DAYS: readingsDays, KZ_TIMEZONE: timezone } = settings
const parts = { register, journal, database, catalogue, readingsDays, timezone }

try {
  register.start()
  await journal.start()
  await tell(task.what === 'dry-run' ? dryRun(parts, task.scope) : tryKind(parts, task.definition, task.since))
} catch (error) {
  say({ fault: (error as Error).message })
} finally {
  await journal.stop()
  register.stop()
  database.close()
}

/** Each now and then, and the last one always. */
async function tell(all: AsyncGenerator<Findings>): Promise<void> {
  let told = 0
  let last: Findings | undefined
  for await (const findings of all) {
    last = findings
    if (performance.now() - told < tellEveryMs) continue
    told = performance.now()
    say({ findings })
  }
  if (last) say({ findings: last })
}
