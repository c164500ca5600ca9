import type { StoredReading } from './store.ts'

/** Values of an indicator as two places have them, in order of time; of one window the value that was made later. */
export function laterOfEach(some: readonly StoredReading[], others: readonly StoredReading[]): StoredReading[] {
  const found = new Map<string, StoredReading>()
  for (const value of [...some, ...others]) {
    const key = `${value.ts} ${value.n}`
    if ((found.get(key)?.received ?? Number.NEGATIVE_INFINITY) <= value.received) found.set(key, value)
  }
  return [...found.values()].sort((one, other) => one.ts - other.ts || one.n - other.n)
}
