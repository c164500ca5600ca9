import { CsvError, type Info, parse } from 'csv-parse/sync'
import type { Words } from '../facilities/define.ts'
import { didYouMean, short } from '../facilities/did-you-mean.ts'

/** Rows are numbered as a spreadsheet shows them: the header is row 1. */
export interface RowFault {
  readonly row: number
  readonly column?: string
  readonly message: Words
}

export interface Row<Column extends string> {
  readonly row: number
  /** Trimmed; without those that are empty. */
  readonly cells: { readonly [Name in Column]?: string }
}

export interface Columns<Column extends string> {
  readonly needed: readonly Column[]
  readonly optional: readonly Column[]
}

const mostRows = 100_000

/** The rows of a table with a header, or everything that keeps it from being read. Empty rows are passed over. */
export function readTable<Column extends string>(
  source: string | Uint8Array,
  columns: Columns<Column>,
): { rows: Row<Column>[] } | { faults: RowFault[] } {
  const text = textOf(source)
  if ('fault' in text) return { faults: [text.fault] }
  const records = recordsOf(text.text)
  if ('fault' in records) return { faults: [records.fault] }
  const [header = [], ...body] = records.records
  const names = header.map((name) => name.trim())
  const faults = headerFaults(names, columns)
  if (faults.length > 0) return { faults }
  const filled = body.map((cells, index) => ({ cells, row: index + 2 })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (filled.length > mostRows) return { faults: [tooMany] }
  const uneven = filled.filter(({ cells }) => cells.length !== names.length)
  if (uneven.length > 0) return { faults: uneven.map(({ row, cells }) => wrongWidth(row, cells.length, names.length)) }
  return { rows: filled.map(({ row, cells }) => ({ row, cells: named(names, cells) as Row<Column>['cells'] })) }
}

function textOf(source: string | Uint8Array): { text: string } | { fault: RowFault } {
  if (typeof source === 'string') return source.includes('\uFFFD') ? { fault: notUtf8 } : { text: source }
  const text = decoded(source, 'utf-8')
  if (text !== undefined) return { text }
  return { fault: decoded(source, 'gb18030') === undefined ? notUtf8 : looksLikeGbk }
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function recordsOf(text: string): { records: string[][] } | { fault: RowFault } {
  try {
    // Rows of spaces count here, or the numbers would not be those of the spreadsheet.
    return { records: parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false }) }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const { records = 0 } = error as CsvError & Partial<Info>
    return { fault: { row: records + 1, message: brokenQuote } }
  }
}

function headerFaults<Column extends string>(names: readonly string[], { needed, optional }: Columns<Column>): RowFault[] {
  const known: readonly string[] = [...needed, ...optional]
  const [only = ''] = names
  if (names.length === 1 && /[;\t]/.test(only)) return [wrongSeparator]
  const unknown = names.filter((name) => !known.includes(name))
  const repeated = names.filter((name, index) => known.includes(name) && names.indexOf(name) !== index)
  const missing = needed.filter((name) => !names.includes(name))
  return [
    ...unknown.map((name) => unknownColumn(name, known)),
    ...repeated.map((name) => ({
      row: 1,
      column: name,
      message: { zh: `列 ${name} 出现了两次。`, en: `The column ${name} is there twice.` },
    })),
    ...missing.map((name) => ({ row: 1, column: name, message: { zh: `缺少列 ${name}。`, en: `The column ${name} is missing.` } })),
  ]
}

function unknownColumn(name: string, known: readonly string[]): RowFault {
  const guess = didYouMean(
    name,
    known.map((id) => ({ id })),
  )
  const zh = `没有名为 ${short(name)} 的列。${guess ? `您是不是要写 ${guess}？` : `可用的列：${known.join('、')}。`}`
  const en = `There is no column ${short(name)}. ${guess ? `Did you mean ${guess}?` : `The columns are ${known.join(', ')}.`}`
  return { row: 1, column: name, message: { zh, en } }
}

function named(names: readonly string[], cells: readonly string[]): Record<string, string> {
  const pairs = names.map((name, index) => [name, (cells[index] ?? '').trim()] as const)
  return Object.fromEntries(pairs.filter(([, cell]) => cell !== ''))
}

function wrongWidth(row: number, found: number, expected: number): RowFault {
  const zh = `本行有 ${found} 格，标题有 ${expected} 列。请检查逗号；含逗号的文字要用双引号括起来。`
  const en = `The row has ${found} cells, the header ${expected}. Check the commas; a text with a comma in it needs double quotes.`
  return { row, message: { zh, en } }
}

const notUtf8: RowFault = {
  row: 1,
  message: {
    zh: '文件不是 UTF-8 编码。请另存为“CSV UTF-8”后再导入。',
    en: 'The file is not UTF-8. Save it as "CSV UTF-8" and import that.',
  },
}

const looksLikeGbk: RowFault = {
  row: 1,
  message: {
    zh: '文件是 GBK 编码。请在表格软件中另存为“CSV UTF-8（逗号分隔）”后再导入。',
    en: 'The file is in GBK. Save it in the spreadsheet program as "CSV UTF-8 (comma delimited)" and import that.',
  },
}

const wrongSeparator: RowFault = {
  row: 1,
  message: {
    zh: '各列必须用英文逗号分隔。请另存为“CSV UTF-8（逗号分隔）”。',
    en: 'The columns must be separated by commas. Save it as "CSV UTF-8 (comma delimited)".',
  },
}

const brokenQuote: Words = {
  zh: '从本行起双引号不成对。请补上缺少的双引号；文字中的双引号要写两个。',
  en: 'From this row on a double quote is not closed or not where it belongs. Add the missing one; inside a text it is written twice.',
}

const tooMany: RowFault = {
  row: mostRows + 2,
  message: { zh: `一次最多导入 ${mostRows} 行。请拆分文件。`, en: `At most ${mostRows} rows are imported at once. Split the file.` },
}
