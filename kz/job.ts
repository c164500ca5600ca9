import { setTimeout as pause } from 'node:timers/promises'
import type { Words } from '../facilities/define.ts'
import { Unreachable } from './http/unreachable.ts'
import type { Kz } from './kz.ts'
import { KzError } from './kz-error.ts'

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
  const interrupt = new AbortController()
  const onSignal = () => interrupt.abort()
  process.once('SIGINT', onSignal)
  try {
    const job = await followed(kz, begun, path, interrupt.signal, shown.now)
    if (job.state === 'failed') throw new KzError(job.message)
    return job
  } finally {
    process.off('SIGINT', onSignal)
    shown.stop()
  }
}

async function followed<Of extends Job>(
  kz: Kz,
  begun: Of,
  path: string,
  interrupt: AbortSignal,
  now: (done: number, total: number) => void,
): Promise<Of> {
  let job = begun
  let heardAt = performance.now()
  while (job.state === 'waiting' || job.state === 'running') {
    await pause(pollMs, undefined, { signal: interrupt }).catch(() => undefined)
    if (interrupt.aborted) throw new KzError(goesOn(job), { exitCode: 130 })
    try {
      job = await kz.api.get<Of>(path)
      heardAt = performance.now()
    } catch (error) {
      if (!(error instanceof Unreachable) || performance.now() - heardAt > patienceMs) throw error
    }
    now(job.done, job.total)
  }
  return job
}

const goesOn = ({ id }: Job): Words => ({
  zh: `不再等待；服务端会继续做完（编号 ${id}）。`,
  en: `No longer waited for: it goes on at the server (its id is ${id}).`,
})
