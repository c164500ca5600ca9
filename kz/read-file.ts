import { readFileSync } from 'node:fs'
import { usageError } from './kz-error.ts'

/** The largest file the API takes is a CSV of 20 MiB. */
const mostBytes = 64 * 1024 * 1024

export function readBytes(path: string): Uint8Array {
  try {
    const bytes = readFileSync(path)
    if (bytes.length <= mostBytes) return bytes
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    throw usageError({ zh: `无法读取 ${path}（${code}）。`, en: `${path} cannot be read (${code}).` }, { cause })
  }
  throw usageError({ zh: `${path} 超过 64 MiB，请拆分。`, en: `${path} is larger than 64 MiB: split it.` })
}

export const readText = (path: string): string => new TextDecoder().decode(readBytes(path))
