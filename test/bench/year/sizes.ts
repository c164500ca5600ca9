import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { megabytes, table } from './tables.ts'

/** Bytes of a file or folder; 0 when it is not there. */
export function bytesOf(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) return 0
  if (!entry.isDirectory()) return entry.size
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
}

/** What each part of KZ_DATA takes, a file with its -wal. */
export function sizesOf(folder: string): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const name of readdirSync(folder)) {
    const part = name.replace(/-(wal|shm)$/, '')
    sizes.set(part, (sizes.get(part) ?? 0) + bytesOf(join(folder, name)))
  }
  return sizes
}

/** By part, the largest first. */
export function diskTable(folder: string, readings: number, deviceHours: number): string {
  const rows = [...sizesOf(folder)].toSorted(([, one], [, other]) => other - one)
  return table(
    ['part', 'disk', 'bytes a reading', 'bytes a device-hour'],
    rows.map(([part, bytes]) => [part, megabytes(bytes), (bytes / readings).toFixed(2), (bytes / deviceHours).toFixed(1)]),
  )
}
