import type { Words } from '../../../facilities/define.ts'
import type { Cell, Column, Table, Text } from '../report-data.ts'

/** A column with how its cells are made. */
export interface ColumnOf<Row> extends Column {
  readonly cell: (row: Row) => Cell | Text
}

export const column = <Row>(
  id: string,
  head: Text,
  width: number,
  align: Column['align'],
  cell: (row: Row) => Cell | Text,
): ColumnOf<Row> => ({ id, head, width, align, cell })

interface Described<Row> {
  readonly id: string
  readonly title: Words
  readonly sheet: Words
  readonly note?: Words
  readonly columns: readonly ColumnOf<Row>[]
}

export function tableOf<Row>({ columns, ...described }: Described<Row>, rows: readonly Row[]): Table {
  return {
    ...described,
    columns: columns.map(({ id, head, width, align }) => ({ id, head, width, align })),
    rows: rows.map((row) => columns.map(({ cell }) => asCell(cell(row)))),
  }
}

const asCell = (made: Cell | Text): Cell => (typeof made === 'string' || 'zh' in made ? { text: made } : made)
