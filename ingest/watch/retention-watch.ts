import type { Logger } from 'pino'
import type { Words } from '../../facilities/define.ts'
import { daysKept, retentionFault } from '../store/influx/retention.ts'
import type { InfluxSettings } from '../store/influx/server.ts'

const pollMs = 600_000

interface Wanted {
  /** Undefined: the embedded store, which keeps what KZ_READINGS_DAYS says. */
  readonly database: InfluxSettings | undefined
  readonly days: number
  readonly log: Logger
}

/** A database that somebody configured himself may forget what is still wanted, or never forget: asked now and then, told in /health and once in the log. */
export class RetentionWatch {
  private readonly wanted: Wanted
  private timer: NodeJS.Timeout | undefined
  private fault: Words | undefined

  constructor(wanted: Wanted) {
    this.wanted = wanted
  }

  start(): void {
    if (!this.wanted.database) return
    this.timer = setInterval(() => void this.ask(), pollMs)
    void this.ask()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** What is wrong with it; undefined also as long as nobody could ask. */
  note(): Words | undefined {
    return this.fault
  }

  private async ask(): Promise<void> {
    const { database, days, log } = this.wanted
    if (!database) return
    try {
      const found = retentionFault(await daysKept(database), days)
      if (found !== undefined && found.en !== this.fault?.en) log.warn({ bucket: database.bucket }, found.en)
      this.fault = found
    } catch {
      // One that does not answer is told of by the part itself; what was known of it holds.
    }
  }
}
