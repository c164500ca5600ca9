/** What became of a case: its messages received, facts made of them, and the outcomes of its indicator, all by the real parts. */
import { join } from 'node:path'
import { builtIn } from '../../../facilities/catalogue.ts'
import { offsetOf } from '../../../facilities/zone.ts'
import { countingRules } from '../../../ingest/facts/counting-rules.ts'
import { FactsKeeper } from '../../../ingest/facts/keeper.ts'
import { FactsReader } from '../../../ingest/facts/reader.ts'
import { FactsWriter } from '../../../ingest/facts/writer.ts'
import { indicatorOf } from '../../../ingest/indicators/definitions.ts'
import { evaluate } from '../../../ingest/indicators/evaluate.ts'
import type { Indicator, Outcome } from '../../../ingest/indicators/indicator.ts'
import { type Period, parsePeriod } from '../../../ingest/indicators/period.ts'
import { parseScope, type Scope } from '../../../ingest/indicators/scope.ts'
import type { World } from '../../../ingest/indicators/world.ts'
import { worldOfFacts } from '../../../ingest/indicators/world-of-facts.ts'
import { whenDone } from '../../support/clean-up.ts'
import { asked, furnish } from './furnish.ts'
import type { Message } from './message.ts'
import type { Case } from './read-case.ts'
import { openSite } from './site.ts'

const timezone = 'Asia/Shanghai'

export interface Played {
  readonly indicator: Indicator
  receive(messages: readonly Message[], batchSize?: number): Promise<void>
  /** Makes facts as far as they are not made, up to the end or as if it were earlier. */
  keepFacts(now?: number): Promise<void>
  /** Throws all facts away and makes them anew. */
  recompute(): Promise<void>
  world(): World
  /** Of the scopes that the case speaks of. */
  outcomes(): ReadonlyMap<string, Outcome>
}

export async function play({ id, world, expected }: Case): Promise<Played> {
  const site = await openSite()
  furnish(site, world)
  const { register, database, store, folder } = site
  const writer = new FactsWriter(join(folder, 'facts.sqlite'))
  const facts = new FactsReader(join(folder, 'facts.sqlite'))
  whenDone(() => {
    facts.close()
    writer.close()
  })
  const rest = () => Promise.resolve()
  const keeper = new FactsKeeper({
    ...{ register, catalogue: builtIn, store, database, writer, timezone, readingsDays: 400 },
    ...{ rules: countingRules, rest },
  })
  const offset = offsetOf(timezone)
  const indicator = indicatorOf(id) as Indicator
  const period = parsePeriod(world.period, offset) as Period
  const scopes = Object.keys(expected).map((scope) => parseScope(scope) as Scope)
  const keepFacts = async (now = asked) => {
    do await keeper.keep(now)
    while (keeper.isBusy)
  }
  const look = () => worldOfFacts({ facts, register, quarantine: database, offset }, period)
  return {
    indicator,
    receive: site.receive,
    keepFacts,
    async recompute() {
      keeper.begin({ from: 0, to: asked }, asked)
      await keepFacts()
    },
    world: look,
    outcomes: () => evaluate(indicator, look(), scopes),
  }
}
