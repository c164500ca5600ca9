/** The report as an editable Word file, laid out as an official notice. */
import {
  AlignmentType,
  convertMillimetersToTwip,
  Document,
  Footer,
  HeadingLevel,
  type ISectionOptions,
  LineRuleType,
  NoBreakHyphen,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  type Table,
  TextRun,
} from 'docx'
import { type Annex, type Block, printed, type ReportData, type Section } from '../report-data.ts'
import { page, type TypeRole, type } from './page.ts'
import { titleLines } from './title-lines.ts'
import { fontOf, fontTable, halfPoints } from './word-fonts.ts'
import { wordTable } from './word-table.ts'

type Child = Paragraph | Table

export function renderWord(report: ReportData): Promise<Buffer> {
  const document = new Document({
    title: report.title.zh,
    creator: report.issuer,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: { document: { run: { font: fontOf('body'), size: halfPoints('body'), language: { value: 'en-US', eastAsia: 'zh-CN' } } } },
    },
    sections: [
      sheet(false, [...opening(report), ...report.sections.flatMap(sectionOf)]),
      ...report.annexes.map((annex) => sheet(annex.isWide, annexOf(annex))),
    ],
  })
  return Packer.toBuffer(document, undefined, [{ path: 'word/fontTable.xml', data: fontTable() }])
}

function sheet(isWide: boolean, children: readonly Child[]): ISectionOptions {
  const { top, bottom, left, right } = page.margin
  const mm = convertMillimetersToTwip
  // A page laid on its side takes its margins with it.
  const margin = isWide
    ? { top: mm(left), bottom: mm(right), left: mm(bottom), right: mm(top) }
    : { top: mm(top), bottom: mm(bottom), left: mm(left), right: mm(right) }
  return {
    properties: {
      page: {
        size: {
          width: mm(page.width),
          height: mm(page.height),
          orientation: isWide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: { ...margin, footer: mm(isWide ? 15 : 25) },
      },
    },
    footers: { default: footer(AlignmentType.RIGHT), even: footer(AlignmentType.LEFT) },
    children,
  }
}

/** — 1 —, a character from the outer edge. */
function footer(alignment: typeof AlignmentType.LEFT | typeof AlignmentType.RIGHT): Footer {
  const look = { font: fontOf('pageNumber'), size: halfPoints('pageNumber') }
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: 280, right: 280 },
        children: [new TextRun({ ...look, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  })
}

function opening({ title, facts, isClosed }: ReportData): Child[] {
  const { name, issue } = titleLines(title.zh)
  return [
    ...(isClosed ? [] : [centred('暂报（未关账）', 'heading')]),
    ...name.map((line) => centred(line, 'title', HeadingLevel.TITLE)),
    centred(issue, 'subheading'),
    ...facts.map(
      ({ label, text }, index) =>
        new Paragraph({
          spacing: { ...lines(22), ...(index === facts.length - 1 && { after: 240 }) },
          children: [run(`${label.zh}：${printed(text)}`, 'body', 24)],
        }),
    ),
  ]
}

const lines = (pt: number) => ({ line: pt * 20, lineRule: LineRuleType.EXACT })

const run = (text: string, role: TypeRole, size = halfPoints(role)) => new TextRun({ text, font: fontOf(role), size, color: '000000' })

function centred(text: string, role: TypeRole, heading?: (typeof HeadingLevel)[keyof typeof HeadingLevel]): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    ...(heading && { heading }),
    keepNext: true,
    spacing: { ...lines(type[role].pt + 12), after: role === 'title' ? 0 : 120 },
    children: [run(text, role)],
  })
}

const sectionOf = ({ heading, blocks }: Section): Child[] => [
  headed(heading.zh, 'heading', HeadingLevel.HEADING_1),
  ...blocks.flatMap((block) => blockOf(block, false)),
]

const annexOf = ({ no, heading, blocks, isWide }: Annex): Child[] => [
  headed(`附件${no}　${heading.zh}`, 'heading', HeadingLevel.HEADING_1, false),
  ...blocks.flatMap((block) => blockOf(block, isWide)),
]

function blockOf(block: Block, isWide: boolean): Child[] {
  if (block.sort === 'table') return wordTable(block.table, isWide)
  if (block.sort === 'heading') return [headed(block.text.zh, 'subheading', HeadingLevel.HEADING_2)]
  return [
    new Paragraph({
      spacing: lines(page.linePt),
      alignment: AlignmentType.JUSTIFIED,
      indent: { firstLine: type.body.pt * 2 * 20 },
      children: [new TextRun({ children: unbroken(block.text.zh), font: fontOf('body'), size: halfPoints('body') })],
    }),
  ]
}

/** An id such as 16-2 is not broken over two lines. */
function unbroken(text: string): (string | NoBreakHyphen)[] {
  return text.split(/(?<=\d)-(?=\d)/).flatMap((part, index) => (index === 0 ? [part] : [new NoBreakHyphen(), part]))
}

function headed(text: string, role: TypeRole, heading: (typeof HeadingLevel)[keyof typeof HeadingLevel], isIndented = true): Paragraph {
  return new Paragraph({
    heading,
    keepNext: true,
    keepLines: true,
    spacing: { ...lines(page.linePt), before: 0, after: 0 },
    ...(isIndented && { indent: { firstLine: type.body.pt * 2 * 20 } }),
    children: [run(text, role)],
  })
}
