import type { DatabaseSync } from 'node:sqlite'
import type { Catalogue } from '../../facilities/catalogue.ts'
import type { Register } from '../../register/register.ts'
import type { Store } from '../store/store.ts'
import { type CountingRules, countingRules } from './counting-rules.ts'
import { DayCounter } from './day-counter.ts'
import { Gatherer } from './gather.ts'
import { KnownDevices } from './known-devices.ts'
import { dayAt } from './slicing.ts'
import { FactsWriter } from './writer.ts'

interface TryParts {
  readonly register: Register
  readonly catalogue: Catalogue
  readonly store: Pick<Store, 'rows' | 'eventsOnward' | 'readings'>
  /** ingest.sqlite. */
  readonly database: DatabaseSync
  readonly timezone: string
}

interface TryOrder {
  /** Of the file that is made; there is none yet. */
  readonly path: string
  readonly from: number
  readonly to: number
  /** In place of those in force. */
  readonly rules: Readonly<Record<string, number>>
}

/** Written in one transaction. */
const devicesAtOnce = 64

/** Makes facts of [from, to) by other rules into a file of their own, and says after each piece how many days of devices are made. */
export async function* tryFacts(
  parts: TryParts,
  { path, from, to, rules: tried }: TryOrder,
): AsyncGenerator<{ done: number; total: number }> {
  const rules: CountingRules = { ...countingRules, ...tried }
  const writer = new FactsWriter(path)
  try {
    const devices = new KnownDevices({ ...parts, writer, rules })
    await devices.refresh(new Set(), from)
    const all = [...devices.values()]
    const counter = new DayCounter({ gatherer: new Gatherer(parts.store, parts.database), store: parts.store, writer, rules })
    const days = [...daysIn(from, to, devices)]
    const total = days.length * all.length
    let done = 0
    for (const day of days) {
      for (let first = 0; first < all.length; first += devicesAtOnce) {
        const piece = all.slice(first, first + devicesAtOnce)
        const counted = await Promise.all(piece.map((device) => counter.count(device, day, day.start, to)))
        writer.transaction(() => {
          for (const each of counted) counter.write(each, to)
        })
        done += piece.length
        yield { done, total }
      }
    }
    writer.transaction(() => writer.setMeta('until', `${to}`))
  } finally {
    writer.close()
  }
}

function* daysIn(from: number, to: number, { offset }: KnownDevices) {
  for (let day = dayAt(from, offset); day.start < to; day = dayAt(day.end, offset)) yield day
}

/** What may be tried otherwise. */
export const countingRuleNames: readonly string[] = Object.keys(countingRules)
