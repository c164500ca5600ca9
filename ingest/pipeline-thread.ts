import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { IngestSettings } from '../settings/processes.ts'
import type { FromPipeline, LiveEvent, PipelineStatus } from './pipeline/live.ts'
import type { ToPipeline } from './pipeline/worker.ts'

/** The pipeline as the API thread sees it: a thread of its own over the same files, so that neither waits for the other. */
export class PipelineThread {
  private readonly settings: IngestSettings
  private readonly onDeath: (error: unknown) => void
  private readonly listeners = new Set<(events: readonly LiveEvent[]) => void>()
  private worker: Worker | undefined
  private last: PipelineStatus | undefined
  private stopping = false

  /** `onDeath`: the thread ended by itself; the process cannot go on without it. */
  constructor(settings: IngestSettings, onDeath: (error: unknown) => void) {
    this.settings = settings
    this.onDeath = onDeath
  }

  start(): void {
    this.worker = new Worker(new URL('./pipeline/worker.ts', import.meta.url), { workerData: this.settings })
    this.worker.on('message', (message: FromPipeline) => this.hear(message))
    this.worker.on('error', this.onDeath)
    this.worker.on('exit', (code) => {
      if (!this.stopping) this.onDeath(new Error(`the pipeline thread ended with code ${code}`))
    })
  }

  async stop(): Promise<void> {
    this.stopping = true
    if (!this.worker) return
    const ended = once(this.worker, 'exit')
    this.tell({ stop: true })
    await ended
  }

  tell(message: ToPipeline): void {
    this.worker?.postMessage(message)
  }

  /** Undefined until it has spoken. */
  status(): PipelineStatus | undefined {
    return this.last
  }

  onLive(listener: (events: readonly LiveEvent[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private hear(message: FromPipeline): void {
    if ('status' in message) this.last = message.status
    else for (const listener of this.listeners) listener(message.live)
  }
}
