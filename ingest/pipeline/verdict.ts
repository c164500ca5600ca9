import { idPattern } from '../../facilities/id.ts'
import { splitTopic } from '../../facilities/topics.ts'
import { waitingHeader } from '../../journal/gateway-topics.ts'
import type { Entry, JournalWriter } from '../../journal/journal.ts'
import { verdict as verdictOf } from '../quarantine/verdict.ts'
import type { Batch, QuarantineRow, Step } from './batch.ts'
import type { Item } from './item.ts'
import { outcomeOf } from './outcome.ts'
import type { Patience } from './patience.ts'

/** A verdict that reaches nobody within this time is worth nothing. */
const verdictLifeMs = 60_000

/** The same refusal has the same id, however often the batch is done: journal, offset and place in the array. */
export function quarantineId(journal: string, { entry, index, isElement }: Item): string {
  const id = `${journal}-${entry.offset.toString(36)}`
  return isElement ? `${id}-${index}` : id
}

function quarantinedOf(batch: Batch, journal: string): QuarantineRow[] {
  return batch.items.flatMap((item) => (item.rejection ? [{ id: quarantineId(journal, item), item, rejection: item.rejection }] : []))
}

/** Tells each device why its last refused message was refused, and enters into the ledger what became of every element. */
export function verdict(downlink: JournalWriter, patience: Patience, journal: string): Step {
  return {
    name: 'verdict',
    async run(batch: Batch): Promise<void> {
      const last = new Map<string, QuarantineRow>()
      batch.quarantined = quarantinedOf(batch, journal)
      for (const row of batch.quarantined) if (heardAs(row.item)) last.set(row.item.entry.key, row)
      if (last.size > 0) await patience.persist(() => downlink.append([...last.values()].map(verdictEntry)))
      for (const item of batch.items) {
        if (!item.counted) continue
        const outcome = outcomeOf(item)
        batch.tally.became(item.entry.key, item.device?.kindName ?? '', item.entry.at, outcome)
      }
    },
  }
}

/** The kind under which its device hears a verdict: that of the register, and for one that waits to be accepted the one it takes itself for. */
function heardAs({ device, entry }: Item): string | undefined {
  if (device?.kind) return device.kindName
  if (entry.headers?.[waitingHeader] === undefined) return undefined
  const topic = splitTopic(entry.topic)
  return topic?.device === entry.key && idPattern.test(topic.kind) ? topic.kind : undefined
}

function verdictEntry({ id, item, rejection }: QuarantineRow): Entry {
  const { key } = item.entry
  return {
    at: Date.now(),
    key,
    topic: `kz/v1/${heardAs(item)}/${key}/verdict`,
    payload: Buffer.from(JSON.stringify(verdictOf(rejection, id))),
    headers: { qos: '0', expires: String(Date.now() + verdictLifeMs) },
  }
}
