// A pipeline with the facts of what it takes. Time is told, so days pass in an instant.
import { join } from 'node:path'
import { builtIn } from '../../facilities/catalogue.ts'
import { countingRules, markUpTo } from '../../ingest/facts/counting-rules.ts'
import type { Counters } from '../../ingest/facts/day-counter.ts'
import { FactsKeeper } from '../../ingest/facts/keeper.ts'
import type { SlicePart } from '../../ingest/facts/parts.ts'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { FactsWriter } from '../../ingest/facts/writer.ts'
import type { Store } from '../../ingest/store/store.ts'
import { type PipelineSite, pipelineSite } from '../clock/pipeline-site.ts'
import { whenDone } from '../support/clean-up.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
/** Local midnight, in Shanghai. */
export const midnight = Date.UTC(2026, 2, 1, -8)

export interface FactsSite extends PipelineSite {
  readonly reader: FactsReader
  /** Makes all there is to make as of then; a process of its own each time with `isAnew`. */
  keep(
    now: number,
    options?: { readonly isAnew?: boolean; readonly store?: Partial<Store>; readonly threads?: Counters },
  ): Promise<FactsKeeper>
  slices(device: string): SlicePart[]
  /** Ends the keeper after so many pieces of work. */
  keepAndDie(now: number, afterPieces: number): Promise<void>
}

export async function factsSite({
  readingsDays = 400,
  storeOf,
}: {
  readingsDays?: number
  storeOf?: (folder: string) => Promise<Store>
} = {}): Promise<FactsSite> {
  const site = await pipelineSite(readingsDays, storeOf)
  const path = join(site.folder, 'facts.sqlite')
  const reader = new FactsReader(path)
  let running: { writer: FactsWriter; keeper: FactsKeeper } | undefined
  let dieAfter = Number.POSITIVE_INFINITY
  whenDone(() => {
    reader.close()
    running?.writer.close()
  })

  function begin(store: Partial<Store>, threads?: Counters) {
    running?.writer.close()
    const writer = new FactsWriter(path)
    const keeper = new FactsKeeper({
      register: site.register,
      catalogue: builtIn,
      store: { ...bound(site.store), ...store },
      database: site.database,
      writer,
      timezone: 'Asia/Shanghai',
      readingsDays,
      rules: countingRules,
      ...(threads && { threads }),
      rest: async () => {
        if (--dieAfter < 0) throw new Error('killed')
      },
    })
    return { writer, keeper }
  }

  return {
    ...site,
    reader,
    async keep(now, { isAnew = false, store = {}, threads } = {}) {
      if (isAnew || !running) running = begin(store, threads)
      const { keeper } = running
      do await keeper.keep(markUpTo(now))
      while (keeper.isBusy)
      return keeper
    },
    async keepAndDie(now, afterPieces) {
      running = begin({})
      dieAfter = afterPieces
      try {
        do await running.keeper.keep(markUpTo(now))
        while (running.keeper.isBusy)
      } catch (error) {
        if ((error as Error).message !== 'killed') throw error
      } finally {
        dieAfter = Number.POSITIVE_INFINITY
        running = begin({})
      }
    },
    slices: (device) => reader.slicesOf(device, 0, Date.UTC(2100, 0, 1), { limit: 1_000_000 }),
  }
}

const bound = (store: Store) => ({
  rows: store.rows.bind(store),
  eventsOnward: store.eventsOnward.bind(store),
  readings: store.readings.bind(store),
})
