import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { IngestSettings } from '../../settings/processes.ts'

interface FollowingParts<Said> {
  /** As the error that says the thread ended has it: 'facts'. */
  readonly name: string
  readonly worker: URL
  readonly settings: IngestSettings
  /** The thread ended by itself; the process cannot go on without it. */
  readonly onDeath: (error: unknown) => void
  /** How late the pipeline is, ms; undefined: it has not said yet. */
  readonly lagMs: () => number | undefined
  readonly hear: (message: Said) => void
}

const tellLagEveryMs = 1_000

/** A thread that makes something of what the pipeline has stored, and is told every second how late the pipeline is. */
export class FollowingThread<Said, Told> {
  private readonly parts: FollowingParts<Said>
  private worker: Worker | undefined
  private timer: NodeJS.Timeout | undefined
  private stopping = false

  constructor(parts: FollowingParts<Said>) {
    this.parts = parts
  }

  start(): void {
    const { name, worker, settings, onDeath, hear } = this.parts
    this.worker = new Worker(worker, { workerData: settings })
    this.worker.on('message', hear)
    this.worker.on('error', onDeath)
    this.worker.on('exit', (code) => {
      if (!this.stopping) onDeath(new Error(`the ${name} thread ended with code ${code}`))
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

  /** Share of its time in which the thread worked, 0 to 1. */
  busy(): number {
    return this.worker?.performance.eventLoopUtilization().utilization ?? 0
  }

  tell(message: Told | { readonly stop: true } | { readonly lagMs: number }): void {
    this.worker?.postMessage(message)
  }

  private tellLag(): void {
    const lagMs = this.parts.lagMs()
    if (lagMs !== undefined) this.tell({ lagMs })
  }
}
