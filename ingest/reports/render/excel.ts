/** The report as a workbook: numbers are numbers, and a ratio is the quotient of the cells beside it. */
import ExcelJS from 'exceljs'
import { type Cell, type Column, printed, type ReportData, type Table, tablesOf } from '../report-data.ts'
import { type } from './page.ts'
import { tableTitle } from './word-table.ts'

const headRow = 3
/** Of a column, in characters: a share of the width of paper is about this much. */
const charactersPerShare = 1.1
/** As wide as the page: not every spreadsheet scales a single column to it. */
const textWidth = 74

const widthOf = ({ width }: Column): number => Math.max(9, width * charactersPerShare)

/** Spreadsheets do not all grow a row to its text when they open a file: about as many lines as the text needs, a Chinese character being two wide. */
function heightOf(texts: readonly { readonly text: string; readonly width: number; readonly pt: number }[]): number {
  const heights = texts.map(({ text, width, pt }) => {
    const characters = [...text].reduce((sum, character) => sum + (character > '\u2000' ? 2 : 1), 0)
    return Math.max(1, Math.ceil((characters * pt) / 11 / (width - 1))) * pt * 1.4
  })
  return Math.max(15, ...heights)
}

export async function renderExcel(report: ReportData): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.creator = report.issuer
  book.created = new Date(report.made)
  book.modified = new Date(report.made)
  // Whoever opens it sees the quotients counted anew.
  book.calcProperties.fullCalcOnLoad = true
  addText(book, report)
  for (const table of [...tablesOf(report), ...report.sheets]) addTable(book, report, table)
  return Buffer.from(await book.xlsx.writeBuffer())
}

const printSetup = (isWide: boolean): Partial<ExcelJS.PageSetup> => ({
  paperSize: 9, // A4
  orientation: isWide ? 'landscape' : 'portrait',
  fitToPage: true,
  fitToWidth: 1,
  fitToHeight: 0,
  horizontalCentered: true,
})

/** What the report says in words, so that the workbook stands alone. */
function addText(book: ExcelJS.Workbook, report: ReportData): void {
  const sheet = book.addWorksheet('说明', { pageSetup: printSetup(false) })
  sheet.getColumn(1).width = textWidth
  sheet.addRow([report.title.zh]).font = { name: type.title.fonts[3], size: 16, bold: true }
  if (!report.isClosed) sheet.addRow(['暂报（未关账）']).font = { name: type.heading.fonts[1], bold: true }
  for (const { label, text } of report.facts) sheet.addRow([`${label.zh}：${printed(text)}`])
  for (const { heading, blocks } of report.sections) {
    sheet.addRow([])
    sheet.addRow([heading.zh]).font = { name: type.heading.fonts[1], size: 12, bold: true }
    for (const block of blocks) {
      if (block.sort === 'table') sheet.addRow([`（${tableTitle(block.table)}，见“${block.table.sheet.zh}”）`])
      else sheet.addRow([block.text.zh]).font = { name: type.body.fonts[1], size: 11, bold: block.sort === 'heading' }
    }
  }
  sheet.eachRow((row) => {
    const cell = row.getCell(1)
    cell.alignment = { wrapText: true, vertical: 'top' }
    row.height = heightOf([{ text: String(cell.value ?? ''), width: textWidth, pt: cell.font?.size ?? 11 }])
  })
}

function addTable(book: ExcelJS.Workbook, report: ReportData, table: Table): void {
  const sheet = book.addWorksheet(table.sheet.zh, {
    views: [{ state: 'frozen', ySplit: headRow, xSplit: 2 }],
    pageSetup: { ...printSetup(true), printTitlesRow: `${headRow}:${headRow}` },
    headerFooter: { oddFooter: '&C— &P —' },
  })
  sheet.columns = table.columns.map((column) => ({ width: widthOf(column) }))
  sheet.getCell('A1').value = tableTitle(table)
  sheet.getCell('A1').font = { name: type.heading.fonts[1], size: 14, bold: true }
  const state = report.isClosed ? '' : '　暂报（未关账）'
  sheet.getCell('A2').value = `${report.facts.map(({ label, text }) => `${label.zh}：${printed(text)}`).join('　')}${state}`
  sheet.getCell('A2').font = { name: type.table.fonts[1], size: 9 }
  for (const row of [1, 2]) sheet.mergeCells(row, 1, row, table.columns.length)
  fillHead(sheet, table)
  table.rows.forEach((row, index) => {
    fillRow(sheet.getRow(headRow + 1 + index), table, row)
  })
  const end = headRow + Math.max(1, table.rows.length)
  if (table.rows.length === 0) sheet.getCell(headRow + 1, 1).value = '（本期无）'
  else sheet.autoFilter = { from: { row: headRow, column: 1 }, to: { row: end, column: table.columns.length } }
  if (table.note) sheet.getCell(end + 1, 1).value = `注：${table.note.zh}`
}

const line = { style: 'thin' } as const
const border = { top: line, bottom: line, left: line, right: line }

function fillHead(sheet: ExcelJS.Worksheet, { columns }: Table): void {
  const row = sheet.getRow(headRow)
  columns.forEach(({ head }, index) => {
    const cell = row.getCell(index + 1)
    cell.value = printed(head)
    cell.font = { name: type.heading.fonts[1], size: 10, bold: true }
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDEDED' } }
    cell.border = border
  })
}

function fillRow(row: ExcelJS.Row, { columns }: Table, cells: readonly Cell[]): void {
  cells.forEach((cell, index) => {
    const target = row.getCell(index + 1)
    target.value = contentOf(cell, (id) => row.getCell(columns.findIndex((column) => column.id === id) + 1).address)
    if (typeof cell.value === 'number' && cell.format) target.numFmt = cell.format
    target.font = { name: type.table.fonts[1], size: 10 }
    target.alignment = { horizontal: columns[index]?.align ?? 'left', vertical: 'middle', wrapText: true }
    target.border = border
  })
  row.height = heightOf(columns.map((column, index) => ({ text: printed(cells[index]?.text ?? ''), width: widthOf(column), pt: 10 })))
}

function contentOf({ text, value, ratio }: Cell, addressOf: (column: string) => string): ExcelJS.CellValue {
  if (typeof value !== 'number') return printed(text)
  if (!ratio) return value
  const quotient = `${addressOf(ratio.numerator)}/${addressOf(ratio.denominator)}`
  return { formula: ratio.factor === 1 ? quotient : `${quotient}*${ratio.factor}`, result: value }
}
