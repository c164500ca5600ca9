import type { DatabaseSync } from 'node:sqlite'
import type { Catalogue } from '../../facilities/catalogue.ts'
import type { Register } from '../../register/register.ts'
import { Batch } from '../pipeline/batch.ts'
import { Devices } from '../pipeline/devices.ts'
import { trialSteps } from '../pipeline/steps.ts'
import type { QuarantineFilter } from '../quarantine/selection.ts'
import { beginning, RefusedMessages } from '../replay/refused-message.ts'
import { type ReplayCounts, type ReplayJob, withReplayed } from '../replay/replay-job.ts'
import { replaySlice } from '../replay/replay-slice.ts'
import { replayedIn } from '../replay/steps.ts'

export interface DryRunParts {
  /** ingest.sqlite, opened read-only. */
  readonly database: DatabaseSync
  readonly register: Register
  readonly catalogue: Catalogue
  readonly readingsDays: number
  readonly timezone: string
}

export type DryRun = ReplayCounts & Pick<ReplayJob, 'total' | 'refusals'>

const sliceMessages = 1_000
/** What was seen is kept in memory, about 200 bytes a message: further ones are left out, and `done` stays below `total`. */
const mostMessages = 500_000

/** What a replay would do, as things stand now: the same steps over the same messages, and nothing is written. */
export async function* dryRun(parts: DryRunParts, scope: QuarantineFilter): AsyncGenerator<DryRun> {
  const { database, register, catalogue } = parts
  const messages = new RefusedMessages(database, scope)
  const steps = trialSteps({ ...parts, devices: new Devices(database, register, catalogue) }, { isCommitted: false })
  const { total, until } = messages.extent()
  let run: DryRun = { total, done: 0, stored: 0, duplicate: 0, refused: 0, refusals: [] }
  let at = beginning
  for (;;) {
    yield run
    const found = run.done < mostMessages ? messages.slice(at, until, sliceMessages) : []
    if (found.length === 0) return
    const slice = replaySlice('', found)
    const batch = new Batch([...slice.messages.keys()], 0, slice)
    for (const step of steps) await step.run(batch)
    run = withReplayed(run, replayedIn(batch, slice))
    at = slice.at
  }
}
