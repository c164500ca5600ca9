import { randomBytes } from 'node:crypto'
import { IndicatorFault, type Job } from '../indicators.ts'

const mostWaiting = 10
const mostKept = 50

/** Jobs as those who ordered them see them; kept in memory, the oldest finished ones go. */
export class Jobs<Result> {
  private readonly kept = new Map<string, Job<Result>>()
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  begin(author: string, total: number): Job<Result> {
    const open = [...this.kept.values()].filter(({ state }) => state === 'waiting' || state === 'running')
    if (open.length >= mostWaiting) throw new IndicatorFault('too-many-jobs')
    const job: Job<Result> = { id: randomBytes(6).toString('hex'), state: 'waiting', author, created: this.now(), done: 0, total }
    this.put(job)
    return job
  }

  put(job: Job<Result>): void {
    this.kept.set(job.id, job)
    for (const [id, { state }] of this.kept) {
      if (this.kept.size <= mostKept) return
      if (state === 'done' || state === 'failed') this.kept.delete(id)
    }
  }

  find(id: string): Job<Result> | undefined {
    return this.kept.get(id)
  }

  /** With a result or a fault it is over. */
  progress(id: string, { done, total, result, fault }: { done: number; total: number; result?: Result; fault?: string }): void {
    const job = this.kept.get(id)
    if (!job) return
    const isOver = result !== undefined || fault !== undefined
    const state = fault !== undefined ? 'failed' : result !== undefined ? 'done' : 'running'
    this.put({
      ...job,
      ...{ done, total, state },
      ...(isOver && { finished: this.now() }),
      ...(result !== undefined && { result }),
      ...(fault !== undefined && { fault }),
    })
  }
}
