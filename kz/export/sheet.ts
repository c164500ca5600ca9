// What is exported, before it has a form: columns, and rows page after page.
import type { Words } from '../../facilities/define.ts'

export interface ExportColumn {
  readonly name: string
  /** time: ms since 1970 UTC, or ISO 8601 with a zone. */
  readonly type: 'time' | 'number' | 'text'
  readonly unit?: string
  readonly label: Words
}

export type Cell = number | string | null

export interface ExportPage {
  readonly columns: readonly ExportColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** Lines that are in their form already, instead of rows. */
  readonly lines?: readonly string[]
  /** How far it has come, for who watches. */
  readonly done: number
  readonly total: number
}

type Parts = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/** A form of file: what it gives is written one after the other. */
export interface Form {
  page(page: ExportPage): Parts
  end(): Parts
}
