import { timeReader } from '../../facilities/written-time.ts'
import { offsetOf, startOfDay } from '../../facilities/zone.ts'
import { SimError } from '../sim-error.ts'

/** Where the last message of a record is to fall: `now`, `yesterday` or a date (its last millisecond there), or a time with zone. */
export function untilTime(text: string, now: number, zone: string): number {
  const offset = offsetOf(zone)
  if (text === 'now') return now
  if (text === 'yesterday') return startOfDay(now, offset) - 1
  const date = timeReader('yyyy-MM-dd', zone)?.(text)?.[0]
  if (date !== undefined) return startOfDay(date, offset, 1) - 1
  const [instant] = timeReader('iso')?.(text) ?? []
  if (instant !== undefined) return instant
  throw new SimError(`--until is "${text}", but must be a time with its zone such as 2026-11-20T18:00:00+08:00, a date, yesterday or now.`)
}
