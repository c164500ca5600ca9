import type { Point } from './store.ts'

/** Time in ns must fit into 63 bits, and no store takes times before 1970 from us. */
export const latestMs = 9_223_372_036_853

/** Why no store can keep this point, or undefined. Validation keeps such points away; one that slips through must not stop the rest. */
export function refusalOf({ table, ts, n, received, fields, event }: Point): string | undefined {
  if (!Number.isInteger(ts) || ts < 0 || ts > latestMs) return `the time ${ts} cannot be stored: it must be whole ms from 1970 to 2262`
  if (!Number.isInteger(n) || n < 0 || n > 999_999) return `n is ${n}, but must be a whole number from 0 to 999999`
  if (!Number.isSafeInteger(received)) return `the time of receipt ${received} cannot be stored: it must be whole ms`
  if (table === 'event' && !event) return 'an event must have a name'
  for (const name in fields) {
    if (typeof fields[name] === 'number' && !Number.isFinite(fields[name])) return `${name} is ${fields[name]}, which no store can hold`
  }
  return undefined
}
