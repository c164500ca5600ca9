import type { Logger } from 'pino'
import type { JournalEntry, JournalReader } from '../journal/journal.ts'
import type { Broker } from './broker.ts'

const consumer = 'gateway'
const pollMs = 50
const batch = { entries: 1_000, bytes: 4 << 20 }

/** Carries what ingest wrote for devices (verdicts, commands) to the broker. What has passed its time is dropped. */
export class Downlink {
  private readonly journal: JournalReader
  private readonly broker: Broker
  private readonly log: Logger
  private timer: NodeJS.Timeout | undefined
  private next = 0
  private stopped = false

  constructor(journal: JournalReader, broker: Broker, log: Logger) {
    this.journal = journal
    this.broker = broker
    this.log = log
  }

  async start(): Promise<void> {
    // Verdicts written while no gateway ran would reach nobody who still waits for them.
    this.next = (await this.journal.committed(consumer)) ?? (await this.journal.head())
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
    for (const entry of slice.entries) if (!hasExpired(entry, Date.now())) this.send(entry)
    this.next = slice.next
    await this.journal.commit(consumer, this.next)
  }

  private send({ topic, payload, headers }: JournalEntry): void {
    const qos = headers?.qos === '1' ? 1 : 0
    this.broker.publish(
      { cmd: 'publish', topic, payload: Buffer.from(payload), qos, dup: false, retain: headers?.retain === 'true' },
      (error?: Error | null) => {
        if (error) this.log.warn({ err: error, topic }, 'message to a device not sent')
      },
    )
  }
}

const hasExpired = ({ headers }: JournalEntry, now: number): boolean => headers?.expires !== undefined && Number(headers.expires) < now
