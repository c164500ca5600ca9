import type { RecordMapping, Repair } from '../../facilities/mapping/record-mapping.ts'
import { type Cells, cellOf, textOf, withCell } from './cells.ts'
import type { Row } from './rows.ts'

/** A row after its repairs, or why it is left out. */
export type Repaired = { readonly row: Row; readonly isRepaired: boolean } | { readonly skip: string }

/** In the order in which they stand in the mapping. */
export function repaired(row: Row, { repairs, source }: RecordMapping): Repaired {
  let { cells } = row
  for (const repair of repairs) {
    const outcome = apply(repair, cells, source.missing)
    if (typeof outcome === 'string') return { skip: outcome }
    cells = outcome
  }
  return { row: { ...row, cells }, isRepaired: cells !== row.cells }
}

/** Why the row is skipped, or its cells: the same ones when nothing had to be mended. */
function apply(repair: Repair, cells: Cells, missing: readonly string[]): string | Cells {
  if ('skip' in repair) return skipReason(repair.skip, cells, missing) ?? cells
  if ('default' in repair) {
    const { column, value } = repair.default
    return textOf(cells, column, missing) === undefined ? withCell(cells, column, value) : cells
  }
  return 'swapBytes' in repair ? withSwappedBytes(cells, repair.swapBytes.column) : cells // sort: done when all rows are there
}

function skipReason(skip: Extract<Repair, { skip: unknown }>['skip'], cells: Cells, missing: readonly string[]): string | undefined {
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
function withSwappedBytes(cells: Cells, column: string): Cells {
  const recorded = Number(cellOf(cells, column))
  if (!Number.isInteger(recorded) || recorded < 0 || recorded > 0xffff) return cells
  const swapped = ((recorded & 0xff) << 8) | (recorded >> 8)
  return swapped === recorded ? cells : withCell(cells, column, swapped)
}
