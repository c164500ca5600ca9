import { closest, distance } from 'fastest-levenshtein'

/** The name that was probably meant: one that begins so, or one a slip or two away. */
export function meant(typed: string, names: readonly string[]): string | undefined {
  const word = typed.toLowerCase()
  const begun = names.filter((name) => word.length >= 2 && name.startsWith(word))
  if (begun.length === 1) return begun[0]
  if (names.length === 0 || word === '') return undefined
  const nearest = closest(word, [...names])
  const slips = distance(word, nearest)
  return slips <= Math.ceil(nearest.length / 3) && slips < nearest.length ? nearest : undefined
}
