import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { IngestSettings } from '../../settings/processes.ts'
import type { Findings, FromTrial, Task, TaskOf, TrialOrder } from './task.ts'

/** A trial as others see it. It is kept in memory: what would be, was not, and may be asked again. */
export interface Trial<What extends Task['what'] = Task['what']> {
  readonly id: string
  readonly task: TaskOf<What>
  readonly author: string | undefined
  readonly created: number
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly finished?: number
  readonly findings?: Findings<What>
  /** Why it failed. */
  readonly fault?: string
}

interface Kept {
  trial: Trial
  worker?: Worker
}

/** Trials take a core for themselves while they last, so they have their turn one after the other. */
const mostWaiting = 20
const mostKept = 50

/** Runs trials in a thread of their own, so that neither the pipeline nor the API waits for them. */
export class Trials {
  private readonly settings: IngestSettings
  private readonly kept = new Map<string, Kept>()

  constructor(settings: IngestSettings) {
    this.settings = settings
  }

  async stop(): Promise<void> {
    const workers = [...this.kept.values()].flatMap(({ worker }) => worker ?? [])
    this.kept.clear()
    await Promise.all(workers.map((worker) => worker.terminate()))
  }

  /** Undefined: too many wait already. */
  begin<What extends Task['what']>(task: TaskOf<What>, author: string | undefined): Trial<What> | undefined {
    if (this.in('waiting').length >= mostWaiting) return undefined
    const trial: Trial = { id: randomBytes(6).toString('hex'), task, author, created: Date.now(), state: 'waiting' }
    this.kept.set(trial.id, { trial })
    this.forgetOldest()
    this.startNext()
    return this.find(trial.id, task.what as What)
  }

  /** Undefined: there is none, or it is another sort of trial, or it was long ago. */
  find<What extends Task['what']>(id: string, what: What): Trial<What> | undefined {
    const trial = this.kept.get(id)?.trial
    return trial?.task.what === what ? (trial as unknown as Trial<What>) : undefined
  }

  private in(state: Trial['state']): Kept[] {
    return [...this.kept.values()].filter(({ trial }) => trial.state === state)
  }

  private startNext(): void {
    const [next] = this.in('waiting')
    if (next && this.in('running').length === 0) this.run(next)
  }

  private run(kept: Kept): void {
    const order: TrialOrder = { settings: this.settings, task: kept.trial.task }
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: order })
    kept.worker = worker
    kept.trial = { ...kept.trial, state: 'running' }
    worker.on('message', (message: FromTrial) => {
      kept.trial = { ...kept.trial, ...message }
    })
    worker.on('error', (error) => {
      kept.trial = { ...kept.trial, fault: error.message }
    })
    worker.on('exit', () => {
      delete kept.worker
      kept.trial = { ...kept.trial, state: kept.trial.fault === undefined ? 'done' : 'failed', finished: Date.now() }
      this.startNext()
    })
  }

  private forgetOldest(): void {
    for (const [id, { trial }] of this.kept) {
      if (this.kept.size <= mostKept) return
      if (trial.state === 'done' || trial.state === 'failed') this.kept.delete(id)
    }
  }
}
