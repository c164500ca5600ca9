import type { DeviceBasis } from './basis.ts'
import { everyAt } from './basis.ts'
import { type CountingRules, freshness, minuteMs } from './counting-rules.ts'
import type { Draft } from './draft.ts'
import type { Marks } from './marks.ts'
import type { Receipts } from './material.ts'

/** `online`: heard within g, and not gone since; `heard`: minutes, in the register or not. */
export function countOnline(
  draft: Draft,
  basis: DeviceBasis,
  { first, count, registered }: Marks,
  receipts: Receipts,
  rules: CountingRules,
): void {
  if (count === 0) return
  const g = freshness(everyAt(basis, first), rules)
  let last = lastBefore(receipts, first, longest(basis, rules))
  const isSteady = basis.intervals.length === 1
  for (let index = 0, mark = first; index < count; index++, mark += minuteMs) {
    const said = receipts.at(mark)
    if (said > 0) {
      draft.heard++
      last = { mark, said }
    }
    if (registered[index] !== 1 || !last || last.said === 2) continue
    if (last.mark > mark - (isSteady ? g : freshness(everyAt(basis, mark), rules))) draft.online += 60
  }
}

/** How far back anything may hold. */
const longest = ({ intervals }: DeviceBasis, rules: CountingRules): number =>
  Math.max(...intervals.map(({ everyMs }) => freshness(everyMs, rules)))

function lastBefore(receipts: Receipts, first: number, reach: number): { mark: number; said: number } | undefined {
  for (let mark = first - minuteMs; mark > first - reach; mark -= minuteMs) {
    const said = receipts.at(mark)
    if (said > 0) return { mark, said }
  }
  return undefined
}
