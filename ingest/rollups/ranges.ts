/** Half-open, whole hours. */
export interface HourRange {
  readonly from: number
  readonly to: number
}

/** The ranges, ascending and apart, with one more. Gives the same array when it was in there. */
export function withRange(ranges: readonly HourRange[], { from, to }: HourRange): readonly HourRange[] {
  if (from >= to || ranges.some((range) => range.from <= from && to <= range.to)) return ranges
  const apart = ranges.filter((range) => range.to < from || range.from > to)
  const touching = ranges.filter((range) => range.to >= from && range.from <= to)
  const joined = {
    from: Math.min(from, ...touching.map((range) => range.from)),
    to: Math.max(to, ...touching.map((range) => range.to)),
  }
  return [...apart, joined].sort((one, other) => one.from - other.from)
}

/** The ranges without a part of them. */
export function withoutRange(ranges: readonly HourRange[], { from, to }: HourRange): readonly HourRange[] {
  return ranges.flatMap((range) => {
    if (range.to <= from || range.from >= to) return [range]
    const before = { from: range.from, to: from }
    const after = { from: to, to: range.to }
    return [before, after].filter((part) => part.from < part.to)
  })
}

/** What of the ranges lies in this one. */
export const clipped = (ranges: readonly HourRange[], { from, to }: HourRange): readonly HourRange[] =>
  ranges.map((range) => ({ from: Math.max(range.from, from), to: Math.min(range.to, to) })).filter((range) => range.from < range.to)

/** As they are, or when they are too many the one range that has them all. */
export function joined(ranges: readonly HourRange[], most: number): readonly HourRange[] {
  const [first, last] = [ranges[0], ranges.at(-1)]
  return first && last && ranges.length > most ? [{ from: first.from, to: last.to }] : ranges
}
