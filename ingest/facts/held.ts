import type { DeviceBasis } from './basis.ts'
import { everyAt } from './basis.ts'
import { type CountingRules, freshness, minuteMs } from './counting-rules.ts'
import type { Marks } from './marks.ts'
import { bad, columnOf, firstFrom, type Material } from './material.ts'

export type Held = number | string | undefined

/** Value of a field at each mark: that of the latest reading that has it with ts in (m − g, m]; undefined: unknown. */
export function heldAt(field: string, basis: DeviceBasis, { first, count }: Marks, { rows }: Material, rules: CountingRules): Held[] {
  const column = columnOf(basis.kind, field)
  const held = new Array<Held>(count)
  if (count === 0) return held
  const reach = Math.max(...basis.intervals.map(({ everyMs }) => freshness(everyMs, rules)))
  const isSteady = basis.intervals.length === 1
  const g = freshness(everyAt(basis, first), rules)
  let next = firstFrom(rows, first - reach)
  let [value, ts]: [Held, number] = [undefined, 0]
  for (let index = 0, mark = first; index < count; index++, mark += minuteMs) {
    for (; next < rows.length; next++) {
      const row = rows[next] as Material['rows'][number]
      if (row[0] > mark) break
      if (row[3] === bad || (row[column] ?? null) === null) continue
      value = row[column] as number | string
      ts = row[0]
    }
    held[index] = value !== undefined && ts > mark - (isSteady ? g : freshness(everyAt(basis, mark), rules)) ? value : undefined
  }
  return held
}
