import { setTimeout as pause } from 'node:timers/promises'
import { ProblemAnswer } from '../http/problem.ts'
import { Unreachable } from '../http/unreachable.ts'

const pauseMs = 500

/** Asks again while the API is away or busy; asking a page again changes nothing. */
export async function patiently<Answer>(ask: () => Promise<Answer>, patience: number): Promise<Answer> {
  const begun = performance.now()
  for (let wait = pauseMs; ; wait = Math.min(2 * wait, 8 * pauseMs)) {
    try {
      return await ask()
    } catch (error) {
      if (!mayPass(error) || performance.now() - begun + wait > patience) throw error
    }
    await pause(wait)
  }
}

const mayPass = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof ProblemAnswer && (error.status >= 502 || error.status === 429))
