import { gatewaySource } from '../../journal/gateway-topics.ts'
import type { JournalEntry, JournalReader } from '../../journal/journal.ts'
import { parseTopic } from '../pipeline/topic.ts'

export interface Pending {
  /** Elements in the journal that the pipeline has not dealt with. */
  readonly total: number
  readonly byDevice: ReadonlyMap<string, number>
  /** False where there were too many to look at each: then every message beyond counts as one, and none is in `byDevice`. */
  readonly exact: boolean
}

const readLimit = { entries: 5_000, bytes: 4 << 20 }
const lookedAtMost = 100_000

/** Counts what waits from this offset on; of one device if it is named. */
export async function countPending(journal: JournalReader, from: number, device?: string): Promise<Pending> {
  const byDevice = new Map<string, number>()
  const head = await journal.head()
  let total = 0
  let next = from
  while (next < head) {
    if (next - from >= lookedAtMost) return { total: device === undefined ? total + head - next : total, byDevice, exact: false }
    const slice = await journal.read(next, readLimit)
    if (slice.next === next) break
    for (const entry of slice.entries) {
      if (entry.offset >= head || (device !== undefined && entry.key !== device)) continue
      const elements = elementsOf(entry)
      if (elements === 0) continue
      total += elements
      byDevice.set(entry.key, (byDevice.get(entry.key) ?? 0) + elements)
    }
    next = slice.next
  }
  return { total, byDevice, exact: true }
}

const openBracket = 0x5b

/** An array counts as its elements; states, births and the gateway's own words do not count. */
function elementsOf({ topic, payload, headers }: JournalEntry): number {
  if (headers?.source === gatewaySource) return 0
  const { sort } = parseTopic(topic)
  if (sort === 'state' || sort === 'birth') return 0
  if (sort !== 'reading' || payload[0] !== openBracket) return 1
  try {
    return Math.max(1, (JSON.parse(Buffer.from(payload).toString('utf8')) as unknown[]).length)
  } catch {
    return 1
  }
}
