import { offsetOf, startOfDay } from '../../facilities/zone.ts'

export const hourMs = 3_600_000

/**
 * Where hours and days begin. Days are made of hours, so hours are those of the clock on the wall: whole UTC hours, except where a zone is
 * half an hour off (India +5:30, Nepal +5:45); there they begin at that minute of the UTC hour.
 */
export interface Grid {
  /** Start of the hour in which that time lies. */
  hour(time: number): number
  /** Start of the local day in which that time lies, at the start of an hour. */
  day(time: number): number
  dayAfter(time: number): number
}

/** The offset of winter 2026: of the zones with a summer time only Lord Howe's is not a whole hour, and its summer days begin half an hour late. */
const fixedAt = Date.UTC(2026, 0, 1)

export function gridOf(timeZone: string): Grid {
  const offset = offsetOf(timeZone)
  const shift = (((-offset(fixedAt) % hourMs) + hourMs) % hourMs) % hourMs
  const hour = (time: number): number => Math.floor((time - shift) / hourMs) * hourMs + shift
  return {
    hour,
    day: (time) => hour(startOfDay(time, offset)),
    dayAfter: (time) => hour(startOfDay(time, offset, 1)),
  }
}
