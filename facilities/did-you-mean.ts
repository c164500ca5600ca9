// What somebody probably meant who typed a name that does not exist.

/** What a thing is called, so that whoever types a name where an id belongs hears the id. */
export interface Candidate {
  readonly id: string
  readonly names?: readonly string[]
}

/** Longer texts are no slip of the pen, and comparing costs with the length. */
const longest = 64

/** The id that was probably meant: the one of that name, or one of which at most a third of the letters differ, two where they changed places. */
export function didYouMean(given: string, candidates: readonly Candidate[]): string | undefined {
  if (given.length > longest) return undefined
  const named = candidates.find(({ names }) => names?.includes(given))
  if (named) return named.id
  const name = given.toLowerCase()
  const most = given.length < 4 ? 1 : Math.max(2, given.length / 3)
  let nearest: { readonly id: string; readonly slips: number } | undefined
  for (const { id } of candidates) {
    if (Math.abs(id.length - name.length) > most) continue
    const slips = slipsBetween(name, id.toLowerCase())
    if (slips <= most && slips < (nearest?.slips ?? Number.POSITIVE_INFINITY)) nearest = { id, slips }
  }
  return nearest?.id
}

/** Letters to put in, take out or change (Levenshtein), row by row of the usual table. */
function slipsBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const change = (above[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(change, (above[column] as number) + 1, (current[column - 1] as number) + 1))
    }
    above = current
  }
  return above[b.length] as number
}

/** What somebody typed, fit to be read inside a sentence. */
export function short(text: string): string {
  const line = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
  return /^"[\p{L}\p{N}_.-]+"$/u.test(line) ? line.slice(1, -1) : line
}
