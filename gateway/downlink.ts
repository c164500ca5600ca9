import type { Logger } from 'pino'
import type { JournalEntry, JournalReader } from '../journal/journal.ts'
import type { Broker } from './broker.ts'
import type { Retained } from './retained.ts'

const consumer = 'gateway'
const pollMs = 50
const batch = { entries: 1_000, bytes: 4 << 20 }

/**
 * Carries what ingest wrote for devices (verdicts, commands) and for whoever listens (values of indicators, retained) to the broker. What has
 * passed its time is dropped; what is retained is on disk before it counts as carried.
 */
export class Downlink {
  private readonly journal: JournalReader
  private readonly broker: Broker
  private readonly retained: Pick<Retained, 'keep'>
  private readonly log: Logger
  private timer: NodeJS.Timeout | undefined
  private next = 0
  private stopped = false

  constructor(journal: JournalReader, broker: Broker, retained: Pick<Retained, 'keep'>, log: Logger) {
    this.journal = journal
    this.broker = broker
    this.retained = retained
    this.log = log
  }

  async start(): Promise<void> {
    // From the beginning where it never was: verdicts of long ago have passed their time, and what is retained is wanted.
    this.next = (await this.journal.committed(consumer)) ?? 0
    await this.journal.commit(consumer, this.next)
    this.poll()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
  }

  private poll(): void {
    this.timer = setTimeout(async () => {
      try {
        await this.deliver()
      } catch (error) {
        this.log.error({ err: error }, 'downlink journal cannot be read')
      }
      if (!this.stopped) this.poll()
    }, pollMs)
  }

  private async deliver(): Promise<void> {
    const slice = await this.journal.read(this.next, batch)
    if (slice.next === this.next) return
    const fresh = slice.entries.filter((entry) => !hasExpired(entry, Date.now()))
    const lasting = fresh.filter(isRetained)
    if (lasting.length > 0) this.retained.keep(lasting.map(({ topic, payload, headers }) => ({ topic, payload, qos: qosOf(headers) })))
    for (const entry of fresh) this.send(entry)
    this.next = slice.next
    await this.journal.commit(consumer, this.next)
  }

  private send({ topic, payload, headers }: JournalEntry): void {
    this.broker.publish(
      { cmd: 'publish', topic, payload: Buffer.from(payload), qos: qosOf(headers), dup: false, retain: isRetained({ headers }) },
      (error?: Error | null) => {
        if (error) this.log.warn({ err: error, topic }, 'message to a device not sent')
      },
    )
  }
}

const qosOf = (headers: JournalEntry['headers']): 0 | 1 => (headers?.qos === '1' ? 1 : 0)

const isRetained = ({ headers }: { readonly headers?: JournalEntry['headers'] | undefined }): boolean => headers?.retain === 'true'

const hasExpired = ({ headers }: JournalEntry, now: number): boolean => headers?.expires !== undefined && Number(headers.expires) < now
