import {
  AlignmentType,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import { printed, type Table as ReportTable, type Text } from '../report-data.ts'
import { printedWidth } from './page.ts'
import { fontOf, halfPoints } from './word-fonts.ts'

const twipsPerMm = 56.693
const alignments = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const

/** Its title above it, kept with it; its head on every page; no row broken in two. */
export function wordTable(table: ReportTable, isWide: boolean): (Paragraph | Table)[] {
  return [title(table), grid(table, isWide), note(table)]
}

export const tableTitle = ({ no, title }: ReportTable): string => (no === undefined ? title.zh : `表${no}　${title.zh}`)

function title(table: ReportTable): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext: true,
    keepLines: true,
    spacing: { before: 160, after: 80 },
    children: [new TextRun({ text: tableTitle(table), font: fontOf('heading'), size: 24 })],
  })
}

function grid({ columns, rows, note }: ReportTable, isWide: boolean): Table {
  const hasNote = note !== undefined
  const widths = columnWidths(
    columns.map(({ width }) => width),
    isWide,
  )
  const head = columns.map((column, index) => cell(column.head, 'center', widths[index], { isHead: true }))
  const none = new TableRow({ children: [cell({ zh: '（本期无）', en: 'none' }, 'center', undefined, { span: columns.length })] })
  const body = rows.map(
    (row, at) =>
      new TableRow({
        cantSplit: true,
        children: row.map(({ text }, index) =>
          cell(text, columns[index]?.align ?? 'left', widths[index], {
            isKept: at === 0 ? rows.length > 1 : hasNote && at === rows.length - 1,
          }),
        ),
      }),
  )
  return new Table({
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    margins: { left: 40, right: 40, top: 20, bottom: 20, marginUnitType: WidthType.DXA },
    rows: [new TableRow({ tableHeader: true, cantSplit: true, children: head }), ...(body.length > 0 ? body : [none])],
  })
}

function columnWidths(shares: readonly number[], isWide: boolean): number[] {
  const all = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => Math.floor((printedWidth(isWide) * twipsPerMm * share) / all))
}

function cell(
  text: Text,
  align: keyof typeof alignments,
  width: number | undefined,
  { isHead = false, isKept = isHead, span }: { isHead?: boolean; isKept?: boolean; span?: number } = {},
): TableCell {
  const font = fontOf(isHead ? 'heading' : 'table')
  return new TableCell({
    verticalAlign: VerticalAlign.CENTER,
    ...(width !== undefined && { width: { size: width, type: WidthType.DXA } }),
    ...(span !== undefined && { columnSpan: span }),
    ...(isHead && { shading: { fill: 'EDEDED' } }),
    children: [
      new Paragraph({
        alignment: alignments[align],
        // The head and the first two rows stay together, and the last one with its note.
        keepNext: isKept,
        spacing: { line: 260, lineRule: LineRuleType.AT_LEAST },
        children: [new TextRun({ text: printed(text), font, size: halfPoints('table') })],
      }),
    ],
  })
}

/** Word needs a paragraph between two tables in any case. */
function note({ note: words }: ReportTable): Paragraph {
  return new Paragraph({
    spacing: { before: 40, after: 120, line: 200, lineRule: LineRuleType.AT_LEAST },
    children: [new TextRun({ text: words ? `注：${words.zh}` : ' ', font: fontOf('table'), size: halfPoints('table') })],
  })
}
