import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { CountedDay } from './count-day.ts'
import type { CountingData, FromCounting, SentBasis, ToCounting } from './counting-messages.ts'
import type { Asked, Counters } from './day-counter.ts'
import type { KnownDevice } from './known-device.ts'
import type { Day } from './slicing.ts'

const mostThreads = 4
/** They end when they had nothing to do for so long: most of the time there is nothing. */
const idleMs = 10_000
/** When one failed, none is started for so long. */
const afterFailureMs = 60_000

type Answer = (counted: readonly (CountedDay | undefined)[] | undefined) => void

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Answer>
}

/**
 * Threads that count days while the facts thread writes those before. It alone writes facts.sqlite; they read store and receipts. Started with
 * the first piece that is asked of them.
 */
export class CountingThreads implements Counters {
  private readonly data: CountingData
  private readonly size: number
  private threads: Thread[] = []
  private last = 0
  private failedAt = Number.NEGATIVE_INFINITY
  private timer: NodeJS.Timeout | undefined

  constructor(data: CountingData, count = Math.min(mostThreads, availableParallelism())) {
    this.data = data
    this.size = count
  }

  /** One in hand and one waiting for each. */
  get atOnce(): number {
    return this.size * 2
  }

  count(asked: readonly Asked[], day: Day, now: number): Promise<readonly (CountedDay | undefined)[] | undefined> {
    if (performance.now() - this.failedAt < afterFailureMs) return Promise.resolve(undefined)
    clearTimeout(this.timer)
    while (this.threads.length < this.size) this.threads.push(this.started())
    const thread = this.threads.reduce((least, each) => (each.waiting.size < least.waiting.size ? each : least))
    const number = ++this.last
    const devices = asked.map(({ device, carry }) => ({ basis: sent(device), carry }))
    return new Promise((resolve) => {
      thread.waiting.set(number, resolve)
      thread.worker.postMessage({ number, day, now, devices } satisfies ToCounting)
    })
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer)
    const { threads } = this
    this.threads = []
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
  }

  private started(): Thread {
    const worker = new Worker(new URL('./counting-worker.ts', import.meta.url), { workerData: this.data })
    const thread: Thread = { worker, waiting: new Map() }
    worker.on('message', ({ number, counted }: FromCounting) => {
      thread.waiting.get(number)?.(counted)
      thread.waiting.delete(number)
      if (this.threads.every(({ waiting }) => waiting.size === 0)) this.endWhenIdle()
    })
    worker.on('error', () => {
      this.failedAt = performance.now()
      this.lost(thread)
    })
    worker.on('exit', () => this.lost(thread))
    return thread
  }

  /** What it had in hand is counted by who asked. */
  private lost(thread: Thread): void {
    this.threads = this.threads.filter((each) => each !== thread)
    for (const answer of thread.waiting.values()) answer(undefined)
    thread.waiting.clear()
  }

  private endWhenIdle(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.stop(), idleMs)
    this.timer.unref()
  }
}

function sent({ basis }: KnownDevice): SentBasis {
  const { kind, offset: _, ...rest } = basis
  return { ...rest, kind: kind.kind }
}
