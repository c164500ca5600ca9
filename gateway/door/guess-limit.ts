const windowMs = 60_000

/** How often one may be wrong: per key, so many times a minute. Memory is bounded; when it is full the oldest are forgotten first. */
export class GuessLimit {
  private readonly most: number
  private readonly keys = new Map<string, { since: number; count: number }>()

  constructor(most: number) {
    this.most = most
  }

  isReached(key: string, now: number): boolean {
    const known = this.keys.get(key)
    return known !== undefined && now - known.since < windowMs && known.count >= this.most
  }

  wrong(key: string, now: number): void {
    const known = this.keys.get(key)
    if (known && now - known.since < windowMs) {
      known.count++
      return
    }
    this.keys.delete(key)
    this.keys.set(key, { since: now, count: 1 })
    for (const oldest of this.keys.keys()) {
      if (this.keys.size <= 10_000) break
      this.keys.delete(oldest)
    }
  }
}
