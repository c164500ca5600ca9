import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { JournalUnavailable } from '../../journal/journal.ts'
import { StoreUnavailable } from '../store/store.ts'
import type { PartStatus } from './live.ts'

const firstPauseMs = 250
const longestPauseMs = 5_000

/** SQLite's primary result codes for what may mend itself: busy, an error of the disk, no room. */
const mendingCodes: ReadonlySet<number> = new Set([5, 10, 13])

const ownFilesHint = {
  zh: '数据目录 KZ_DATA 无法写入（磁盘已满或故障）：请清理磁盘或更换；恢复后自动继续，报文保存在日志中。',
  en: 'The data folder KZ_DATA cannot be written (disk full or failing): make room or replace the disk. It goes on by itself; messages are kept in the journal.',
}

/** Does something until it succeeds, however long what it needs is away, and can say since when it is in trouble. */
export class Patience {
  private readonly what: string
  private readonly log: Logger
  private readonly stopping: AbortSignal
  private state: PartStatus = { ok: true, since: Date.now() }

  /** `what` is the subject of the lines in the log: 'store'. */
  constructor(what: string, log: Logger, stopping: AbortSignal) {
    this.what = what
    this.log = log
    this.stopping = stopping
  }

  status(): PartStatus {
    return this.state
  }

  /** Rejects only with what waiting does not mend, and when the process is to end. */
  async persist<Result>(attempt: () => Result | Promise<Result>): Promise<Result> {
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        const result = await attempt()
        this.recovered()
        return result
      } catch (error) {
        if (!mayMend(error)) throw error
        this.failed(error as Error)
        await sleep(pause, undefined, { signal: this.stopping })
      }
    }
  }

  private recovered(): void {
    if (this.state.ok) return
    this.log.info({ awaySince: new Date(this.state.since).toISOString() }, `${this.what} available again`)
    this.state = { ok: true, since: Date.now() }
  }

  private failed(error: Error): void {
    const hint = error instanceof StoreUnavailable || error instanceof JournalUnavailable ? error.hint : ownFilesHint
    if (this.state.ok) this.log.error({ err: error, hint }, `${this.what} unavailable, the journal holds the messages`)
    this.state = { ok: false, since: this.state.ok ? Date.now() : this.state.since, problem: error.message, hint }
  }
}

function mayMend(error: unknown): boolean {
  if (error instanceof StoreUnavailable || error instanceof JournalUnavailable) return true
  const { errcode } = error as { errcode?: number }
  return errcode !== undefined && mendingCodes.has(errcode & 0xff)
}
