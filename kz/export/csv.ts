// RFC 4180: CRLF, quotes where they are needed, doubled within. A text that a spreadsheet would run as a formula gets an apostrophe in front.
import { offsetOf } from '../../facilities/zone.ts'
import type { Language } from '../terminal/language.ts'
import type { Cell, ExportColumn, ExportPage, Form } from './sheet.ts'

export type Header = 'names' | 'units' | 'labels'

interface CsvOptions {
  readonly zone: string
  readonly header: Header
  readonly language: Language
  /** Excel takes a file for UTF-8 only when it begins with the mark. */
  readonly bom: boolean
  /** Texts as they are, for programs. */
  readonly exact: boolean
}

export function csv({ zone, header, language, bom, exact }: CsvOptions): Form {
  const time = zonedTime(zone)
  let isBegun = false

  const headOf = (column: ExportColumn): string => {
    const name = header === 'labels' ? column.label[language] : column.name
    return header !== 'names' && column.unit !== undefined ? `${name} (${column.unit})` : name
  }

  function* page({ columns, rows }: ExportPage): Generator<string> {
    if (!isBegun) yield `${bom ? '\uFEFF' : ''}${line(columns.map(headOf))}`
    isBegun = true
    const shown = columns.map(({ type }) => (type === 'time' ? time : type === 'text' && !exact ? harmless : asItIs))
    let text = ''
    for (const row of rows) text += line(row.map((cell, column) => (cell === null ? cell : (shown[column] ?? asItIs)(cell))))
    yield text
  }
  return { page, end: () => [] }
}

const asItIs = (cell: number | string): number | string => cell

/** What devices and people entered may be a formula for Excel, LibreOffice or WPS, which may read files and ask the network. A plain number is none. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/
const plainNumber = /^[+-]?\d+(\.\d+)?$/

const harmless = (cell: number | string): number | string =>
  typeof cell === 'string' && formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell

const line = (cells: readonly Cell[]): string => `${cells.map(field).join(',')}\r\n`

const needsQuotes = /[",\r\n]|^\s|\s$/

function field(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** 2026-11-23T08:00:00.123+08:00 */
function zonedTime(zone: string): (at: number | string) => string {
  const offset = offsetOf(zone)
  return (at) => {
    const ms = new Date(at).getTime()
    if (Number.isNaN(ms)) return String(at)
    const ahead = offset(ms)
    return `${new Date(ms + ahead).toISOString().slice(0, -1)}${offsetText(ahead)}`
  }
}

function offsetText(ahead: number): string {
  const minutes = Math.round(Math.abs(ahead) / 60_000)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${ahead < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
