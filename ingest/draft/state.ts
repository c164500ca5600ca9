// The words of a state, from texts, codes, or true and false.
import type { Words } from '../../facilities/define.ts'
import type { Column } from './column.ts'
import { type Meaning, type StateWord, stateWords } from './dictionary.ts'
import { asName, camelCase, sentence, tokensOf, unused } from './naming.ts'

export interface DraftState {
  readonly type: 'state'
  /** Those seen first, in the order of their frequency. */
  readonly words: readonly StateWord[]
  readonly seen: readonly string[]
  /** Where the device writes otherwise. */
  readonly values: Readonly<Record<string, string>>
  readonly questions: readonly Words[]
}

export function stateOf({ path, distinct, booleans, texts }: Column, meaning: Meaning | undefined): DraftState {
  const given = [...distinct.entries()].toSorted(([, one], [, other]) => other - one).map(([written]) => written)
  // The codes of a status are nobody's guess, 0 and 1 of an unknown field are.
  const pair = meaning?.pair ?? (booleans > 0 || (!meaning && isZeroOne(given)) ? ['off', 'on'] : undefined)
  const isPaired = texts.length === 0 && pair !== undefined && (booleans > 0 || isZeroOne(given))
  const taken = new Set<string>()
  const words: StateWord[] = []
  const values: Record<string, string> = {}
  const add = (word: StateWord, written?: string) => {
    const word2 = taken.has(word.word.toLowerCase()) ? { ...word, word: unused(word.word, taken) } : word
    taken.add(word2.word.toLowerCase())
    words.push(word2)
    if (written !== undefined) values[written] = word2.word
  }
  for (const written of given) add(isPaired ? ours(pair[isOn(written) ? 1 : 0]) : wordFor(written), written)
  const seen = words.map(({ word }) => word)
  if (isPaired) {
    for (const [index, word] of pair.entries()) if (!taken.has(word)) add(ours(word), booleans > 0 ? String(index === 1) : String(index))
  } else if (words.length < 2) {
    const missing = meaning?.pair?.find((word) => !taken.has(word)) ?? 'other'
    const next = /^-?\d{1,6}$/.test(given[0] ?? '') ? String(Number(given[0]) + 1) : undefined
    if (next !== undefined) add(code(next), next)
    else add(ours(taken.has(missing) ? 'unknown' : missing))
  }
  return { type: 'state', words, seen, values, questions: questionsOf(path, given, isPaired ? pair : undefined, booleans > 0, words) }
}

const isZeroOne = (given: readonly string[]): boolean => given.length > 0 && given.every((written) => written === '0' || written === '1')
const isOn = (written: string): boolean => written === '1' || written === 'true'

/** Every word of a pair is in the dictionary. */
const ours = (word: string): StateWord => stateWords.get(word) ?? { word, zh: `状态 ${word}`, en: sentence([word]) }

const code = (written: string): StateWord => ({
  word: asName(`code${written.replace('-', 'Minus')}`),
  zh: `代码 ${written}`,
  en: `Code ${written}`,
})

function wordFor(written: string): StateWord {
  if (/^-?\d{1,6}$/.test(written)) return code(written)
  const tokens = tokensOf(written)
  const known = stateWords.get(tokens.join(''))
  // What is camelCase already stays as the device writes it.
  const isName = /^[a-z][a-zA-Z0-9]{0,29}$/.test(written)
  if (known) return isName ? { ...known, word: asName(written) } : known
  const latin = tokens.filter((token) => /^[a-z0-9]+$/.test(token))
  const word = isName ? asName(written) : asName(camelCase(latin), 'value')
  const han = [...written]
    .filter((character) => /\p{Script=Han}/u.test(character))
    .join('')
    .slice(0, 12)
  return { word, zh: han || `状态 ${latin.join(' ').slice(0, 16) || '（未命名）'}`, en: sentence(latin) || sentence([word]) }
}

function questionsOf(
  path: string,
  given: readonly string[],
  pair: readonly string[] | undefined,
  isBoolean: boolean,
  words: readonly StateWord[],
): Words[] {
  const list = given.join(', ')
  if (pair && isBoolean) return []
  if (pair) return [{ zh: `${path}：0 是 ${pair[0]}、1 是 ${pair[1]} 吗？`, en: `${path}: is 0 ${pair[0]} and 1 ${pair[1]}?` }]
  if (words.some(({ word }) => /^code/.test(word)))
    return [
      {
        zh: `${path} 的代码（见过 ${list}）各是什么意思？还有别的代码吗？`,
        en: `${path}: what do its codes mean (seen: ${list}), and are there others?`,
      },
    ]
  return [{ zh: `${path} 见过 ${list}：还有别的取值吗？`, en: `${path}: seen were ${list}; are there other words?` }]
}
