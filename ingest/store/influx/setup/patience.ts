// A database that is being started answers later.
import { setTimeout as sleep } from 'node:timers/promises'
import { isAway } from './setup-fault.ts'

const pauseMs = 1_000

interface Patience {
  readonly forMs: number
  /** Once, when the first try was in vain. */
  readonly onWaiting: () => void
}

/** Tries until the database answers, at least once; throws what it said last. */
export async function patiently<Result>(step: () => Promise<Result>, { forMs, onWaiting }: Patience): Promise<Result> {
  const until = performance.now() + forMs
  let hasSaid = false
  for (;;) {
    try {
      return await step()
    } catch (error) {
      if (!isAway(error) || performance.now() >= until) throw error
      if (!hasSaid) onWaiting()
      hasSaid = true
      await sleep(pauseMs)
    }
  }
}
