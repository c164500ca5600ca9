import type { Caller } from '../access.ts'

/** A register that cannot be read at the moment says nothing against the caller. */
export function isStillValid(caller: Caller): boolean {
  try {
    return caller.stillValid()
  } catch {
    return true
  }
}
