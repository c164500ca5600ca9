import type { IngestSettings } from '../../settings/processes.ts'
import { FollowingThread } from '../pipeline/following-thread.ts'
import type { FactsStatus, FromFacts, ToFacts } from './messages.ts'
import type { FactsOrder } from './order.ts'

type Progress = NonNullable<FactsStatus['working']>

interface Order {
  readonly onProgress: (progress: Progress) => void
  readonly resolve: (progress: Progress) => void
}

/** The facts as the API thread sees them: a thread of its own makes them, and readers open facts.sqlite themselves. */
export class FactsThread {
  private readonly thread: FollowingThread<FromFacts, ToFacts>
  private readonly listeners = new Set<(version: number) => void>()
  private readonly orders = new Map<number, Order>()
  private lastOrder = 0
  private last: FactsStatus | undefined

  /**
   * `onDeath`: the thread ended by itself; the process cannot go on without it. `lagMs`: how late the pipeline is; undefined: it has not said
   * yet, and nothing is counted before.
   */
  constructor(settings: IngestSettings, onDeath: (error: unknown) => void, lagMs: () => number | undefined = () => 0) {
    this.thread = new FollowingThread({
      ...{ name: 'facts', worker: new URL('./worker.ts', import.meta.url), settings, onDeath, lagMs },
      hear: (message) => this.hear(message),
    })
  }

  start(): void {
    this.thread.start()
  }

  stop(): Promise<void> {
    return this.thread.stop()
  }

  /** Share of its time in which the thread worked, 0 to 1. */
  busy(): number {
    return this.thread.busy()
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
      this.thread.tell({ order: number, recompute: order })
    })
  }

  /** Somebody who reads facts.sqlite found it damaged: it is looked at, and made anew where that is so. */
  foundDamaged(problem: string): void {
    this.thread.tell({ damage: problem })
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
