import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { IngestSettings } from '../../settings/processes.ts'
import type { Inspected } from '../inspect/inspected.ts'
import type { QuarantineFilter } from '../quarantine/selection.ts'
import type { FromPipeline, LiveEvent, PipelineStatus } from './live.ts'
import type { ToPipeline } from './worker.ts'

/** The pipeline as the API thread sees it: a thread of its own over the same files, so that neither waits for the other. */
export class PipelineThread {
  private readonly settings: IngestSettings
  private readonly onDeath: (error: unknown) => void
  private readonly inspectors = new Set<(inspected: readonly Inspected[]) => void>()
  private readonly listeners = new Set<(events: readonly LiveEvent[]) => void>()
  private worker: Worker | undefined
  private last: PipelineStatus | undefined
  private stopping = false
  private readonly orders = new Map<number, (message: Extract<FromPipeline, { answer: number }>) => void>()
  private lastOrder = 0

  /** `onDeath`: the thread ended by itself; the process cannot go on without it. */
  constructor(settings: IngestSettings, onDeath: (error: unknown) => void) {
    this.settings = settings
    this.onDeath = onDeath
  }

  start(): void {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.settings })
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

  /** Share of its time in which the thread worked, 0 to 1. */
  busy(): number {
    return this.worker?.performance.eventLoopUtilization().utilization ?? 0
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

  /** Orders a replay of quarantine; resolves with its id once it is on disk. Rejects with the error of SQLite when it cannot be. */
  async beginReplay(scope: QuarantineFilter, author: string | undefined): Promise<string> {
    const order = ++this.lastOrder
    const answered = new Promise<Extract<FromPipeline, { answer: number }>>((resolve) => this.orders.set(order, resolve))
    this.tell({ order, replay: { scope, author } })
    const answer = await answered
    if ('replay' in answer) return answer.replay
    throw Object.assign(new Error(answer.error.message), answer.error)
  }

  /** `onInspected` hears of the messages of these devices from now on; called again it holds for others. */
  inspect(devices: readonly string[]): void {
    this.tell({ inspect: devices })
  }

  onInspected(listener: (inspected: readonly Inspected[]) => void): () => void {
    this.inspectors.add(listener)
    return () => this.inspectors.delete(listener)
  }

  private hear(message: FromPipeline): void {
    if ('status' in message) this.last = message.status
    else if ('inspected' in message) for (const listener of this.inspectors) listener(message.inspected)
    else if ('answer' in message) {
      this.orders.get(message.answer)?.(message)
      this.orders.delete(message.answer)
    } else for (const listener of this.listeners) listener(message.live)
  }
}
