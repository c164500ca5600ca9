/**
 * A report as data. Word, Excel, PDF and JSON are renderings of it and compute nothing themselves: what a number is called, how it is rounded
 * and where it stands is settled here, so that the files cannot differ.
 */
import type { Words } from '../../facilities/define.ts'

/** Numbers and ids are the same in every language. */
export type Text = string | Words

export interface Column {
  readonly id: string
  readonly head: Text
  /** Share of the width. */
  readonly width: number
  readonly align: 'left' | 'center' | 'right'
}

export interface Cell {
  /** As printed, already rounded. */
  readonly text: Text
  /** The number behind it, unrounded; null: there is none. */
  readonly value?: number | null
  /** How Excel prints that number; it gives `text`. */
  readonly format?: string
  /** `value` is the quotient of two cells of the row, times `factor`. */
  readonly ratio?: { readonly numerator: string; readonly denominator: string; readonly factor: 1 | 100 }
}

export interface Table {
  readonly id: string
  /** 表1 …; absent where it stands in the workbook only. */
  readonly no?: number
  readonly title: Words
  /** Of the sheet in the workbook. */
  readonly sheet: Words
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly note?: Words
}

export type Block = { readonly sort: 'heading' | 'text'; readonly text: Words } | { readonly sort: 'table'; readonly table: Table }

export interface Section {
  readonly heading: Words
  readonly blocks: readonly Block[]
}

export interface Annex extends Section {
  /** 附件1 … */
  readonly no: number
  /** Printed across the page. */
  readonly isWide: boolean
}

export type ReportSort = 'month' | 'quarter' | 'year'

export interface ReportData {
  /** Of this structure. */
  readonly schema: 1
  readonly sort: ReportSort
  readonly period: string
  readonly title: Words
  /** False: 暂报, the period is not closed. */
  readonly isClosed: boolean
  /** 制表单位 */
  readonly issuer: string
  /** 数据截止时间, ms. */
  readonly until: number
  readonly made: number
  /** 制表单位, 数据截止时间, 口径版本 …, as printed under the title. */
  readonly facts: readonly { readonly label: Words; readonly text: Text }[]
  readonly sections: readonly Section[]
  readonly annexes: readonly Annex[]
  /** Too long for paper: in the workbook and the JSON only. */
  readonly sheets: readonly Table[]
  /** Digest of the values it was made of: another one is another report. */
  readonly basis: string
}

/** The files are notices of a Chinese authority; the English is for those who read the JSON. */
export const printed = (text: Text): string => (typeof text === 'string' ? text : text.zh)

/** In the order in which they are numbered. */
export function tablesOf(report: Pick<ReportData, 'sections' | 'annexes'>): Table[] {
  return [...report.sections, ...report.annexes].flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.sort === 'table' ? [block.table] : [])),
  )
}
