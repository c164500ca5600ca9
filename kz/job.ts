import { setTimeout as pause } from 'node:timers/promises'
import type { Words } from '../facilities/define.ts'
import type { Kz } from './kz.ts'
import { KzError } from './kz-error.ts'
import { Unreachable } from './unreachable.ts'

/** Work that goes on at the server, whether or not anybody looks. */
export interface Job {
  readonly id: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly total: number
  readonly done: number
  readonly message: Words
}

const pollMs = 500
/** A restart of ingest takes seconds, and the job goes on after it. */
const patienceMs = 60_000

/** Waits for the end of a job, with its progress; a job that failed is an error. */
export async function finished<Of extends Job>(kz: Kz, begun: Of, path: string, what: Words): Promise<Of> {
  const shown = kz.progress(what)
  let job = begun
  let heardAt = performance.now()
  try {
    while (job.state === 'waiting' || job.state === 'running') {
      await pause(pollMs)
      try {
        job = await kz.api.get<Of>(path)
        heardAt = performance.now()
      } catch (error) {
        if (!(error instanceof Unreachable) || performance.now() - heardAt > patienceMs) throw error
      }
      shown.now(job.done, job.total)
    }
  } finally {
    shown.stop()
  }
  if (job.state === 'failed') throw new KzError(job.message)
  return job
}
