import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { gather } from '../../ingest/reports/gathered.ts'
import { makeReport } from '../../ingest/reports/make-report.ts'
import { CannotPrint } from '../../ingest/reports/render/chromium.ts'
import { Renderer } from '../../ingest/reports/render/renderer.ts'
import { printed, type ReportData, type Table, tablesOf } from '../../ingest/reports/report-data.ts'
import { reportPeriod } from '../../ingest/reports/report-period.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { type Changes, handMade, names } from './hand-made.ts'
import { type OpenedPdf, type OpenedWord, openedPdf, openedWord, squeezed } from './opened.ts'

async function reportOf(id: string, changes: Changes = {}): Promise<ReportData> {
  const gathered = await gather(
    handMade(() => changes),
    names,
    reportPeriod(id)!,
  )
  return makeReport(gathered, { issuer: '太仓市商务局', timezone: 'Asia/Shanghai', made: Date.parse('2026-12-03T09:00:00+08:00') })
}

const cells = ({ columns, rows }: Table) => [
  columns.map(({ head }) => printed(head)),
  ...rows.map((row) => row.map(({ text }) => printed(text))),
]
const textsOf = ({ sections, annexes }: ReportData) =>
  [...sections, ...annexes].flatMap(({ blocks }) => blocks.flatMap((block) => (block.sort === 'table' ? [] : [block.text.zh])))

describe.each(['2026-11', '2026-Q4', '2026'])('the report of %s', (id) => {
  let report: ReportData
  let word: OpenedWord
  let book: ExcelJS.Workbook
  let pdf: OpenedPdf

  beforeAll(async () => {
    report = await reportOf(id, { revision: 2 })
    const renderer = new Renderer()
    word = openedWord(await renderer.render(report, 'docx'))
    book = new ExcelJS.Workbook()
    await book.xlsx.load((await renderer.render(report, 'xlsx')) as unknown as ArrayBuffer)
    pdf = await openedPdf(await renderer.render(report, 'pdf'))
    await renderer.stop()
  }, 60_000)

  it('has in Word every table as it is, under its title', () => {
    const tables = tablesOf(report)

    expect(word.tables).toEqual(tables.map((table) => (table.rows.length > 0 ? cells(table) : [cells(table)[0], ['（本期无）']])))
    expect(word.paragraphs).toEqual(expect.arrayContaining(tables.map(({ no, title }) => `表${no}　${title.zh}`)))
  })

  it('has in Word every sentence', () => {
    expect(word.paragraphs).toEqual(expect.arrayContaining([...textsOf(report), ...report.sections.map(({ heading }) => heading.zh)]))
  })

  it('repeats the heads of tables in Word and names Chinese fonts with their stand-ins', () => {
    expect(word.xml.match(/<w:tblHeader\/>/g)).toHaveLength(tablesOf(report).length)
    expect(word.xml).toContain('w:eastAsia="仿宋_GB2312"')
    expect(word.xml).toContain('w:eastAsia="方正小标宋简体"')
    expect(word.fonts).toContain('<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong;')
  })

  it('has in the PDF every number of every table', () => {
    const wanted = Map.groupBy(
      tablesOf(report).flatMap(({ rows }) =>
        rows.flat().flatMap(({ text, value }) => (typeof value === 'number' ? printed(text).split(' ') : [])),
      ),
      (text) => text,
    )
    const found = Map.groupBy(pdf.words, (word) => word)

    const missing = [...wanted].filter(([text, all]) => (found.get(text)?.length ?? 0) < all.length).map(([text]) => text)
    expect(missing).toEqual([])
  })

  it('has in the PDF every sentence and every title, in Chinese glyphs that are in the file', () => {
    const wanted = [...textsOf(report), ...tablesOf(report).map(({ no, title }) => `表${no}${title.zh}`)].map(squeezed)

    expect(wanted.filter((text) => !pdf.text.includes(text))).toEqual([])
    // Embedded, subset and with their characters: a glyph that no font had would have none.
    expect(
      pdf.fonts
        .trim()
        .split('\n')
        .slice(2)
        .filter((line) => !/ yes (yes|no) +yes +\d+ +\d+$/.test(line)),
    ).toEqual([])
  })

  it('has in Excel every number as a number, and the text of the rest', () => {
    for (const table of [...tablesOf(report), ...report.sheets]) {
      const sheet = book.getWorksheet(table.sheet.zh)
      const inSheet = table.rows.map((row, at) => row.map((_, index) => plainValue(sheet?.getRow(4 + at).getCell(index + 1))))
      expect(inSheet, table.id).toEqual(
        table.rows.map((row) => row.map(({ text, value }) => (typeof value === 'number' ? value : printed(text)))),
      )
    }
  })

  it('has in Excel every sentence on the first sheet', () => {
    const lines = book.getWorksheet('说明')?.getColumn(1).values.map(String)

    expect(lines).toEqual(expect.arrayContaining(textsOf({ ...report, annexes: [] })))
  })

  it('counts a ratio in Excel from the numerator and denominator beside it', () => {
    const sheet = book.getWorksheet('分子分母')!
    const formulas: [string, number, number][] = []
    sheet.eachRow((row) => {
      const { formula, result } = row.getCell(6)
      if (formula)
        formulas.push([
          formula,
          Number(result),
          (Number(row.getCell(4).value) / Number(row.getCell(5).value)) * (formula.endsWith('*100') ? 100 : 1),
        ])
    })

    expect(formulas.length).toBeGreaterThan(50)
    for (const [formula, result, quotient] of formulas) expect(result, formula).toBeCloseTo(quotient, 9)
  })

  it('titles every sheet, freezes its head and prints it across the page', () => {
    for (const table of [...tablesOf(report), ...report.sheets]) {
      const sheet = book.getWorksheet(table.sheet.zh)!
      expect(String(sheet.getCell('A1').value)).toContain(table.title.zh)
      expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 })
      expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1, fitToHeight: 0, printTitlesRow: '3:3' })
    }
  })
})

function plainValue(cell: ExcelJS.Cell | undefined): unknown {
  return cell?.formula ? cell.result : (cell?.value ?? '')
}

it('says on its first page that the month is not closed', async () => {
  const renderer = new Renderer()
  const report = await reportOf('2026-11', { state: 'open' })

  expect(openedWord(await renderer.render(report, 'docx')).paragraphs[0]).toBe('暂报（未关账）')
  expect((await openedPdf(await renderer.render(report, 'pdf'))).text.startsWith('暂报（未关账）')).toBe(true)
  await renderer.stop()
})

it('says without Chromium which package a PDF needs, and makes the other files', async () => {
  const renderer = new Renderer({ path: await tempFolder() })
  whenDone(() => renderer.stop())
  const report = await reportOf('2026-11')

  await expect(renderer.render(report, 'pdf')).rejects.toThrow(new CannotPrint(['chromium']))
  expect((await renderer.render(report, 'docx')).length).toBeGreaterThan(10_000)
})
