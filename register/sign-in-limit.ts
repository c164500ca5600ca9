const windowMs = 60_000
/** Counted apart: a person who mistypes, and an address that tries many users (each try costs a tenth of a second of our time). */
const most = { pair: 10, address: 60 } as const
/** Forgotten, the oldest first, when more addresses try than this. */
const mostKept = 10_000

/** How often somebody may try to sign in; in memory, so a restart forgets. */
export class SignInLimit {
  private readonly now: () => number
  private readonly attempts = new Map<string, { count: number; until: number }>()

  constructor(now: () => number) {
    this.now = now
  }

  /** Counts an attempt. Returns for how many seconds there is no further one; 0: go ahead. */
  attempt(address: string, user: string): number {
    const waits = [this.count(`a ${address}`, most.address), this.count(pairOf(address, user), most.pair)]
    return Math.ceil(Math.max(...waits) / 1_000)
  }

  /** Whoever knew the password starts afresh. */
  succeeded(address: string, user: string): void {
    this.attempts.delete(pairOf(address, user))
  }

  private count(key: string, limit: number): number {
    const now = this.now()
    const known = this.attempts.get(key)
    const current = known && known.until > now ? known : { count: 0, until: now + windowMs }
    if (current.count >= limit) return current.until - now
    current.count++
    this.attempts.delete(key)
    this.attempts.set(key, current)
    if (this.attempts.size > mostKept) this.attempts.delete(this.attempts.keys().next().value as string)
    return 0
  }
}

const pairOf = (address: string, user: string): string => `p ${address} ${user}`
