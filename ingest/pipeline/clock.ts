import { maxAheadMs } from '../decode/envelope.ts'
import type { Batch, Step } from './batch.ts'
import type { Item } from './item.ts'

/** Time is kept in ns: so many messages of one millisecond can be told apart. */
export const placesPerMs = 1_000_000

/** Settles under which time an element is kept, and notes what that says about the device's clock. */
export function clock(): Step {
  return {
    name: 'clock',
    run(batch: Batch): void {
      for (const item of batch.items) if (item.goesOn && (item.sort === 'reading' || item.sort === 'event')) settle(batch, item)
    },
  }
}

function settle(batch: Batch, item: Item): void {
  const { givenTs, entry, device } = item
  const corrected = givenTs !== undefined && givenTs > entry.at + maxAheadMs
  item.ts = givenTs === undefined || corrected ? Math.floor(entry.at) : givenTs
  item.n = placeInMs(item, corrected)
  if (corrected) {
    if (item.quality === 'good') item.quality = 'uncertain'
    item.reason = item.reason === undefined ? 'clock' : `clock; ${item.reason}`
  }
  if (givenTs === undefined || !device) return
  const before = device.record.clock?.corrected ?? 0
  device.record.clock = { offsetMs: givenTs - entry.at, at: entry.at, corrected: before + (corrected ? 1 : 0) }
  batch.touch(device)
}

/**
 * Messages of one millisecond must not collide. Those with boot and number lie at their number, behind an offset of the boot; those without
 * were given a place when they were held against others (deduplicate.ts). All else gets its place in the journal as number, which a
 * repetition of the batch gives again.
 */
function placeInMs({ seq, boot, n, entry, index, device }: Item, corrected: boolean): number {
  if (seq !== undefined && boot !== undefined && device) return (seq + device.placeOfBoot(boot)) % placesPerMs
  if (n !== undefined && !corrected) return n
  return (seq ?? entry.offset + index * 1_009) % placesPerMs
}
