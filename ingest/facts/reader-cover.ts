/** A stretch of time that whole local days cover, or one within a day, for which its slices are needed. */
export interface Piece {
  readonly isDays: boolean
  readonly from: number
  readonly to: number
}

/** Covers [from, to) with as many whole days as it has, in order of time; days without facts need no covering. */
export function coverOf(days: readonly { readonly day: number; readonly end: number }[], from: number, to: number): Piece[] {
  const pieces: { isDays: boolean; from: number; to: number }[] = []
  for (const { day, end } of days) {
    const isDays = day >= from && end <= to
    const before = pieces.at(-1)
    if (isDays && before?.isDays) before.to = end
    else pieces.push({ isDays, from: Math.max(day, from), to: Math.min(end, to) })
  }
  return pieces
}
