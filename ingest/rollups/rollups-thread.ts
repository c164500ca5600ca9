import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { IngestSettings } from '../../settings/processes.ts'
import type { RollupsStatus, ToRollups } from './messages.ts'

const tellLagEveryMs = 1_000

/** The rollups as the API thread sees them: a thread of its own makes them. */
export class RollupsThread {
  private readonly settings: IngestSettings
  private readonly onDeath: (error: unknown) => void
  /** How late the pipeline is, ms; undefined: it has not said yet. */
  private readonly lagMs: () => number | undefined
  private worker: Worker | undefined
  private timer: NodeJS.Timeout | undefined
  private last: RollupsStatus | undefined
  private stopping = false

  /** `onDeath`: the thread ended by itself; the process cannot go on without it. */
  constructor(settings: IngestSettings, onDeath: (error: unknown) => void, lagMs: () => number | undefined = () => 0) {
    this.settings = settings
    this.onDeath = onDeath
    this.lagMs = lagMs
  }

  start(): void {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.settings })
    this.worker.on('message', (status: RollupsStatus) => {
      this.last = status
    })
    this.worker.on('error', this.onDeath)
    this.worker.on('exit', (code) => {
      if (!this.stopping) this.onDeath(new Error(`the rollups thread ended with code ${code}`))
    })
    this.timer = setInterval(() => this.tellLag(), tellLagEveryMs)
    this.tellLag()
  }

  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.timer)
    if (!this.worker) return
    const ended = once(this.worker, 'exit')
    this.tell({ stop: true })
    await ended
  }

  /** Undefined until it has spoken. */
  status(): RollupsStatus | undefined {
    return this.last
  }

  private tellLag(): void {
    const lagMs = this.lagMs()
    if (lagMs !== undefined) this.tell({ lagMs })
  }

  private tell(message: ToRollups): void {
    this.worker?.postMessage(message)
  }
}
