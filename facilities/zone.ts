// Local times of IANA zones with their summer times, with nothing but Intl.

/** What the clocks on the wall say. */
export interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

/** Milliseconds a zone is ahead of UTC at an instant. */
export type Offset = (utcMs: number) => number

const dayMs = 86_400_000
const quarterMs = 15 * 60_000 // no zone changes its offset within a quarter of an hour
const mostKept = 1_000

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/** Remembers the quarters it was asked for: asking Intl takes longer than all the rest of reading a message. */
export function offsetOf(zone: string): Offset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const known = new Map<number, number>()
  return (utcMs) => {
    const start = Math.floor(utcMs / quarterMs) * quarterMs
    const remembered = known.get(start)
    if (remembered !== undefined) return remembered
    const parts = Object.fromEntries(format.formatToParts(start).map(({ type, value }) => [type, Number(value)]))
    const offset = Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day, parts.hour, parts.minute, parts.second) - start
    if (known.size >= mostKept) known.clear()
    known.set(start, offset)
    return offset
  }
}

/**
 * The instants at which the clocks on the wall say `local`, earliest first: one as a rule, two in the hour that is lived twice in autumn.
 * In the hour that is skipped in spring: the instant it would have been with the clocks not put forward.
 */
export function instantsOf(local: LocalTime, offset: Offset): readonly number[] {
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second, local.ms)
  const before = offset(asUtc - dayMs)
  const after = offset(asUtc + dayMs)
  const candidates = [...new Set([asUtc - before, asUtc - after])].filter((instant) => offset(instant) === asUtc - instant)
  return candidates.length > 0 ? candidates.sort((a, b) => a - b) : [asUtc - before]
}

/** The first instant of the local day in which `utcMs` lies, or of one some days from it. */
export function startOfDay(utcMs: number, offset: Offset, daysOn = 0): number {
  const wall = new Date(utcMs + offset(utcMs))
  const local = { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() + daysOn }
  return instantsOf({ ...local, hour: 0, minute: 0, second: 0, ms: 0 }, offset)[0] as number
}
