/** Towns in their order. */
import type { Direction } from './indicator.ts'
import type { RankedTown, Value } from './indicators.ts'

/** Places of towns by value: equal values share one, and the next is as many further. Those that cannot be compared have none. */
function ranksOf(values: ReadonlyMap<string, Value>, direction: Direction): ReadonlyMap<string, number> {
  const merits = [...values].flatMap(([town, value]) => {
    const merit = meritOf(value, direction)
    return merit === undefined ? [] : [{ town, merit }]
  })
  return new Map(merits.map(({ town, merit }) => [town, 1 + merits.filter((other) => other.merit > merit).length]))
}

/** Best first, then those without a place, in the order of their ids. */
export function ranking(now: ReadonlyMap<string, Value>, before: ReadonlyMap<string, Value>, direction: Direction): RankedTown[] {
  const ranks = ranksOf(now, direction)
  const previous = ranksOf(before, direction)
  return [...now]
    .map(([town, value]) => ({ town, value, rank: ranks.get(town) ?? null, previousRank: previous.get(town) ?? null }))
    .sort((one, other) => (one.rank ?? last) - (other.rank ?? last) || (one.town < other.town ? -1 : 1))
}

const last = Number.MAX_SAFE_INTEGER

/** More is better. Of a band: nearness to it, which only a line can tell; all within it are equal. */
function meritOf({ value, isRanked, status, gap }: Value, direction: Direction): number | undefined {
  if (value === null || !isRanked || status === 'no-data') return undefined
  if (direction === 'band') return gap === null ? undefined : Math.min(0, gap)
  return direction === 'down' ? -value : value
}
