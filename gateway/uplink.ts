import type { Logger } from 'pino'
import { type Entry, JournalUnavailable, type JournalWriter } from '../journal/journal.ts'
import type { Retained, RetainedMessage } from './retained.ts'

/** Called once what was accepted is on disk; never before, and never when it is not. */
type Acknowledge = () => void

interface Group {
  readonly entries: Entry[]
  readonly acknowledge: Acknowledge[]
  readonly retained: RetainedMessage[]
}

export interface UplinkHealth {
  readonly ok: boolean
  readonly since: number
  readonly problem?: string
  readonly hint?: { readonly zh: string; readonly en: string }
  /** Messages received and not yet on disk. */
  readonly waiting: number
}

const retryMs = 500

/**
 * Everything that comes in ends here: messages of one event-loop turn become one commit of the journal, then all of them are acknowledged.
 * While the journal cannot write, nothing is acknowledged, order is kept, and the sockets push back on the devices.
 */
export class Uplink {
  private readonly journal: JournalWriter
  private readonly retained: Retained
  private readonly log: Logger
  private open: Group = { entries: [], acknowledge: [], retained: [] }
  private writing = false
  private scheduled = false
  private stopped = false
  private health: Omit<UplinkHealth, 'waiting'> = { ok: true, since: Date.now() }
  private waitingCount = 0
  private acceptedCount = 0

  constructor(journal: JournalWriter, retained: Retained, log: Logger) {
    this.journal = journal
    this.retained = retained
    this.log = log
  }

  accept(entry: Entry, retained: RetainedMessage | undefined, acknowledge: Acknowledge): void {
    this.open.entries.push(entry)
    this.open.acknowledge.push(acknowledge)
    if (retained) this.open.retained.push(retained)
    this.waitingCount++
    this.schedule()
  }

  status(): UplinkHealth {
    return { ...this.health, waiting: this.waitingCount }
  }

  /** Messages on disk since the start. */
  get accepted(): number {
    return this.acceptedCount
  }

  /** Nothing is acknowledged any more, and no retry is made. */
  stop(): void {
    this.stopped = true
  }

  private schedule(): void {
    if (this.scheduled || this.writing) return
    this.scheduled = true
    setImmediate(() => {
      this.scheduled = false
      void this.write()
    })
  }

  private async write(): Promise<void> {
    if (this.open.entries.length === 0) return
    this.writing = true
    const group = this.open
    this.open = { entries: [], acknowledge: [], retained: [] }
    while (!(await this.tryToKeep(group))) {
      if (this.stopped) return
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
    this.waitingCount -= group.entries.length
    this.acceptedCount += group.entries.length
    for (const acknowledge of group.acknowledge) acknowledge()
    this.writing = false
    if (this.open.entries.length > 0) this.schedule()
  }

  private async tryToKeep(group: Group): Promise<boolean> {
    if (this.stopped) return false
    try {
      if (group.retained.length > 0) this.retained.keep(group.retained)
      await this.journal.append(group.entries)
      if (!this.health.ok) {
        this.log.info({ waiting: this.waitingCount }, 'journal writes again')
        this.health = { ok: true, since: Date.now() }
      }
      return true
    } catch (error) {
      if (this.health.ok) this.log.error({ err: error }, 'journal unavailable, nothing is acknowledged')
      const hint = error instanceof JournalUnavailable ? { hint: error.hint } : {}
      this.health = { ok: false, since: this.health.ok ? Date.now() : this.health.since, problem: (error as Error).message, ...hint }
      return false
    }
  }
}
