// The steps that only a replay takes: instead of `state`, and instead of `verdict`.

import type { Batch, QuarantineRow, Step } from '../pipeline/batch.ts'
import { noteUnknown, takeLatest } from '../pipeline/follow-state.ts'
import type { Item } from '../pipeline/item.ts'
import { outcomeOf } from '../pipeline/outcome.ts'
import type { RefusedMessage } from './refused-message.ts'
import type { Replayed } from './replay-job.ts'
import type { ReplaySlice } from './replay-slice.ts'

/** What is replayed was heard long ago: it says nothing about who is here now, but may be the latest that is known of a field. */
export function followReplayed(): Step {
  return {
    name: 'state',
    run(batch: Batch): void {
      for (const item of batch.items) {
        const { device } = item
        if (!device || !item.goesOn) continue
        if (item.sort === 'reading') takeLatest(device.record, item)
        if (item.sort === 'birth') {
          device.record.birth ??= item.value as Record<string, unknown>
          device.setEvery()
        }
        if (item.unknownFields) noteUnknown(batch, device.record, item)
        batch.touch(device)
      }
    },
  }
}

/**
 * Enters into the ledger, under the hour of the first receipt, what became of each message: what was quarantined is stored, a repeat, or
 * still quarantined. One message may turn out to be several readings; those of them that are refused stay as messages of their own.
 */
export function settleReplayed(): Step {
  return {
    name: 'ledger',
    run(batch: Batch): void {
      const { replay } = batch
      if (!replay) return
      replay.replayed = replayedIn(batch, replay)
      const items = itemsByEntry(batch)
      for (const message of replay.messages.values()) enter(batch, message, items.get(message.entry) ?? [])
      batch.quarantined = [...replay.messages.values()].flatMap((message) => partsOf(message, items.get(message.entry) ?? []))
    },
  }
}

/** What became of each message, in their order. */
export function replayedIn(batch: Batch, { messages }: ReplaySlice): Replayed[] {
  const items = itemsByEntry(batch)
  return [...messages.values()].map((message) => replayedOf(message, items.get(message.entry) ?? []))
}

const itemsByEntry = ({ items }: Batch) => Map.groupBy(items, ({ entry }) => entry)

function enter({ tally }: Batch, { entry }: RefusedMessage, items: readonly Item[]): void {
  const kind = items[0]?.device?.kindName ?? ''
  const change = { received: items.length - 1, stored: 0, duplicate: 0, quarantined: -1 }
  for (const item of items) change[outcomeOf(item)]++
  if (Object.values(change).some((count) => count !== 0)) tally.add(entry.key, kind, entry.at, change)
}

/** The refused ones of several, under ids of the message's own: its journal may be a former one, whose offsets the present one has again. */
function partsOf({ id }: RefusedMessage, items: readonly Item[]): QuarantineRow[] {
  if (items.length < 2) return []
  return items.flatMap((item) => (item.rejection ? [{ id: `${id}-${item.index}`, item, rejection: item.rejection }] : []))
}

function replayedOf({ id }: RefusedMessage, items: readonly Item[]): Replayed {
  const [only] = items
  if (items.length === 1 && only?.rejection) return { id, outcome: 'refused', rejection: only.rejection }
  return { id, outcome: items.some((item) => outcomeOf(item) === 'stored') ? 'stored' : 'duplicate' }
}
