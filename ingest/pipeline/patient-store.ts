import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type Point, type RefusedPoint, type Store, StoreUnavailable } from '../store/store.ts'
import type { PipelineStatus } from './live.ts'

const firstPauseMs = 250
const longestPauseMs = 5_000

/** A store that is waited for: `write` resolves when the points are kept, however long the database is away. */
export class PatientStore {
  private readonly store: Store
  private readonly log: Logger
  private readonly stopping: AbortSignal
  private readonly onTrouble: () => void
  private state: Omit<PipelineStatus['store'], 'name'> = { ok: true, since: Date.now() }

  /** `onTrouble` is called at each failed attempt, so that whoever waits can do something useful meanwhile. */
  constructor(store: Store, log: Logger, stopping: AbortSignal, onTrouble: () => void) {
    this.store = store
    this.log = log
    this.stopping = stopping
    this.onTrouble = onTrouble
  }

  status(): PipelineStatus['store'] {
    return { name: this.store.name, ...this.state }
  }

  async start(): Promise<void> {
    await this.persist(() => this.store.start())
  }

  async write(points: readonly Point[]): Promise<readonly RefusedPoint[]> {
    return this.persist(() => this.store.write(points))
  }

  private async persist<Result>(attempt: () => Promise<Result>): Promise<Result> {
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        const result = await attempt()
        this.recovered()
        return result
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error
        this.failed(error)
        this.onTrouble()
        await sleep(pause, undefined, { signal: this.stopping })
      }
    }
  }

  private recovered(): void {
    if (this.state.ok) return
    this.log.info({ awaySince: new Date(this.state.since).toISOString() }, 'store takes readings again')
    this.state = { ok: true, since: Date.now() }
  }

  private failed(error: StoreUnavailable): void {
    if (this.state.ok) this.log.error({ err: error, hint: error.hint }, 'store unavailable, the journal holds the readings')
    this.state = { ok: false, since: this.state.ok ? Date.now() : this.state.since, problem: error.message, hint: error.hint }
  }
}
