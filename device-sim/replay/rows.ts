import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { SimError, sentenceOf } from '../sim-error.ts'
import type { Source } from './source.ts'

/** A recorded row; `number` counts from 1. `fault`: it could not be read as a row at all. */
export interface Row {
  readonly number: number
  readonly cells: Readonly<Record<string, unknown>>
  readonly fault?: string
}

const largestJson = 512 * 1024 * 1024 // an array of JSON can only be read as a whole

/** The rows of a file, in its order. Throws a SimError when it is not of the format at all. */
export async function* rowsOf(path: string, source: Source): AsyncGenerator<Row> {
  const numbered =
    source.format === 'csv' ? csvRows(path, source) : source.format === 'jsonl' ? jsonLines(path, source) : jsonArray(path, source)
  let number = 0
  for await (const read of numbered) yield { number: ++number, ...read }
}

type Read = Omit<Row, 'number'>

async function* csvRows(path: string, { delimiter, encoding }: Source): AsyncGenerator<Read> {
  const parser = parse({ delimiter, columns: true, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true })
  const reading = pipeline(createReadStream(path), decoded(encoding), parser).catch((error: unknown) => error)
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>
      info: { error?: Error; columns: { name: string }[] }
    }>) {
      const missing = info.columns.find(({ name }) => !(name in record))
      yield missing ? { cells: record, fault: `its line ends before the column "${missing.name}"` } : { cells: record }
    }
  } catch (error) {
    throw new SimError(`${path} is not readable as CSV: ${sentenceOf(error)}`)
  }
  await reading
}

async function* jsonLines(path: string, { encoding }: Source): AsyncGenerator<Read> {
  const text = createReadStream(path).pipe(decoded(encoding))
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    try {
      yield asRow(JSON.parse(line))
    } catch {
      yield { cells: {}, fault: 'it is not JSON' }
    }
  }
}

async function* jsonArray(path: string, { encoding }: Source): AsyncGenerator<Read> {
  const { size } = await stat(path)
  if (size > largestJson) throw new SimError(`${path} is too large for one JSON array.`, { hint: 'write it as JSON lines (format: jsonl)' })
  const rows = parsedArray(path, new TextDecoder(encoding).decode(await readFile(path)))
  for (const row of rows) yield asRow(row)
}

function parsedArray(path: string, text: string): unknown[] {
  let rows: unknown
  try {
    rows = JSON.parse(text)
  } catch (error) {
    throw new SimError(`${path} is not readable as JSON: ${sentenceOf(error)}`)
  }
  if (Array.isArray(rows)) return rows
  throw new SimError(`${path} is JSON, but not an array of rows.`)
}

const asRow = (row: unknown): Read =>
  typeof row === 'object' && row !== null && !Array.isArray(row)
    ? { cells: row as Record<string, unknown> }
    : { cells: {}, fault: 'it is not an object' }

/** Bytes to text; takes a byte order mark off. */
function decoded(encoding: string): Transform {
  const decoder = new TextDecoder(encoding)
  return new Transform({
    readableObjectMode: false,
    decodeStrings: true,
    transform: (bytes: Buffer, _encoding, done) => done(null, decoder.decode(bytes, { stream: true })),
    flush: (done) => done(null, decoder.decode()),
  })
}
