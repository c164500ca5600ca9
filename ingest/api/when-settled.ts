import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'

const lookEveryMs = 25
/** A person at a screen waits that long; what takes longer is followed by asking for it again. */
const answerWithinMs = 8_000

/** Asks until it is settled, or until one has waited long enough, and gives what was found last. */
export async function whenSettled<Found>(
  find: () => Found,
  isSettled: (found: Found) => boolean,
  withinMs = answerWithinMs,
): Promise<Found> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = find()
    if (isSettled(found) || performance.now() >= end) return found
    await sleep(lookEveryMs)
  }
}

export const jobStates = ['waiting', 'running', 'done', 'failed'] as const

/** A job's result where it is there within seconds (200), else how far it is and where to ask again (202). */
export async function answerJob<Job extends { readonly state: (typeof jobStates)[number] }>(
  reply: FastifyReply,
  location: string,
  find: () => Job,
): Promise<Job> {
  const isSettled = ({ state }: Job): boolean => state === 'done' || state === 'failed'
  const job = await whenSettled(find, isSettled)
  reply.code(isSettled(job) ? 200 : 202).header('location', location)
  return job
}
