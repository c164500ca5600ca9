import { distance } from 'fastest-levenshtein'
import type { Sentence } from './rejection.ts'
import { synonyms, unitWords } from './synonyms.ts'

export interface Candidate {
  readonly name: string
  /** What people call it; a device may use that. */
  readonly label?: Sentence | undefined
  /** Other names it goes by, lower case. */
  readonly aliases?: readonly string[]
}

/** Longer names are no misspelling of ours, and comparing costs with the length. */
const longestName = 64

/** The candidate that was probably meant, or undefined when none is near. Tried from the surest resemblance to the vaguest. */
export function didYouMean(name: string, candidates: readonly Candidate[]): string | undefined {
  if (name.length === 0 || name.length > longestName) return undefined
  const plain = plainOf(name)
  const words = wordsOf(name)
  for (const resembles of resemblances) {
    const found = candidates.find((candidate) => candidate.name !== name && resembles(candidate, { name, plain, words }))
    if (found) return found.name
  }
  return nearest(
    plain,
    candidates.filter((candidate) => candidate.name !== name),
  )
}

interface Given {
  readonly name: string
  readonly plain: string
  readonly words: readonly string[]
}

const resemblances: readonly ((candidate: Candidate, given: Given) => boolean)[] = [
  ({ name }, { plain }) => plain !== '' && plainOf(name) === plain,
  ({ label }, { name, plain }) => label !== undefined && (label.zh === name || (plain !== '' && plainOf(label.en) === plain)),
  ({ aliases }, { plain }) => aliases?.includes(plain) === true,
  ({ name }, { words }) => sameWords(meanings(wordsOf(name)), meanings(words)),
  ({ name }, { words }) => sameWords(meanings(wordsOf(name)), meanings(withoutUnits(words))),
  ({ label }, { name }) => label !== undefined && isHan(name) && (label.zh.includes(name) || name.includes(label.zh)),
  ({ name }, { words }) => words.length > 0 && isPart(meanings(withoutUnits(words)), meanings(wordsOf(name))),
  ({ name }, { words }) => isPart(meanings(wordsOf(name)), meanings(words)),
]

/** `Power-Factor`, `power_factor` and `powerFactor` are the same. */
const plainOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')

const meanings = (words: readonly string[]): string[] => words.flatMap((word) => synonyms.get(word) ?? word)

function withoutUnits(words: readonly string[]): readonly string[] {
  const [first, ...others] = words
  return first === undefined ? [] : [first, ...others.filter((word) => !unitWords.has(word))]
}

const sameWords = (some: readonly string[], others: readonly string[]): boolean => some.length === others.length && isPart(some, others)

const isPart = (part: readonly string[], whole: readonly string[]): boolean => part.length > 0 && part.every((word) => whole.includes(word))

const isHan = (name: string): boolean => /^\p{Script=Han}{2,}$/u.test(name)

/** One slip in three letters is still a misspelling. */
function nearest(plain: string, candidates: readonly Candidate[]): string | undefined {
  let best: string | undefined
  let least = Math.floor(plain.length / 3) + 1
  for (const { name } of candidates) {
    const slips = distance(plain, name.toLowerCase())
    if (slips >= least) continue
    least = slips
    best = name
  }
  return best
}
