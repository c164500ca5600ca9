import { CsvError, parse } from 'csv-parse/sync'
import { usageError } from './kz-error.ts'
import { readText } from './read-file.ts'

/** The rows of a CSV with a header, without empty cells; what they mean is the register's to judge. */
export function readCommunities(path: string): Record<string, string>[] {
  try {
    const rows = parse(readText(path), { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Record<string, string>[]
    return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw usageError({ zh: `${path} 不是可读的 CSV：${cause.message}`, en: `${path} is no readable CSV: ${cause.message}` }, { cause })
  }
}
