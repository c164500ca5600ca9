/** Makes the facts of what was played, and the world that formulas look at. */
import { join } from 'node:path'
import { builtIn } from '../../../facilities/catalogue.ts'
import { offsetOf } from '../../../facilities/zone.ts'
import { countingRules, markUpTo } from '../../../ingest/facts/counting-rules.ts'
import { FactsKeeper } from '../../../ingest/facts/keeper.ts'
import { FactsReader } from '../../../ingest/facts/reader.ts'
import { FactsWriter } from '../../../ingest/facts/writer.ts'
import { monthAt } from '../../../ingest/indicators/period.ts'
import type { World } from '../../../ingest/indicators/world.ts'
import { worldOfFacts } from '../../../ingest/indicators/world-of-facts.ts'
import { whenDone } from '../../support/clean-up.ts'
import { type Played, timezone } from './play.ts'

export async function countFacts({ folder, register, store, database, now }: Played): Promise<FactsReader> {
  const path = join(folder, 'facts.sqlite')
  const writer = new FactsWriter(path)
  const keeper = new FactsKeeper({
    register,
    catalogue: builtIn,
    store,
    database,
    writer,
    timezone,
    readingsDays: 400,
    rules: countingRules,
    rest: async () => {},
  })
  do await keeper.keep(markUpTo(now))
  while (keeper.isBusy)
  writer.close()
  const reader = new FactsReader(path)
  whenDone(() => reader.close())
  return reader
}

export const worldOf = ({ register, database }: Played, facts: FactsReader, { from }: { readonly from: number }): World => {
  const offset = offsetOf(timezone)
  return worldOfFacts({ facts, register, quarantine: database, offset }, monthAt(from, offset))
}
