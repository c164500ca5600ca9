import stringWidth from 'string-width'
import type { Words } from '../../facilities/define.ts'
import type { Output, Style } from './output.ts'
import { printable } from './printable.ts'

export interface Column<Row> {
  readonly head: Words
  cell(row: Row): string | number | undefined
  readonly align?: 'right'
  style?(row: Row): Style | undefined
}

/** `text` filled up to `width` columns of a terminal, of which a Chinese character takes two. */
export function padded(text: string, width: number, align?: 'right'): string {
  const gap = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'right' ? gap + text : text + gap
}

/** Rows as they come, page by page: columns grow when a later page needs it, and never shrink. */
export class Table<Row> {
  private readonly out: Output
  private readonly columns: readonly Column<Row>[]
  private readonly heads: readonly string[]
  private widths: readonly number[]
  private isBegun = false

  constructor(out: Output, columns: readonly Column<Row>[], say: (words: Words) => string) {
    this.out = out
    this.columns = columns
    this.heads = columns.map(({ head }) => say(head))
    this.widths = this.heads.map(stringWidth)
  }

  rows(rows: readonly Row[]): void {
    const cells = rows.map((row) => this.columns.map((column) => printable(String(column.cell(row) ?? ''))))
    this.widths = this.widths.map((width, column) => cells.reduce((most, row) => Math.max(most, stringWidth(row[column] ?? '')), width))
    if (!this.isBegun) this.out.line(this.out.paint('bold', this.joined(this.heads)))
    this.isBegun = true
    for (const [index, row] of rows.entries()) {
      this.out.line(this.joined(cells[index] ?? [], (column) => this.columns[column]?.style?.(row)))
    }
  }

  private joined(cells: readonly string[], styleOf: (column: number) => Style | undefined = () => undefined): string {
    const parts = cells.map((cell, column) =>
      this.out.paint(styleOf(column), padded(cell, this.widths[column] ?? 0, this.columns[column]?.align)),
    )
    return parts.join('  ').trimEnd()
  }
}

/** Names in one column and what belongs to them in the next; what is undefined is left out. */
export function pairs(out: Output, rows: readonly (readonly [string, string | undefined])[], indent = '  '): void {
  const told = rows.filter(([, value]) => value !== undefined)
  const width = Math.max(0, ...told.map(([name]) => stringWidth(name)))
  for (const [name, value = ''] of told) out.line(`${indent}${padded(name, width)}  ${printable(value)}`.trimEnd())
}
