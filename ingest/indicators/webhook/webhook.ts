import type { DatabaseSync } from 'node:sqlite'
import { signedHeaders } from './sign.ts'

interface WebhookParts {
  readonly database: DatabaseSync
  readonly url: string
  readonly secret: string
  readonly now: () => number
  /** Between looks into the outbox. */
  readonly lookEveryMs?: number
  /** Of the first pause after a failure; each is twice as long as the one before, up to an hour. */
  readonly firstPauseMs?: number
}

interface Waiting {
  readonly seq: number
  readonly id: string
  readonly body: string
  readonly created: number
  readonly attempts: number
}

type Outcome = { readonly status: number } | { readonly fault: string }

const timeoutMs = 10_000
const longestPauseMs = 3_600_000
const givesUpAfterMs = 3 * 86_400_000
const keptMs = 90 * 86_400_000
/** Others must not wait for one that does not answer. */
const mostAtOnce = 20

/**
 * Sends what waits in the outbox to the city's own task system, in order for each subject: the next of a subject waits until the one before
 * has been taken, or was given up after three days. What was taken but not noted down, because we ended, is sent again with the same id.
 */
export class Webhook {
  private readonly parts: WebhookParts
  private timer: NodeJS.Timeout | undefined
  private sending: Promise<void> = Promise.resolve()
  private readonly stopping = new AbortController()

  constructor(parts: WebhookParts) {
    this.parts = parts
  }

  start(): void {
    this.look()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    clearTimeout(this.timer)
    await this.sending
  }

  private look(): void {
    this.timer = setTimeout(async () => {
      this.sending = this.sendDue().catch(() => {}) // the file cannot be written: what waits goes on waiting
      await this.sending
      if (!this.stopping.signal.aborted) this.look()
    }, this.parts.lookEveryMs ?? 1_000)
  }

  private async sendDue(): Promise<void> {
    const { database, now } = this.parts
    database.prepare(`DELETE FROM delivery WHERE state <> 'waiting' AND created < ?`).run(now() - keptMs)
    await Promise.all(this.due().map((waiting) => this.send(waiting)))
  }

  /** The first of each subject, when its time has come. */
  private due(): readonly Waiting[] {
    return this.parts.database
      .prepare(
        `SELECT seq, id, body, created, attempts FROM delivery WHERE next <= ? AND seq IN
           (SELECT min(seq) FROM delivery WHERE state = 'waiting' GROUP BY subject) ORDER BY seq LIMIT ?`,
      )
      .all(this.parts.now(), mostAtOnce) as unknown as Waiting[]
  }

  private async send(waiting: Waiting): Promise<void> {
    const outcome = await this.post(waiting)
    // Interrupted by our own end: it is as if it had not been tried.
    if (!this.stopping.signal.aborted || 'status' in outcome) this.note(waiting, outcome)
  }

  private async post({ id, body }: Waiting): Promise<Outcome> {
    const { url, secret, now } = this.parts
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'kezhong', ...signedHeaders(secret, { id, at: now(), body }) },
        body,
        // A signature is for this address, and for no other that it may name.
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.stopping.signal]),
      })
      await response.body?.cancel()
      return { status: response.status }
    } catch (error) {
      const { message, cause } = error as Error
      return { fault: cause instanceof Error && cause.message ? `${message}: ${cause.message}` : message }
    }
  }

  private note({ seq, created, attempts }: Waiting, outcome: Outcome): void {
    const { database, now, firstPauseMs = 5_000 } = this.parts
    const status = 'status' in outcome ? outcome.status : null
    const isTaken = status !== null && status >= 200 && status < 300
    const isGivenUp = !isTaken && now() - created >= givesUpAfterMs
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** attempts)
    database
      .prepare('UPDATE delivery SET state = ?, attempts = ?, next = ?, last_status = ?, last_fault = ?, finished = ? WHERE seq = ?')
      .run(
        ...[isTaken ? 'delivered' : isGivenUp ? 'given-up' : 'waiting', attempts + 1, now() + pause, status],
        ...['fault' in outcome ? outcome.fault : null, isTaken || isGivenUp ? now() : null, seq],
      )
  }
}
