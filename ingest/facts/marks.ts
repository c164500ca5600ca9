import type { DeviceBasis } from './basis.ts'
import { facilityTermsAt, isInService } from './basis.ts'
import { markFrom, minuteMs } from './counting-rules.ts'
import type { Span, Suspensions } from './suspensions.ts'

/** What the register says of the minutes of a slice. */
export interface Marks {
  readonly first: number
  readonly count: number
  readonly registered: Uint8Array
  readonly suspended: Uint8Array
  readonly service: Uint8Array
  /** Within an approved excluded outage. */
  readonly excluded: Uint8Array
}

/** The marks of [start, end) that are not after `now`. */
export function marksIn(
  basis: DeviceBasis,
  { start, end, now }: { readonly start: number; readonly end: number; readonly now: number },
  suspensions: Suspensions,
  outages: readonly Span[],
): Marks {
  const first = markFrom(start)
  const count = Math.max(0, Math.ceil((Math.min(end, now + 1) - first) / minuteMs))
  const [registered, suspended, service, excluded] = [0, 1, 2, 3].map(() => new Uint8Array(count)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  const hasHours = [...basis.facilityTerms.values()].some((stated) => stated.some(({ terms }) => terms.hours !== undefined))
  if (count > 0 && isPlain(basis, first, first + (count - 1) * minuteMs, hasHours || outages.length > 0 || suspensions.any)) {
    registered.fill(1)
    service.fill(1)
    return { first, count, registered, suspended, service, excluded }
  }
  for (let index = 0, mark = first; index < count; index++, mark += minuteMs) {
    if (!isInService(basis, mark)) continue
    if (suspensions.has(mark)) {
      suspended[index] = 1
      continue
    }
    registered[index] = 1
    service[index] = !hasHours || isInHours(basis, mark) ? 1 : 0
    if (outages.length > 0) excluded[index] = outages.some(({ from, to }) => from <= mark && mark < to) ? 1 : 0
  }
  return { first, count, registered, suspended, service, excluded }
}

/** In service throughout, and nothing else is said of any minute: most hours of most devices. */
function isPlain(basis: DeviceBasis, first: number, last: number, isAnythingSaid: boolean): boolean {
  if (isAnythingSaid || basis.stays.some(({ since }) => since > first && since <= last)) return false
  return isInService(basis, first) && isInService(basis, last)
}

/** The same for a single one, also outside the slice. */
export const isRegistered = (basis: DeviceBasis, mark: number, suspensions: Suspensions): boolean =>
  isInService(basis, mark) && !suspensions.has(mark)

/** None declared: always. */
function isInHours(basis: DeviceBasis, mark: number): boolean {
  const { hours } = facilityTermsAt(basis, mark)
  if (hours === undefined || hours.length === 0) return true
  const wall = new Date(mark + basis.offset(mark))
  const weekday = wall.getUTCDay() || 7
  const minutes = wall.getUTCHours() * 60 + wall.getUTCMinutes()
  return hours.some(({ days, from, to }) => days.includes(weekday) && minutesOf(from) <= minutes && minutes < minutesOf(to))
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

export function secondsOf(bits: Uint8Array): number {
  let count = 0
  for (const bit of bits) count += bit
  return count * 60
}
