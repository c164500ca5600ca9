import { usageError } from './kz-error.ts'

/** A line as it is typed: `95`, or `0.2,1.5` for a band. */
export function lineValue(name: string, typed: string): number | readonly [number, number] {
  const ends = typed.split(',').map((end) => (end.trim() === '' ? Number.NaN : Number(end)))
  const [low = Number.NaN, high] = ends
  if (ends.length <= 2 && ends.every(Number.isFinite)) return high === undefined ? low : [low, high]
  throw usageError({
    zh: `--${name} 应为一个数，如 95；区间指标写 0.2,1.5。`,
    en: `--${name} is a number, as 95; for a band 0.2,1.5.`,
  })
}
