/** Taicang is eight hours ahead of UTC, all the year round. */
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
const aheadMs = 8 * hourMs

export const startOfDay = (time: number): number => Math.floor((time + aheadMs) / dayMs) * dayMs - aheadMs

/** `[from, to)` of the month in which a time lies. */
export function monthOf(time: number): readonly [number, number] {
  const wall = new Date(time + aheadMs)
  const [year, month] = [wall.getUTCFullYear(), wall.getUTCMonth()]
  return [Date.UTC(year, month, 1) - aheadMs, Date.UTC(year, month + 1, 1) - aheadMs]
}

/** 1 Monday … 7 Sunday, and minutes since midnight. */
export function clockAt(time: number): { readonly weekday: number; readonly minutes: number } {
  const wall = new Date(time + aheadMs)
  return { weekday: ((wall.getUTCDay() + 6) % 7) + 1, minutes: wall.getUTCHours() * 60 + wall.getUTCMinutes() }
}

/** How many of an ascending list are at most this. */
export function countUpTo(sorted: readonly number[], most: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) <= most) low = middle + 1
    else high = middle
  }
  return low
}
