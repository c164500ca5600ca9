/** What the readings of the last days look like: which never change, and which are the same as another's. */

import type { DayPart } from '../facts/parts.ts'
import { dayMs } from './day.ts'
import type { World } from './world.ts'

/** A device whose readings do not change for so long is frozen. */
export const frozenDays = 3

/** As far back as series are held against each other; a copy does not stop after a month. */
const comparedDays = 31
/** Two idle devices may well say the same all day; with so many changes they do not. */
const changesLeast = 24

export interface Series {
  /** Of the days that reach into the last three times 24 h. */
  readonly late: ReadonlyMap<string, { readonly readings: number; readonly changes: number }>
  readonly twins: ReadonlyMap<string, Twins>
}

/** Who told the same as a device. */
export interface Twins {
  days: number
  /** Most at once, besides itself. */
  count: number
  /** Not all of them where there are very many. */
  readonly others: Set<string>
}

const mostOthers = 50

export function seriesOf(world: World): Series {
  const late = new Map<string, { readings: number; changes: number }>()
  const twins = new Map<string, Twins>()
  const inService = new Set(world.register.devices.map(({ id }) => id))
  let today = { day: Number.NaN, digests: new Map<string, Set<string>>() }
  for (const one of world.days(new Set(world.kinds.map(({ kind }) => kind)), { lastDays: comparedDays })) {
    if (one.day !== today.day) {
      addTwins(twins, today.digests.values())
      today = { day: one.day, digests: new Map() }
    }
    if (!inService.has(one.part.device)) continue
    addDigest(today.digests, one)
    if (one.day + dayMs > world.until - frozenDays * dayMs) addLate(late, one)
  }
  addTwins(twins, today.digests.values())
  return { late, twins }
}

function addLate(late: Map<string, { readings: number; changes: number }>, { part, facts }: DayPart): void {
  const sums = late.get(part.device) ?? { readings: 0, changes: 0 }
  late.set(part.device, sums)
  sums.readings += facts.readings
  sums.changes += facts.changes
}

function addDigest(digests: Map<string, Set<string>>, { part, facts }: DayPart): void {
  if (facts.digest === null || facts.changes < changesLeast) return
  const key = `${part.kind} ${facts.digest}`
  digests.set(key, (digests.get(key) ?? new Set()).add(part.device))
}

function addTwins(twins: Map<string, Twins>, groups: Iterable<ReadonlySet<string>>): void {
  for (const group of groups) {
    if (group.size < 2) continue
    const named = [...group].slice(0, mostOthers + 1)
    for (const device of group) {
      const known = twins.get(device) ?? { days: 0, count: 0, others: new Set() }
      twins.set(device, known)
      known.days++
      known.count = Math.max(known.count, group.size - 1)
      for (const other of named) if (other !== device) known.others.add(other)
    }
  }
}
