import type { Batch } from './batch.ts'
import type { LiveEvent } from './live.ts'

const oncePerMs = 1_000

/** What of a batch is worth showing: all changes of state, and of each device at most one reading a second, the latest. */
export function liveEventsOf(batch: Batch, now: number): readonly LiveEvent[] {
  const latest = new Map<string, LiveEvent>()
  for (const item of batch.items) {
    const { device, entry } = item
    if (item.sort !== 'reading' || !item.goesOn || !device || now - device.shownAt < oncePerMs) continue
    latest.set(device.id, {
      type: 'reading',
      device: device.id,
      kind: device.kindName,
      ts: item.ts,
      received: entry.at,
      quality: item.quality,
      values: item.fields as Record<string, number | string | boolean>,
    })
  }
  for (const item of batch.items) if (item.device && latest.has(item.device.id)) item.device.shownAt = now
  return latest.size === 0 ? batch.live : [...batch.live, ...latest.values()]
}
