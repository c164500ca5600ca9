/** Which facilities a month had when it closed: the register of later does not say. */
import type { DatabaseSync } from 'node:sqlite'
import type { Evaluated } from '../evaluated.ts'

export interface PlacedFacility {
  readonly id: string
  readonly town: string
  readonly circles: readonly string[]
  readonly kinds: readonly string[]
}

/** Those in service and those that have facts, with the kinds of their devices. */
export function facilitiesOf({ register, parts }: Evaluated['world']): Iterable<PlacedFacility> {
  const found = new Map<string, { id: string; town: string; circles: readonly string[]; kinds: Set<string> }>()
  for (const { facility: id, town, circles, kind } of parts) {
    const known = found.get(id)
    if (known) known.kinds.add(kind)
    else found.set(id, { id, town, circles, kinds: new Set([kind]) })
  }
  for (const { id, town, circles } of register.facilities) if (!found.has(id)) found.set(id, { id, town, circles, kinds: new Set() })
  return [...found.values()].map((facility) => ({ ...facility, kinds: [...facility.kinds].sort() }))
}

export function keepFacilities(database: DatabaseSync, month: string, { world }: Evaluated): void {
  const put = database.prepare('INSERT OR REPLACE INTO closed_facility VALUES (?, ?, ?, ?, ?)')
  for (const { id, town, circles, kinds } of facilitiesOf(world)) put.run(month, id, town, JSON.stringify(circles), JSON.stringify(kinds))
}

export function keptFacilities(database: DatabaseSync, month: string): PlacedFacility[] {
  const rows = database.prepare('SELECT facility AS id, town, circles, kinds FROM closed_facility WHERE period = ?').all(month)
  return (rows as unknown as { id: string; town: string; circles: string; kinds: string }[]).map(({ circles, kinds, ...rest }) => ({
    ...rest,
    circles: JSON.parse(circles) as string[],
    kinds: JSON.parse(kinds) as string[],
  }))
}
