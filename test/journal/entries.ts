import type { Entry, JournalEntry, JournalReader } from '../../journal/journal.ts'

export const noon = Date.UTC(2025, 10, 23, 4)

export const entry = (text: string, more: Partial<Entry> = {}): Entry => ({
  at: noon,
  key: 'charger-1',
  topic: 'kz/v1/charger/charger-1/telemetry',
  payload: Buffer.from(text),
  ...more,
})

/** Entries that say their number, the first one `from`. */
export const numbered = (count: number, from = 0, more: Partial<Entry> = {}): Entry[] =>
  Array.from({ length: count }, (_, index) => entry(`number ${from + index}`, more))

export const textOf = ({ payload }: Entry): string => Buffer.from(payload).toString()

export const texts = (entries: readonly Entry[]): string[] => entries.map(textOf)

/** To compare with what was appended: whatever sort of Uint8Array the payload is. */
export const plain = ({ at, key, topic, payload, headers }: Entry) => ({
  at,
  key,
  topic,
  payload: Buffer.from(payload).toString('hex'),
  headers,
})

/** Everything from this offset on, in slices of the size given. */
export async function readAll(reader: JournalReader, from = 0, limit = { entries: 1_000, bytes: 1 << 20 }): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  for (let next = from; ; ) {
    const slice = await reader.read(next, limit)
    entries.push(...slice.entries)
    if (slice.next === next) return entries
    next = slice.next
  }
}
