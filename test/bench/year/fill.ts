import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openIngestDatabase } from '../../../ingest/database.ts'
import type { Point, Store } from '../../../ingest/store/store.ts'
import { journalPaths } from '../../../journal/sqlite-files.ts'
import { SqliteJournalWriter } from '../../../journal/sqlite-writer.ts'
import { Bookkeeping } from './bookkeeping.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { DeviceYear, minuteMs } from './device-year.ts'
import { fleet, registerFleet } from './fleet.ts'
import type { YearOptions } from './options.ts'
import { entriesOf, greetingsOf, pointsOf } from './points.ts'
import { driftOf, repeatDay } from './repeat-day.ts'

const dayMs = 86_400_000
/** That come in over the journal. */
const journalDays = 2

/** Writes the year into the folder, or what is missing of it; a line about how far it is every day of it. */
export async function fill(folder: string, store: Store, options: YearOptions, say: (line: string) => void): Promise<Checkpoint> {
  let at = readCheckpoint(folder) ?? begun(options)
  if (at.devices !== options.devices || at.store !== options.store)
    throw new Error(`${folder} holds another year: ${at.devices} devices, ${at.store}`)
  const devices = fleet(options.devices)
  await registerFleet(folder, devices, at.start - dayMs)
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  const book = new Bookkeeping(database)
  for (const { id } of devices) book.reports(id, at.start)
  while (at.next < at.end) {
    const began = performance.now()
    const years = devices.map((device) => new DeviceYear(device, at.memory[device.id]))
    const day = { from: at.next, to: Math.min(at.next + dayMs, at.end), step: options.batchMinutes * minuteMs }
    const readings = await written({ folder, store, options, database, book, years }, at, day)
    const seconds = (performance.now() - began) / 1_000
    at = { ...at, next: day.to, readings: at.readings + readings, seconds: at.seconds + seconds, memory: memoryOf(years) }
    writeCheckpoint(folder, at)
    const rate = Math.round(readings / seconds).toLocaleString('en')
    say(`${new Date(day.from).toISOString().slice(0, 10)} ${at.readings.toLocaleString('en')} readings, ${rate}/s`)
  }
  database.close()
  return at
}

interface Filling {
  readonly folder: string
  readonly store: Store
  readonly options: YearOptions
  readonly database: DatabaseSync
  readonly book: Bookkeeping
  readonly years: readonly DeviceYear[]
}

/** Days of the simulators first, then these again, and the last ones over the journal. */
async function written(
  { folder, store, options, database, book, years }: Filling,
  { start, end, memory }: Checkpoint,
  day: Stretch,
): Promise<number> {
  const index = (day.from - start) / dayMs
  const drift = () => driftOf(memory, new Map(years.map(({ device: { id, kind } }) => [id, kind])))
  const round = Math.floor(index / options.recorded)
  const firstJournaled = Math.floor(end / dayMs) * dayMs - (journalDays - 1) * dayMs
  const areRepeated = options.store === 'sqlite' && round > 0
  if (day.from >= firstJournaled) {
    if (areRepeated && day.from === firstJournaled) for (const year of years) year.moveOn(drift(), round + 1)
    return journalDay(folder, years, day)
  }
  if (!areRepeated) return storeDay(years, day, store, book)
  const source = start / dayMs + (index % options.recorded)
  return repeatDay(folder, database, { source, target: day.from / dayMs, round, drift: drift() })
}

const memoryOf = (years: readonly DeviceYear[]): Checkpoint['memory'] =>
  Object.fromEntries(years.map(({ device, kept }) => [device.id, kept]))

function begun({ days, devices, store }: YearOptions): Checkpoint {
  const end = Math.floor(Date.now() / minuteMs) * minuteMs
  const start = Math.floor(end / dayMs) * dayMs - (days - 1) * dayMs
  return { start, end, devices, store, next: start, readings: 0, seconds: 0, memory: {} }
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly step: number
}

async function storeDay(years: readonly DeviceYear[], { from, to, step }: Stretch, store: Store, book: Bookkeeping): Promise<number> {
  let readings = 0
  for (let slice = from; slice < to; slice += step) {
    const points: Point[] = []
    for (let start = slice; start < Math.min(slice + step, to); start += minuteMs) {
      for (const year of years) {
        const minute = year.minute(start)
        if (!minute) continue
        const { id, kind } = year.device
        book.note(id, kind.kind, minute.ts, minute.received, 1 + minute.events.length)
        for (const point of pointsOf(year.device, minute)) points.push(point)
        readings++
      }
    }
    const refused = await store.write(points)
    if (refused.length > 0) throw new Error(`the store refuses: ${JSON.stringify(refused[0])}`)
  }
  book.commit()
  return readings
}

async function journalDay(folder: string, years: readonly DeviceYear[], { from, to, step }: Stretch): Promise<number> {
  mkdirSync(join(folder, 'journal'), { recursive: true })
  const writer = new SqliteJournalWriter(journalPaths(join(folder, 'journal'), 'uplink'))
  await writer.start()
  await writer.append(years.flatMap(({ device }) => greetingsOf(device, from)))
  let readings = 0
  // A day that is journaled again after a stop has the same numbers, and is seen to be a repeat.
  let seq = (from / minuteMs) * years.length * 4
  for (let slice = from; slice < to; slice += step) {
    const entries = []
    for (let start = slice; start < Math.min(slice + step, to); start += minuteMs) {
      for (const year of years) {
        const minute = year.minute(start)
        if (!minute) continue
        entries.push(...entriesOf(year.device, minute, () => seq++))
        readings++
      }
    }
    if (entries.length > 0) await writer.append(entries)
  }
  await writer.stop()
  return readings
}
