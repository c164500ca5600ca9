import type { Batch, Step } from './batch.ts'
import type { Item } from './item.ts'

/** Time is kept in ns: so many messages of one millisecond can be told apart. */
export const placesPerMs = 1_000_000

/** Settles under which time an element is kept and where in that millisecond, and marks what is not kept under the time it gave. */
export function settle(): Step {
  return {
    name: 'settle',
    run(batch: Batch): void {
      for (const item of batch.items) if (item.goesOn && (item.sort === 'reading' || item.sort === 'event')) settleTime(item)
    },
  }
}

function settleTime(item: Item): void {
  const { givenTs, kept, entry } = item
  item.ts = kept ? kept.ts : (givenTs ?? Math.floor(entry.at))
  item.n = placeInMs(item)
  if (!kept) return
  if (item.quality === 'good') item.quality = 'uncertain'
  item.reason = item.reason === undefined ? kept.reason : `${kept.reason}; ${item.reason}`
  const clock = item.device?.record.clock
  if (clock) clock.corrected++
}

/**
 * Messages of one millisecond must not collide. Those with boot and number lie at their number, behind an offset of the boot; those without
 * were given a place when they were held against others (deduplicate.ts), which holds for the time they gave. All else gets its place in
 * the journal as number, which a repetition of the batch gives again.
 */
function placeInMs({ seq, boot, n, kept, entry, index, device }: Item): number {
  if (seq !== undefined && boot !== undefined && device) return (seq + device.placeOfBoot(boot)) % placesPerMs
  if (n !== undefined && !kept) return n
  return (seq ?? entry.offset + index * 1_009) % placesPerMs
}
