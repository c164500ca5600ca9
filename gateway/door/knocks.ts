import { gatewaySource, gatewayTopics } from '../../journal/gateway-topics.ts'
import type { Uplink } from '../uplink.ts'
import type { Refusal } from './refusals.ts'

/** The same knock is written at most this often, with how many there were. */
const onceMs = 10_000
/** All together, entries a second; the names are whatever somebody types, so there is no end of them. */
const mostASecond = 20
const mostKnown = 1_000
const longestName = 64

interface Knock {
  readonly name: string
  readonly address: string
  refusal: Refusal
  count: number
  first: number
  last: number
  quietUntil: number
}

interface KnockParts {
  readonly uplink: Pick<Uplink, 'accept' | 'status'>
  /** Whether a device of this name is registered. */
  isDevice(name: string): boolean
}

/**
 * Failed sign-ins go into the journal, so that people read why. What is written is bounded whatever comes: repeats are counted together, and
 * beyond the rate they wait. A registered device finds it in its record; other names become no device of ours.
 */
export class Knocks {
  private readonly parts: KnockParts
  private readonly known = new Map<string, Knock>()
  private allowance = mostASecond
  private allowedAt = 0

  constructor(parts: KnockParts) {
    this.parts = parts
  }

  note(given: string, address: string, refusal: Refusal, now = Date.now()): void {
    const name = shownName(given)
    const key = `${name}\n${address}\n${refusal.code}`
    const known = this.known.get(key)
    if (known) {
      if (known.count === 0) known.first = now
      known.count++
      known.last = now
      known.refusal = refusal
      return
    }
    if (this.known.size >= mostKnown) return
    const knock = { name, address, refusal, count: 1, first: now, last: now, quietUntil: 0 }
    this.known.set(key, knock)
    this.write(knock, now)
  }

  /** Writes what has been quiet long enough, and forgets who has not come again. */
  flush(now = Date.now()): void {
    for (const [key, knock] of this.known) {
      if (now < knock.quietUntil) continue
      if (knock.count === 0) this.known.delete(key)
      else this.write(knock, now)
    }
  }

  private write(knock: Knock, now: number): void {
    if (!this.isAllowed(now)) return
    const { name, address, refusal, count, first, last } = knock
    const body = { name, address, code: refusal.code, message: refusal.message, count, first, last }
    this.parts.uplink.accept(
      {
        at: now,
        key: this.parts.isDevice(name) ? name : '',
        topic: gatewayTopics.refused,
        payload: Buffer.from(JSON.stringify(body)),
        headers: { source: gatewaySource },
      },
      undefined,
      () => {},
    )
    knock.count = 0
    knock.quietUntil = now + onceMs
  }

  /** A journal that cannot write is not filled with what nobody waits for. */
  private isAllowed(now: number): boolean {
    if (!this.parts.uplink.status().ok) return false
    this.allowance = Math.min(mostASecond, this.allowance + ((now - this.allowedAt) * mostASecond) / 1_000)
    this.allowedAt = now
    if (this.allowance < 1) return false
    this.allowance--
    return true
  }
}

/** What somebody typed as a name, fit to be read: on one line, and not long. */
export function shownName(name: string): string {
  const line = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')
  return line.length > longestName ? `${line.slice(0, longestName - 1).toWellFormed()}…` : line
}
