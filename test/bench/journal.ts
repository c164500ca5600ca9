/** What the journal costs on this disk: `node test/bench/journal.ts`. Entries of 150 bytes, the size of a charger's reading. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { decodeBatch, encodeBatch } from '../../journal/batch-codec.ts'
import type { Entry } from '../../journal/journal.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { cleanUp } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'

const groupMs = 1_500
const groups = [1, 10, 100, 1_000]
const payload = Buffer.alloc(150, '{"ts":1763884800123,"seq":421,"values":{"status":"charging","power":6.984,"energy":123456.789}}')

function entryOf(index: number): Entry {
  const device = `charger-${String(index % 300).padStart(4, '0')}`
  return { at: 1_763_884_800_000 + index, key: device, topic: `kz/v1/charger/${device}/telemetry`, payload }
}

const manyEntries = (count: number): Entry[] => Array.from({ length: count }, (_, index) => entryOf(index))

const whole = (value: number): string => Math.round(value).toLocaleString('en')

function quantile(values: readonly number[], part: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(2)
}

const spread = (ms: readonly number[]): string =>
  `median ${quantile(ms, 0.5)} ms, 99 % ${quantile(ms, 0.99)} ms, worst ${quantile(ms, 1)} ms`

function fsyncTimes(folder: string): number[] {
  const file = openSync(join(folder, 'fsync'), 'w')
  const page = Buffer.alloc(16_384, 1)
  const times = Array.from({ length: 300 }, () => {
    writeSync(file, page)
    const began = performance.now()
    fsyncSync(file)
    return performance.now() - began
  })
  closeSync(file)
  return times
}

function codec(): void {
  const entries = manyEntries(1_000)
  const body = encodeBatch(entries)
  const perEntry = (work: () => unknown): string => {
    for (let warm = 0; warm < 300; warm++) work()
    const began = performance.now()
    for (let round = 0; round < 500; round++) work()
    return `${(((performance.now() - began) * 1_000) / 500 / entries.length).toFixed(2)} µs`
  }
  console.log(`codec: encoding ${perEntry(() => encodeBatch(entries))}, decoding ${perEntry(() => decodeBatch(body, 0))} an entry`)
}

async function appending(writer: SqliteJournalWriter, size: number): Promise<void> {
  const group = manyEntries(size)
  const times: number[] = []
  const began = performance.now()
  const cpu = process.cpuUsage()
  while (performance.now() - began < groupMs) {
    const start = performance.now()
    // Each entry an append of its own, as from as many connections in one turn.
    await Promise.all(group.map((entry) => writer.append([entry])))
    times.push(performance.now() - start)
  }
  const { user, system } = process.cpuUsage(cpu)
  const kept = times.length * size
  const rate = whole((kept * 1_000) / (performance.now() - began))
  console.log(`groups of ${size}: ${rate} entries/s, ${((user + system) / kept).toFixed(2)} µs of CPU an entry, commit ${spread(times)}`)
}

async function reading(reader: SqliteJournalReader): Promise<void> {
  const from = Math.max(0, (await reader.head()) - 500_000)
  const began = performance.now()
  let next = from
  for (;;) {
    const slice = await reader.read(next, { entries: 10_000, bytes: 8 << 20 })
    if (slice.next === next) break
    next = slice.next
  }
  console.log(`reading: ${whole(((next - from) * 1_000) / (performance.now() - began))} entries/s`)
  const polls = 20_000
  const polled = performance.now()
  for (let poll = 0; poll < polls; poll++) await reader.read(next, { entries: 1, bytes: 1 })
  console.log(`asking when there is nothing new: ${(((performance.now() - polled) * 1_000) / polls).toFixed(1)} µs`)
}

const folder = await tempFolder()
console.log(`fsync of 16 KiB: ${spread(fsyncTimes(folder))}`)
codec()
for (const size of groups) {
  const paths = journalPaths(join(folder, String(size)), 'uplink')
  const writer = new SqliteJournalWriter(paths)
  const reader = new SqliteJournalReader(paths)
  await writer.start()
  await reader.start()
  await appending(writer, size)
  await reading(reader)
  await reader.stop()
  await writer.stop()
}
await cleanUp()
