// From a device's name for a field to what it means, what we call it, and what a person reads.
import type { Words } from '../../facilities/define.ts'
import { reservedNames } from '../../facilities/definition-faults.ts'
import { dictionary, type Meaning, unitWords } from './dictionary.ts'

/** 'data.inside_temp' → ['data', 'inside', 'temp']; 'powerW' → ['power', 'w']. */
export const tokensOf = (path: string): string[] =>
  path
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9\p{Script=Han}]+/u)
    .filter(Boolean)

export interface Named {
  readonly path: string
  readonly meaning: Meaning | undefined
  /** The unit at the end of the name. */
  readonly unitWord: string | undefined
  /** What the name says beyond the meaning: 'inside', 'a', '2'. */
  readonly rest: readonly string[]
}

/** Letters of a phase or wire, and numbers, at the end of a name. */
const suffix = /^(\D+?)(\d{1,2}|[abc])$/

export function nameOf(path: string): Named {
  const segments = path.split('.')
  const last = tokensOf(segments.at(-1) ?? '')
  return (
    found(path, last) ??
    // `temperature.value`, `energy.total`: the name before says more.
    (segments.length > 1 && last.every((token) => ['value', 'val', 'v', 'data', 'total', 'current', 'now'].includes(token))
      ? found(path, tokensOf(segments.at(-2) ?? ''))
      : undefined) ?? { path, meaning: undefined, unitWord: undefined, rest: last }
  )
}

function found(path: string, tokens: readonly string[]): Named | undefined {
  const whole = dictionary.get(tokens.join(''))
  if (whole) return { path, meaning: whole, unitWord: unitIn(tokens), rest: [] }
  const end = tokens.at(-1) ?? ''
  const before = tokens.slice(0, -1)
  // `total_kwh`: the unit says what it is.
  const metered = dictionary.get(end)
  if (before.length > 0 && metered?.sense === 'total' && Object.hasOwn(unitWords, end))
    return { path, meaning: metered, unitWord: end, rest: before.filter((token) => token !== 'total') }
  if (before.length > 0 && Object.hasOwn(unitWords, end)) {
    const inner = found(path, before)
    // `voltage_a` is a phase, `current_a` may be amperes.
    if (inner && (end.length > 1 || unitWords[end]?.unit === inner.meaning?.unit)) return { ...inner, unitWord: end }
  }
  if (before.length > 0 && /^(\d{1,2}|[abc]|l\d)$/.test(end)) {
    const inner = found(path, before)
    if (inner) return { ...inner, rest: [...inner.rest, end] }
  }
  const [, stem = '', mark = ''] = suffix.exec(end) ?? []
  const numbered = before.length === 0 && stem !== '' ? dictionary.get(stem) : undefined
  if (numbered && (/\d/.test(mark) || stem.length <= 3)) return { path, meaning: numbered, unitWord: undefined, rest: [mark] }
  // The last word says what it is, those before it which one: `insideTemp`, `doorOpenCount`.
  for (let from = 1; from < tokens.length; from++) {
    const meaning = dictionary.get(tokens.slice(from).join(''))
    if (meaning && tokens.slice(from).join('').length > 1) return { path, meaning, unitWord: unitIn(tokens), rest: tokens.slice(0, from) }
  }
  return undefined
}

const unitIn = (tokens: readonly string[]): string | undefined =>
  tokens.findLast((token) => token.length > 1 && Object.hasOwn(unitWords, token))

const longestKept = 30

/** A name that needs no other: camelCase, not of the envelope, and neither one letter nor an abbreviation of ours. */
function isKept({ path, meaning }: Named): boolean {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(path) || path.length > longestKept || isTaken(path)) return false
  return path.length > 3 || meaning === undefined || meaning.name === path
}

const isTaken = (name: string): boolean => reservedNames.includes(name) || name in Object.prototype

/** Our name for it, by its meaning or else by its own words. */
export function cleanName(named: Named): string {
  const { path, meaning, rest } = named
  if (isKept(named)) return path
  const words = meaning ? [...rest.filter(isLatin), ...tokensOf(meaning.name)] : tokensOf(path.split('.').at(-1) ?? '').filter(isLatin)
  // A mark of the phase or number stands behind.
  const marks = meaning ? rest.filter((word) => /^(\d{1,2}|[abc]|l\d)$/.test(word)) : []
  const ordered = [...words.filter((word) => !marks.includes(word)), ...marks]
  return asName(camelCase(ordered))
}

const isLatin = (token: string): boolean => /^[a-z0-9]+$/.test(token)

export const camelCase = (words: readonly string[]): string =>
  words.map((word, index) => (index === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`)).join('')

/** Makes any text a name that a definition takes. */
export function asName(text: string, otherwise = 'field'): string {
  const start = text.replace(/[^a-zA-Z0-9]/g, '').replace(/^[^a-zA-Z]+/, '')
  const name = `${start[0]?.toLowerCase() ?? ''}${start.slice(1)}`.slice(0, longestKept)
  if (name === '') return otherwise
  return isTaken(name) ? `${name}Value` : name
}

/** The first of name, name2, name3 … that is free, capitals not told apart. */
export function unused(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name.slice(0, longestKept)}${number}`
    if (!taken.has(candidate.toLowerCase())) return candidate
  }
}

/** What a person reads. A field nobody knows keeps its own name, and a question asks for a better one. */
export function labelOf({ meaning, rest, path }: Named): Words {
  const own = tokensOf(path.split('.').at(-1) ?? '')
  if (!meaning) return { zh: `字段 ${shown(own) || '（未命名）'}`, en: sentence(own.filter(isLatin)) || 'Field without a name' }
  const said = shown(rest)
  return {
    zh: said ? `${meaning.zh}（${said}）` : meaning.zh,
    en: said ? `${meaning.en}, ${rest.filter(isLatin).join(' ') || 'another'}` : meaning.en,
  }
}

const shown = (tokens: readonly string[]): string => tokens.join(' ').slice(0, 20).trim()

export const sentence = (words: readonly string[]): string => {
  const text = words.join(' ').slice(0, longestKept).trim()
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`
}
