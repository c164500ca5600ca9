import type { FacilityKind } from '../../facilities/define.ts'
import { offsetOf, startOfDay } from '../../facilities/zone.ts'
import type { FactsReader } from '../facts/reader.ts'

/** Devices with at least one use since local midnight; of a kind without uses a valid reading is one. Undefined before there are facts. */
export type UsedToday = (now: number) => ReadonlySet<string> | undefined

export function usedToday(facts: FactsReader, kinds: readonly FacilityKind[], timezone: string): UsedToday {
  const offset = offsetOf(timezone)
  const withUses = new Set(kinds.filter(({ use }) => use !== undefined).map(({ kind }) => kind))
  return (now) => {
    const from = startOfDay(now, offset, 0)
    // Facts of yesterday would say that nothing was used today.
    if (facts.until() <= from) return undefined
    const used = new Set<string>()
    for (const { device, kind, uses, readings } of facts.activity(from, now + 1)) {
      if ((withUses.has(kind) ? uses : readings) > 0) used.add(device)
    }
    return used
  }
}
