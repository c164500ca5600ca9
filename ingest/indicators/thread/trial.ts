import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Catalogue } from '../../../facilities/catalogue.ts'
import type { Register } from '../../../register/register.ts'
import type { IngestSettings } from '../../../settings/processes.ts'
import { FactsReader } from '../../facts/reader.ts'
import { tryFacts } from '../../facts/try-facts.ts'
import { openStore } from '../../store/open-store.ts'
import type { ShadowOrder, ShadowResult } from '../indicators.ts'
import { monthsOfShadow, tryMonth } from '../shadow.ts'
import type { Office } from './office.ts'

interface Sources {
  readonly register: Register
  readonly catalogue: Catalogue
  /** ingest.sqlite. */
  readonly database: DatabaseSync
  readonly settings: IngestSettings
}

interface Progress {
  readonly done: number
  readonly total: number
  readonly result?: readonly ShadowResult[]
}

const nameOf = (id: string): string => `facts-tried-${id}.sqlite`

/** What runs left that were under way when the process was killed. */
export async function forgetTrials(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith('facts-tried-'))
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
}

/** One shadow run. What it makes is in a file of its own, and thrown away. */
export class Trial {
  private readonly office: Office
  private readonly path: string
  private readonly sources: Sources

  constructor(office: Office, folder: string, id: string, sources: Sources) {
    this.office = office
    this.path = join(folder, nameOf(id))
    this.sources = sources
  }

  /** Days of devices while facts are made, then months. */
  async *run(order: ShadowOrder): AsyncGenerator<Progress> {
    const { office } = this
    const months = monthsOfShadow(order, office.offset)
    const indicator = office.indicator(order.indicator)
    const isCounted = Object.keys(order.rules ?? {}).length > 0
    if (isCounted)
      yield* this.count(order, (months[0] as { from: number }).from, Math.min(office.status().until, months.at(-1)?.to as number))
    const facts = isCounted ? new FactsReader(this.path) : undefined
    try {
      const result: ShadowResult[] = []
      for (const [done, month] of months.entries()) {
        yield { done, total: months.length }
        const tried = tryMonth(month, order, indicator, office.shadowParts, facts)
        if (tried) result.push(tried)
      }
      yield { done: months.length, total: months.length, result }
    } finally {
      facts?.close()
    }
  }

  async forget(): Promise<void> {
    await Promise.all(['', '-wal', '-shm'].map((end) => rm(`${this.path}${end}`, { force: true })))
  }

  private async *count({ rules = {} }: ShadowOrder, from: number, to: number): AsyncGenerator<Progress> {
    const { settings, register, catalogue, database } = this.sources
    const store = openStore(settings, { kinds: catalogue, readOnly: true })
    await store.start()
    try {
      const parts = { register, catalogue, store, database, timezone: settings.KZ_TIMEZONE }
      yield* tryFacts(parts, { path: this.path, from, to, rules })
    } finally {
      await store.stop()
    }
  }
}
