import type { Query } from '../http/api.ts'
import type { Kz } from '../kz.ts'
import { patiently } from './patience.ts'
import type { Cell, ExportColumn, ExportPage } from './sheet.ts'

interface Answer {
  readonly columns?: readonly ExportColumn[]
  readonly rows?: readonly (readonly Cell[])[]
  readonly lines?: readonly string[]
  readonly done: number
  readonly devices?: number
  readonly next?: string
}

const rowsOfPage = 10_000

/** What the store has, page after page. The next page is made while this one is written. */
export async function* storedPages({ api }: Kz, what: string, query: Query, patience: number): AsyncGenerator<ExportPage> {
  const ask = (cursor?: string) => patiently(() => api.get<Answer>(`/export/${what}`, { ...query, limit: rowsOfPage, cursor }), patience)
  let total = 0
  let waiting: Promise<Answer> | undefined = ask()
  while (waiting !== undefined) {
    const { columns = [], rows = [], lines, done, devices, next }: Answer = await waiting
    total = devices ?? total
    waiting = next === undefined ? undefined : ask(next)
    waiting?.catch(() => undefined) // told when it is waited for
    yield { columns, rows, done, total, ...(lines && { lines }) }
  }
}
