import { maxAheadMs } from '../decode/envelope.ts'
import type { Batch, Step } from './batch.ts'
import type { Item } from './item.ts'

const placesPerMs = 1_000_000

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
 * Messages of one millisecond must not collide: their number tells them apart. Readings without number but with a time of their own are
 * partial readings of that time and merge. All else gets its place in the journal as number, which a repetition of the batch gives again.
 */
function placeInMs({ seq, sort, givenTs, entry, index }: Item, corrected: boolean): number {
  if (seq !== undefined) return seq % placesPerMs
  if (sort === 'reading' && givenTs !== undefined && !corrected) return 0
  return (entry.offset + index * 1_009) % placesPerMs
}
