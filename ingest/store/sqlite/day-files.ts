import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type DayFile, openDayFile } from './day-file.ts'

export const dayMs = 86_400_000
/** Files held open at once. A chart of a month stays within it; the writer's take up to 32 MB of memory each. */
const openFiles = { reading: 32, writing: 16 }

/** Looking for so many files one by one is faster than reading a folder with those of more than a year. */
const fewDays = 8
/** A date knows no more days than this, either way. */
const latestDay = 1e8

const fileName = /^(\d{4}-\d\d-\d\d)\.sqlite$/
const anyFileOfADay = /^(\d{4}-\d\d-\d\d)\.sqlite/
const damagedFile = /\.damaged-\d+$/

interface OpenFile {
  readonly file: DayFile
  readonly inode: number
}

/** The folder with one SQLite file per UTC day. Days are counted from 1970-01-01. */
export class DayFiles {
  readonly folder: string
  readonly #readOnly: boolean
  readonly #open = new Map<number, OpenFile>()

  constructor(folder: string, { readOnly }: { readOnly: boolean }) {
    this.folder = folder
    this.#readOnly = readOnly
  }

  start(): void {
    if (this.#readOnly) return
    mkdirSync(this.folder, { recursive: true })
    sync(dirname(this.folder))
  }

  stop(): void {
    for (const day of this.#open.keys()) this.close(day)
  }

  path(day: number): string {
    return join(this.folder, `${new Date(day * dayMs).toISOString().slice(0, 10)}.sqlite`)
  }

  /** Days from `first` to `last` (both included) that have a file, ascending. */
  days(first: number, last: number): number[] {
    if (last - first < fewDays && first > -latestDay && last < latestDay) return this.#present(first, last)
    const days = this.#names().flatMap((name) => fileName.exec(name)?.[1] ?? [])
    return days
      .map((day) => Date.parse(day) / dayMs)
      .filter((day) => day >= first && day <= last)
      .sort((one, other) => one - other)
  }

  /** Opens the file, making it where this is the writer. */
  file(day: number): DayFile {
    const open = this.#current(day) ?? this.#opened(day)
    this.#open.delete(day)
    this.#open.set(day, open) // the one used last is the last one to be closed
    return open.file
  }

  close(day: number): void {
    this.#open.get(day)?.file.close()
    this.#open.delete(day)
  }

  /** Moves a damaged file out of the way, with all its bytes, so that the day can be written again. */
  setAside(day: number, now: number): void {
    this.close(day)
    for (const ending of ['-wal', '-shm', '']) {
      const path = `${this.path(day)}${ending}`
      if (statSync(path, { throwIfNoEntry: false })) renameSync(path, `${this.path(day)}.damaged-${now}${ending}`)
    }
    sync(this.folder)
  }

  damaged(): string[] {
    return this.#names().filter((name) => damagedFile.test(name))
  }

  /** Deletes the files of days that ended before `time`. */
  deleteBefore(time: number): void {
    for (const name of this.#names().sort(auxiliaryFirst)) {
      const day = Date.parse(anyFileOfADay.exec(name)?.[1] ?? '') / dayMs
      if (!((day + 1) * dayMs <= time)) continue
      this.close(day)
      rmSync(join(this.folder, name), { force: true })
    }
  }

  #present(first: number, last: number): number[] {
    const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
    return days.filter((day) => statSync(this.path(day), { throwIfNoEntry: false }) !== undefined)
  }

  #names(): string[] {
    try {
      return readdirSync(this.folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // nothing written yet
      throw error
    }
  }

  /** A reader's file may have been deleted or set aside by the writer since it was opened. */
  #current(day: number): OpenFile | undefined {
    const open = this.#open.get(day)
    if (!open || !this.#readOnly || statSync(this.path(day), { throwIfNoEntry: false })?.ino === open.inode) return open
    this.close(day)
    return undefined
  }

  #opened(day: number): OpenFile {
    const most = this.#readOnly ? openFiles.reading : openFiles.writing
    for (const oldest of this.#open.keys()) if (this.#open.size >= most) this.close(oldest)
    const file = openDayFile(this.path(day), { readOnly: this.#readOnly })
    return { file, inode: statSync(this.path(day)).ino }
  }
}

/** A -wal left behind alone would be taken for part of a new file of that name, so it goes first. */
const auxiliaryFirst = (one: string, other: string): number => other.length - one.length

function sync(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
