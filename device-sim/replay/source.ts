// What a recorded file is, where its mapping does not say so: seen from how it begins.
import { open } from 'node:fs/promises'
import type { RecordMapping } from '../../facilities/mapping/record-mapping.ts'

type Said = RecordMapping['source']

export interface Source extends Said {
  readonly format: 'csv' | 'json' | 'jsonl'
  readonly delimiter: string
}

export async function sourceOf(path: string, said: Said): Promise<Source> {
  const beginning = new TextDecoder(said.encoding).decode(await firstBytes(path)).trimStart()
  return { ...said, format: said.format ?? formatOf(path, beginning), delimiter: said.delimiter ?? delimiterOf(beginning) }
}

const looked = 64 * 1024

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(looked), position: 0 })
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The extension where it says it; `.json` is used for lines, too. */
function formatOf(path: string, beginning: string): Source['format'] {
  if (/\.(csv|tsv)$/i.test(path)) return 'csv'
  if (/\.(jsonl|ndjson)$/i.test(path)) return 'jsonl'
  if (beginning.startsWith('[')) return 'json'
  return beginning.startsWith('{') || /\.json$/i.test(path) ? 'jsonl' : 'csv'
}

/** Of the usual ones the one that is most often in the line of names, outside quotation marks. */
function delimiterOf(beginning: string): string {
  const names = (/^[^\r\n]*/.exec(beginning)?.[0] ?? '').replace(/"[^"]*"/g, '')
  const counted = [',', ';', '\t', '|'].map((sign) => ({ sign, count: names.split(sign).length - 1 }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).sign
}
