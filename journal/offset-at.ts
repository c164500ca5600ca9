import type { JournalReader } from './journal.ts'

/** The first offset at or after this time of receipt; the head where everything is older. Entries come in the order of their receipt. */
export async function offsetAt(journal: JournalReader, time: number): Promise<number> {
  let low = 0
  let high = await journal.head()
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const { entries, next } = await journal.read(middle, { entries: 1, bytes: 1 })
    const [entry] = entries
    // What lies between was dropped by age or cannot be read: the answer is not there.
    if (entry && entry.at >= time) high = middle
    else low = entry ? entry.offset + 1 : Math.max(next, middle + 1)
  }
  return low
}
