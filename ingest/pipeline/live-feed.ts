import type { Batch } from './batch.ts'
import type { DeviceContext } from './devices.ts'
import type { LiveEvent, LiveReading } from './live.ts'

const oncePerMs = 1_000

interface Shown {
  at: number
  /** The latest reading since then, which has its turn when the second is over: the last one is never swallowed. */
  waiting?: LiveReading
}

/** What is worth showing at once: all changes of state, and of each device at most one reading a second, always also the last one. */
export class LiveFeed {
  private readonly shown = new Map<string, Shown>()
  private readonly waiting = new Set<string>()

  /** The events of a batch that are due now; readings that are not wait for `due`. */
  take(batch: Batch, now: number): readonly LiveEvent[] {
    for (const { sort, goesOn, device, ts, entry, quality, fields } of batch.items) {
      if (sort !== 'reading' || !goesOn || !device) continue
      this.offer(device, { ts, received: entry.at, quality, values: fields as LiveReading['values'] })
    }
    return [...batch.live, ...this.due(now)]
  }

  /** Readings whose second is over. */
  due(now: number): readonly LiveReading[] {
    const due: LiveReading[] = []
    for (const id of this.waiting) {
      const shown = this.shown.get(id)
      if (!shown?.waiting || now - shown.at < oncePerMs) continue
      due.push(shown.waiting)
      shown.at = now
      delete shown.waiting
      this.waiting.delete(id)
    }
    return due
  }

  /** A reading older than the one that waits changes nothing: the picture only moves forward. */
  private offer(device: DeviceContext, reading: Pick<LiveReading, 'ts' | 'received' | 'quality' | 'values'>): void {
    const shown = this.shown.get(device.id) ?? { at: 0 }
    this.shown.set(device.id, shown)
    if (shown.waiting && shown.waiting.ts > reading.ts) return
    // Partial readings of one second are shown as one.
    const values = { ...shown.waiting?.values, ...reading.values }
    shown.waiting = { type: 'reading', device: device.id, kind: device.kindName, ...reading, values }
    this.waiting.add(device.id)
  }
}
