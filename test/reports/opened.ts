// What stands in a file, read from the file itself by other means than it was written with.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tempFolder } from '../support/temp-folder.ts'
import { unzipped } from './zip.ts'

const run = promisify(execFile)
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }

const textIn = (xml: string): string =>
  [...xml.replaceAll('<w:noBreakHyphen/>', '<w:t>-</w:t>').matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
    .map(([, text = '']) => text.replace(/&\w+;/g, (entity) => entities[entity] ?? entity))
    .join('')

const inside = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<w:${tag}[ >].*?</w:${tag}>`, 'gs'))].map(([found]) => found)

export interface OpenedWord {
  readonly xml: string
  readonly fonts: string
  /** Paragraphs outside of tables. */
  readonly paragraphs: readonly string[]
  /** Rows of cells, the head first. */
  readonly tables: readonly (readonly (readonly string[])[])[]
}

export function openedWord(file: Buffer): OpenedWord {
  const files = unzipped(file)
  const xml = files.get('word/document.xml') ?? ''
  return {
    xml,
    fonts: files.get('word/fontTable.xml') ?? '',
    paragraphs: inside(xml.replace(/<w:tbl>.*?<\/w:tbl>/gs, ''), 'p').map(textIn),
    tables: inside(xml, 'tbl').map((table) => inside(table, 'tr').map((row) => inside(row, 'tc').map(textIn))),
  }
}

export interface OpenedPdf {
  /** As words, line by line. */
  readonly words: readonly string[]
  /** Without white space and page numbers. */
  readonly text: string
  readonly fonts: string
}

export async function openedPdf(file: Buffer): Promise<OpenedPdf> {
  const path = join(await tempFolder(), 'report.pdf')
  await writeFile(path, file)
  const [{ stdout: lines }, { stdout: flow }, { stdout: fonts }] = await Promise.all([
    run('pdftotext', ['-layout', path, '-'], { maxBuffer: 2 ** 26 }),
    run('pdftotext', ['-raw', path, '-'], { maxBuffer: 2 ** 26 }),
    run('pdffonts', [path], { maxBuffer: 2 ** 26 }),
  ])
  return { words: lines.split(/\s+/), text: squeezed(flow).replace(/—\d+—/g, ''), fonts }
}

export const squeezed = (text: string): string => text.replace(/\s/g, '')
