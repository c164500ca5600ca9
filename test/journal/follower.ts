/** `node follower.ts ENTRIES CONSUMERS CONSUMER COUNT`: prints the payloads of so many entries, then commits and ends. */
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import { waitFor } from '../support/wait-for.ts'
import { textOf } from './entries.ts'

const [entries = '', consumers = '', consumer = '', count = ''] = process.argv.slice(2)
const reader = new SqliteJournalReader({ entries, consumers })
await reader.start()
let next = (await reader.committed(consumer)) ?? 0
let seen = 0
await waitFor(
  async () => {
    const slice = await reader.read(next, { entries: Math.min(100, Number(count) - seen), bytes: 1 << 20 })
    for (const entry of slice.entries) console.log(textOf(entry))
    seen += slice.entries.length
    next = slice.next
    return seen >= Number(count)
  },
  { what: () => `${count} entries, seen ${seen}`, everyMs: 1 },
)
await reader.commit(consumer, next)
await reader.stop()
