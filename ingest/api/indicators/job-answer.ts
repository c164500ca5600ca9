import { z } from 'zod'
import type { Job } from '../../indicators/indicators.ts'
import { iso, time, words } from '../answers.ts'
import { Problem } from '../problem.ts'
import { failed } from '../replay-answer.ts'
import { jobStates } from '../when-settled.ts'

/** Work that goes on whether or not anybody looks. */
export const job = z.object({
  id: z.string(),
  state: z.enum(jobStates),
  author: z.string().optional(),
  created: time,
  finished: time.optional(),
  done: z.int(),
  total: z.int(),
  message: words,
})

export const jobParams = z.object({ job: z.string().max(48) })

/** `did` says what came of it. */
export function jobOf<Result>(
  { id, state, author, created, finished, done, total, result, fault }: Job<Result>,
  did: (result: Result) => z.output<typeof words>,
): z.output<typeof job> {
  return {
    ...{ id, state },
    ...(author !== undefined && { author }),
    created: iso(created),
    ...(finished !== undefined && { finished: iso(finished) }),
    ...{ done, total },
    message: fault !== undefined ? failed(fault) : result !== undefined && state === 'done' ? did(result) : underWay(done, total),
  }
}

const underWay = (done: number, total: number) => ({ zh: `已完成 ${done} / ${total}。`, en: `${done} of ${total} done.` })

export function foundJob<Result>(id: string, found: Job<Result> | undefined): Job<Result> {
  if (!found) throw new Problem('job-not-found', { words: { id } })
  return found
}
