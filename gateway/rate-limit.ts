/**
 * A leaky bucket per device (GCRA): `burst` messages at once, then one each 1/rate seconds. It never refuses; it says how long to wait.
 */
export class RateLimit {
  private readonly intervalMs: number
  private readonly burstMs: number
  /** When the bucket of a device will be empty, ms. */
  private readonly emptyAt = new Map<string, number>()

  /** `rate` messages a second; 0: no limit. The burst is one second's worth. */
  constructor(rate: number) {
    this.intervalMs = rate > 0 ? 1_000 / rate : 0
    this.burstMs = 1_000
  }

  /** How many ms this message has to wait, and counts it. */
  delay(device: string, now: number): number {
    if (this.intervalMs === 0) return 0
    const emptyAt = Math.max(this.emptyAt.get(device) ?? 0, now) + this.intervalMs
    this.emptyAt.set(device, emptyAt)
    return Math.max(0, emptyAt - now - this.burstMs)
  }

  /** Drops buckets that are empty anyway, so that memory follows the devices that speak. */
  sweep(now: number): void {
    for (const [device, emptyAt] of this.emptyAt) if (emptyAt <= now) this.emptyAt.delete(device)
  }
}
