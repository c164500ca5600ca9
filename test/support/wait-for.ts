import { setTimeout as pause } from 'node:timers/promises'

interface Patience {
  /** Ends the sentence "waited 20 s for …"; a function when it is to say how things stand in the end. */
  what: string | (() => string)
  timeoutMs?: number
  everyMs?: number
}

/** What a condition returns when it holds. */
export type Truthy<Value> = Exclude<Value, false | null | undefined | 0 | ''>

/** Asks until the condition holds, and gives what it returned. A condition that throws does not hold yet. */
export async function waitFor<Value>(
  condition: () => Value | Promise<Value>,
  { what, timeoutMs = 20_000, everyMs = 20 }: Patience,
): Promise<Truthy<Value>> {
  const deadline = performance.now() + timeoutMs
  let answer: Answer<Value> = {}
  while (performance.now() < deadline) {
    answer = await ask(condition, deadline - performance.now())
    if (answer.value) return answer.value
    await pause(everyMs)
  }
  throw new Error(`waited ${timeoutMs / 1000} s for ${typeof what === 'string' ? what : what()}`, { cause: answer.error })
}

interface Answer<Value> {
  value?: Truthy<Value>
  error?: unknown
}

/** Does not wait longer than `withinMs`, even for a condition that never answers. */
async function ask<Value>(condition: () => Value | Promise<Value>, withinMs: number): Promise<Answer<Value>> {
  const stop = new AbortController()
  const tooLate = pause(withinMs, {}, { signal: stop.signal }).catch(() => ({}))
  try {
    const answer = Promise.resolve(condition()).then((value) => (value ? { value: value as Truthy<Value> } : {}))
    return await Promise.race([answer, tooLate])
  } catch (error) {
    return { error }
  } finally {
    stop.abort()
  }
}
