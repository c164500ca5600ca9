import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { Cell, ExportColumn, ExportPage, Form } from './sheet.ts'

type Columns = ConstructorParameters<typeof ParquetWriter>[0]['schema']

/** Rows of a row group: what is in memory at one time. */
const rowsOfGroup = 50_000

/** Typed columns, times as TIMESTAMP in UTC. A row group is given away as soon as it is full. */
export function parquet(): Form {
  const bytes = new ByteWriter()
  let columns: readonly ExportColumn[] = []
  let waiting: (readonly Cell[])[] = []
  let writer: ParquetWriter | undefined

  async function* page(page: ExportPage): AsyncGenerator<Uint8Array> {
    if (!writer) columns = page.columns
    writer ??= new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'kezhong' })
    for (const row of page.rows) waiting.push(row)
    if (waiting.length >= rowsOfGroup) yield* group(writer)
  }

  async function* group(into: ParquetWriter): AsyncGenerator<Uint8Array> {
    const rows = waiting
    waiting = []
    const columnData = columns.map(({ name, type }, index) => ({ name, data: rows.map((row) => parquetValue(row[index] ?? null, type)) }))
    await into.write({ columnData, rowGroupSize: Math.max(1, rows.length) })
    yield taken(bytes)
  }

  async function* end(): AsyncGenerator<Uint8Array> {
    if (!writer) return
    if (waiting.length > 0) yield* group(writer)
    await writer.finish()
    yield taken(bytes)
  }
  return { page, end }
}

/** What was written so far; the writer goes on counting from there. */
function taken(bytes: ByteWriter): Uint8Array {
  const made = bytes.getBytes().slice()
  bytes.index = 0
  return made
}

function parquetValue(cell: Cell, type: ExportColumn['type']): Date | Cell {
  return cell === null || type !== 'time' ? cell : new Date(cell)
}

const schemaOf = (columns: readonly ExportColumn[]): Columns => [
  { name: 'root', num_children: columns.length },
  ...columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL' as const, ...typeOf(type) })),
]

function typeOf(type: ExportColumn['type']) {
  if (type === 'number') return { type: 'DOUBLE' } as const
  if (type === 'text') return { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const
  return { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' } as const
}
