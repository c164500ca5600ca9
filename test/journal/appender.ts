/**
 * `node appender.ts ENTRIES CONSUMERS RUN`: appends "RUN:0", "RUN:1" … in groups of changing size until it is killed, several appends under way
 * at once, and prints after each acknowledgement "acknowledged OFFSET COUNT NUMBER": the first of its entries is "RUN:NUMBER".
 */
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { entry } from './entries.ts'

const [entries = '', consumers = '', run = ''] = process.argv.slice(2)
const writer = new SqliteJournalWriter({ entries, consumers })
await writer.start()
const payload = (number: number) => `${run}:${number}${' '.repeat((number * 37) % 400)}`
let number = 0

async function appendOn(): Promise<void> {
  for (;;) {
    const count = 1 + ((number * 7) % 23)
    const from = number
    number += count
    const offset = await writer.append(Array.from({ length: count }, (_, index) => entry(payload(from + index))))
    console.log(`acknowledged ${offset} ${count} ${from}`)
  }
}

await Promise.all([appendOn(), appendOn(), appendOn()])
