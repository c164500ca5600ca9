import type { DeviceBasis } from './basis.ts'
import { everyAt, termsAt } from './basis.ts'
import { type CountingRules, markUpTo } from './counting-rules.ts'
import type { Draft } from './draft.ts'
import { isRegistered } from './marks.ts'
import { bad, columnOf, firstFrom, isOfReceipt, type Material } from './material.ts'
import type { Suspensions } from './suspensions.ts'

interface SlotSpan {
  readonly start: number
  readonly end: number
  readonly now: number
}

/** Slots of the interval that begin in the slice, and those of them that are filled. Interval and channels are those of its start. */
export function countSlots(
  draft: Draft,
  basis: DeviceBasis,
  { start, end, now }: SlotSpan,
  { rows }: Material,
  suspensions: Suspensions,
  rules: CountingRules,
): void {
  const every = everyAt(basis, start)
  const channels = termsAt(basis, start).channels
  const columns = channels?.map((channel) => columnOf(basis.kind, channel))
  const first = Math.ceil(start / every)
  let index = firstFrom(rows, first * every)
  const filled = new Set<number>()
  for (let slot = first; slot * every < end && (slot + 1) * every <= now; slot++) {
    const [from, to] = [slot * every, (slot + 1) * every]
    filled.clear()
    for (; index < rows.length && (rows[index] as Material['rows'][number])[0] < to; index++) {
      const row = rows[index] as Material['rows'][number]
      if (row[3] === bad || row[2] - row[0] > rules.lateMs || (row[4] !== null && isOfReceipt(row[4]))) continue
      if (!columns) filled.add(0)
      else for (const column of columns) if (row[column] !== null && row[column] !== undefined) filled.add(column)
    }
    if (!isRegistered(basis, markUpTo(from), suspensions)) continue
    draft.expected += columns?.length ?? 1
    draft.distinct += filled.size
  }
}
