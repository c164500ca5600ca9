import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { IngestSettings } from '../../settings/processes.ts'
import type { FactsStatus, FromFacts, ToFacts } from './messages.ts'
import type { FactsOrder } from './order.ts'

type Progress = NonNullable<FactsStatus['working']>

interface Order {
  readonly onProgress: (progress: Progress) => void
  readonly resolve: (progress: Progress) => void
}

const tellLagEveryMs = 1_000

/** The facts as the API thread sees them: a thread of its own makes them, and readers open facts.sqlite themselves. */
export class FactsThread {
  private readonly settings: IngestSettings
  private readonly onDeath: (error: unknown) => void
  /** How late the pipeline is, ms; undefined: it has not said yet, and nothing is counted before. */
  private readonly lagMs: () => number | undefined
  private readonly listeners = new Set<(version: number) => void>()
  private readonly orders = new Map<number, Order>()
  private lastOrder = 0
  private worker: Worker | undefined
  private timer: NodeJS.Timeout | undefined
  private last: FactsStatus | undefined
  private stopping = false

  /** `onDeath`: the thread ended by itself; the process cannot go on without it. */
  constructor(settings: IngestSettings, onDeath: (error: unknown) => void, lagMs: () => number | undefined = () => 0) {
    this.settings = settings
    this.onDeath = onDeath
    this.lagMs = lagMs
  }

  start(): void {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.settings })
    this.worker.on('message', (message: FromFacts) => this.hear(message))
    this.worker.on('error', this.onDeath)
    this.worker.on('exit', (code) => {
      if (!this.stopping) this.onDeath(new Error(`the facts thread ended with code ${code}`))
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

  /** Undefined until it has spoken. */
  status(): FactsStatus | undefined {
    return this.last
  }

  /** Hears the new version when facts have changed; about once a second. Returns how to stop listening. */
  onChanged(listener: (version: number) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Makes facts anew at full speed, one order after the other; resolves when it is done. Progress is in device-hours. */
  recompute(order: FactsOrder, onProgress: (progress: Progress) => void = () => undefined): Promise<Progress> {
    const number = ++this.lastOrder
    return new Promise((resolve) => {
      this.orders.set(number, { onProgress, resolve })
      this.tell({ order: number, recompute: order })
    })
  }

  /** Somebody who reads facts.sqlite found it damaged: it is looked at, and made anew where that is so. */
  foundDamaged(problem: string): void {
    this.tell({ damage: problem })
  }

  private tellLag(): void {
    const lagMs = this.lagMs()
    if (lagMs !== undefined) this.tell({ lagMs })
  }

  private tell(message: ToFacts): void {
    this.worker?.postMessage(message)
  }

  private hear(message: FromFacts): void {
    if ('status' in message) {
      const before = this.last?.version
      this.last = message.status
      if (before !== message.status.version) for (const listener of this.listeners) listener(message.status.version)
      return
    }
    const order = this.orders.get(message.order)
    order?.onProgress(message.progress)
    if (!message.isDone) return
    this.orders.delete(message.order)
    order?.resolve(message.progress)
  }
}
