import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceMemory } from './device-year.ts'

/** How far the filling of a folder is, so that it can be stopped and taken up again. */
export interface Checkpoint {
  readonly start: number
  readonly end: number
  readonly devices: number
  readonly store: string
  /** The day to be written next, ms since 1970 UTC. */
  readonly next: number
  readonly readings: number
  /** Spent in generating and writing. */
  readonly seconds: number
  readonly memory: Readonly<Record<string, DeviceMemory>>
}

const pathIn = (folder: string): string => join(folder, 'year.json')

export function readCheckpoint(folder: string): Checkpoint | undefined {
  try {
    return JSON.parse(readFileSync(pathIn(folder), 'utf8')) as Checkpoint
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all. */
export function writeCheckpoint(folder: string, checkpoint: Checkpoint): void {
  writeFileSync(`${pathIn(folder)}.new`, JSON.stringify(checkpoint))
  renameSync(`${pathIn(folder)}.new`, pathIn(folder))
}
