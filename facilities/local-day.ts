import { instantsOf, type Offset } from './zone.ts'

/** The instant in which the local day `2026-11-24` begins; undefined for what is no day. */
export function startOfLocalDay(text: string, offset: Offset): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!match) return undefined
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const asUtc = new Date(Date.UTC(year, month - 1, day))
  if (asUtc.getUTCMonth() !== month - 1 || asUtc.getUTCDate() !== day) return undefined
  return instantsOf({ year, month, day, hour: 0, minute: 0, second: 0, ms: 0 }, offset)[0]
}
