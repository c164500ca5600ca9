import { textOf } from './fields.ts'
import type { Mapping, Repair } from './mapping.ts'
import type { Row } from './rows.ts'

/** A row after its repairs, or why it is left out. */
export type Repaired = { readonly row: Row; readonly isRepaired: boolean } | { readonly skip: string }

/** In the order in which they stand in the mapping. */
export function repaired(row: Row, { repairs, source }: Mapping): Repaired {
  const cells = { ...row.cells }
  let isRepaired = false
  for (const repair of repairs) {
    const outcome = apply(repair, cells, source.missing)
    if (typeof outcome === 'string') return { skip: outcome }
    isRepaired ||= outcome
  }
  return { row: { ...row, cells }, isRepaired }
}

/** Why the row is skipped, or whether it was changed. */
function apply(repair: Repair, cells: Record<string, unknown>, missing: readonly string[]): string | boolean {
  if ('skip' in repair) return skipReason(repair.skip, cells, missing) ?? false
  if ('default' in repair) {
    const { column, value } = repair.default
    if (textOf(cells, column, missing) !== undefined) return false
    cells[column] = value
    return true
  }
  if (!('swapBytes' in repair)) return false // sort: done when all rows are there
  return swapBytes(cells, repair.swapBytes.column)
}

function skipReason(
  skip: Extract<Repair, { skip: unknown }>['skip'],
  cells: Record<string, unknown>,
  missing: readonly string[],
): string | undefined {
  const text = textOf(cells, skip.column, missing)
  const number = text === undefined ? Number.NaN : Number(text)
  const applies =
    (skip.empty && text === undefined) ||
    skip.is?.some((one) => String(one) === text) ||
    (skip.below !== undefined && number < skip.below) ||
    (skip.above !== undefined && number > skip.above)
  if (!applies) return undefined
  return skip.because ?? `${skip.column} is ${text === undefined ? 'empty' : JSON.stringify(text)}`
}

/** Of a 16-bit number: 0x1234 was recorded as 0x3412. */
function swapBytes(cells: Record<string, unknown>, column: string): boolean {
  const recorded = Number(cells[column])
  if (!Number.isInteger(recorded) || recorded < 0 || recorded > 0xffff) return false
  const swapped = ((recorded & 0xff) << 8) | (recorded >> 8)
  cells[column] = swapped
  return swapped !== recorded
}
