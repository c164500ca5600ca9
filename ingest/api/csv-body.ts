// A CSV file as a body, and the answer to one that is refused.
import { z } from 'zod'
import type { RowFault } from '../../register/csv.ts'
import { Problem } from './problem.ts'

export const mostCsvBytes = 20 * 1024 * 1024

export const csvFile = z
  .custom<Uint8Array>((sent) => sent instanceof Uint8Array, {
    message: 'must be the file itself, sent with content-type: text/csv',
    params: { zh: '应为文件本身，并使用 content-type: text/csv', expected: 'text/csv' },
  })
  .meta({ type: 'string', format: 'binary', description: 'UTF-8, with or without BOM, the first row with the names of the columns' })

/** Every bad row is named; a file wrong in every line would make an answer as large as itself, so there is an end. */
const mostNamed = 1_000

export function refusedRows(faults: readonly RowFault[]): Problem {
  return new Problem('import-refused', {
    words: { count: faults.length },
    faults: faults
      .slice(0, mostNamed)
      .map(({ row, column, message }) => ({ path: column === undefined ? `row ${row}` : `row ${row}, ${column}`, message })),
  })
}
