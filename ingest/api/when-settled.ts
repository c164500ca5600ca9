import { setTimeout as sleep } from 'node:timers/promises'

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
